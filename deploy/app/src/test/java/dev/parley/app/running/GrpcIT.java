package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.streams.audio.Pcm;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client in another language, generated from the protos, holds a conversation. */
@ExtendWith(SharedInstallation.class)
class GrpcIT {
    private static final Path PROTOS = Path.of("../../schemas/src/main/proto");

    @TempDir Path folder;

    @Test
    void aGeneratedPythonClientSpeaksAndWritesAndCallsATool(LocalInstallation parley)
            throws Exception {
        // Given
        String python = python();
        Path sound = folder.resolve("question.pcm");
        Files.write(sound, Pcm.toBytes(Caller.spoken("what is twelve plus twelve")));
        generate(python);
        Path program = folder.resolve("grpc_client.py");
        try (InputStream in = GrpcIT.class.getResourceAsStream("grpc_client.py")) {
            Files.copy(in, program);
        }

        // When
        String printed =
                run(
                        List.of(
                                python,
                                program.toString(),
                                parley.grpcAgent(),
                                parley.grpcStt(),
                                parley.grpcTts(),
                                parley.grpcTools(),
                                parley.token(),
                                sound.toString()));

        // Then
        assertThat(printed)
                .contains("health SERVING")
                .contains("without a token UNAUTHENTICATED")
                .containsPattern("(?m)^heard .*twelve plus twelve")
                .containsPattern("(?m)^intent calculate")
                .containsPattern("(?m)^reply .*(24|twenty four)")
                .containsPattern("(?m)^sound [1-9]\\d{4,}$")
                .containsPattern("(?m)^said .*(36|thirty six)")
                .containsPattern("(?m)^tools .*clock")
                .containsPattern("(?m)^called calculator 2 ")
                .containsPattern("(?m)^made [1-9]\\d{4,}$")
                .containsPattern("(?m)^understood what is twelve plus twelve$")
                .containsPattern("(?m)^ended [1-9]\\d{3}$");
    }

    private String python() {
        String python = System.getProperty("parley.grpc.python");
        if (python == null) {
            String reason =
                    "-Dparley.grpc.python names no Python that has grpcio-tools; parley check"
                            + " makes one";
            if (Boolean.getBoolean("parley.nothing.skipped")) {
                fail(reason);
            }
            abort(reason);
        }
        return python;
    }

    private void generate(String python) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                python,
                                "-m",
                                "grpc_tools.protoc",
                                "-I",
                                PROTOS.toAbsolutePath().toString(),
                                "--python_out=" + folder,
                                "--grpc_python_out=" + folder));
        try (Stream<Path> files = Files.list(PROTOS.resolve("dev/parley/v1"))) {
            files.map(file -> "dev/parley/v1/" + file.getFileName()).forEach(command::add);
        }
        run(command);
    }

    private String run(List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as("it ends by itself; until now: %s", printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
