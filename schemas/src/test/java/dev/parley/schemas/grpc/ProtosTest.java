package dev.parley.schemas.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.parley.schemas.grpc.v1.AgentProto;
import dev.parley.schemas.grpc.v1.SoundProto;
import dev.parley.schemas.grpc.v1.SttProto;
import dev.parley.schemas.grpc.v1.ToolsProto;
import dev.parley.schemas.grpc.v1.TtsProto;
import dev.parley.schemas.grpc.v1.TurnProto;
import dev.parley.schemas.grpc.v1.VoiceProto;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The protos against those that were committed: clients that were built with them go on working.
 */
class ProtosTest {
    private static final Path COMMITTED = Path.of("src/test/resources/protos/dev.parley.v1.desc");

    private static final List<FileDescriptor> FILES =
            List.of(
                    TurnProto.getDescriptor(),
                    AgentProto.getDescriptor(),
                    VoiceProto.getDescriptor(),
                    ToolsProto.getDescriptor(),
                    SoundProto.getDescriptor(),
                    SttProto.getDescriptor(),
                    TtsProto.getDescriptor());

    @Test
    void nothingThatWasCommittedIsRenumberedRetypedOrRemoved() throws Exception {
        Map<String, String> committed = shape(committed());
        Map<String, String> current = shape(current());

        assertThat(committed).hasSizeGreaterThan(50);
        assertThat(current).containsAllEntriesOf(committed);
    }

    @Test
    void whatIsNewIsCommittedBeforeClientsUseIt() throws Exception {
        if (Boolean.getBoolean("parley.docs.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.write(COMMITTED, current().toByteArray());
        }

        assertThat(shape(committed()))
                .as("mvn test with -Dparley.docs.write=true commits what is new")
                .isEqualTo(shape(current()));
    }

    @Test
    void aRenumberedFieldIsNoticed() {
        FileDescriptorSet current = current();
        FileDescriptorProto.Builder file = current.getFile(0).toBuilder();
        DescriptorProto.Builder message = file.getMessageTypeBuilder(0);
        message.getFieldBuilder(0).setNumber(99);

        Map<String, String> changed = shape(FileDescriptorSet.newBuilder().addFile(file).build());

        assertThat(shape(current).keySet()).doesNotContainAnyElementsOf(numbered(changed, 99));
        assertThat(numbered(changed, 99)).hasSize(1);
    }

    private static List<String> numbered(Map<String, String> shape, int number) {
        return shape.keySet().stream().filter(key -> key.endsWith("= " + number)).toList();
    }

    private static FileDescriptorSet committed() throws Exception {
        try (InputStream in = Files.newInputStream(COMMITTED)) {
            return FileDescriptorSet.parseFrom(in);
        }
    }

    private static FileDescriptorSet current() {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        FILES.forEach(file -> set.addFile(file.toProto()));
        return set.build();
    }

    /** Everything that the wire depends on, by its name. */
    private static Map<String, String> shape(FileDescriptorSet set) {
        Map<String, String> shape = new TreeMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            file.getMessageTypeList().forEach(each -> message(file.getPackage(), each, shape));
            file.getEnumTypeList().forEach(each -> values(file.getPackage(), each, shape));
            for (ServiceDescriptorProto service : file.getServiceList()) {
                for (MethodDescriptorProto method : service.getMethodList()) {
                    shape.put(
                            "rpc "
                                    + file.getPackage()
                                    + "."
                                    + service.getName()
                                    + "/"
                                    + method.getName(),
                            "%s%s -> %s%s"
                                    .formatted(
                                            method.getClientStreaming() ? "stream " : "",
                                            method.getInputType(),
                                            method.getServerStreaming() ? "stream " : "",
                                            method.getOutputType()));
                }
            }
        }
        return shape;
    }

    private static void message(String outer, DescriptorProto message, Map<String, String> shape) {
        String name = outer + "." + message.getName();
        for (FieldDescriptorProto field : message.getFieldList()) {
            shape.put(
                    "field " + name + " = " + field.getNumber(),
                    "%s %s %s%s in %d"
                            .formatted(
                                    field.getName(),
                                    field.getLabel(),
                                    field.getType(),
                                    field.getTypeName(),
                                    field.hasOneofIndex() ? field.getOneofIndex() : -1));
        }
        message.getNestedTypeList().forEach(each -> message(name, each, shape));
        message.getEnumTypeList().forEach(each -> values(name, each, shape));
    }

    private static void values(
            String outer, EnumDescriptorProto values, Map<String, String> shape) {
        for (EnumValueDescriptorProto value : values.getValueList()) {
            shape.put(
                    "value " + outer + "." + values.getName() + " = " + value.getNumber(),
                    value.getName());
        }
    }
}
