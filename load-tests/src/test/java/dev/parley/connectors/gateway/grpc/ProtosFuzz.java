package dev.parley.connectors.gateway.grpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import dev.parley.schemas.grpc.v1.CallToolRequest;
import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.ConverseRequest;
import dev.parley.schemas.grpc.v1.ListToolsRequest;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SayRequest;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Messages that come over gRPC, and the realtime protocol's events that become such. The first byte
 * says which, the second how it is packed.
 */
public final class ProtosFuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PACKINGS = List.of("identity", "gzip", "snappy");

    private static final List<Message> KINDS =
            List.of(
                    SayRequest.getDefaultInstance(),
                    ConverseRequest.getDefaultInstance(),
                    ListToolsRequest.getDefaultInstance(),
                    CallToolRequest.getDefaultInstance(),
                    RecognizeRequest.getDefaultInstance(),
                    SpeakRequest.getDefaultInstance());

    private ProtosFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 2, input.length);
        int kind = Math.floorMod(input[0], KINDS.size() + 1);
        if (kind == KINDS.size()) {
            translate(rest);
        } else {
            read(KINDS.get(kind), PACKINGS.get(Math.floorMod(input[1], PACKINGS.size())), rest);
        }
    }

    private static void read(Message kind, String packing, byte[] bytes) {
        try {
            Message message = Requests.read(packing, bytes, kind);
            if (message.getDescriptorForType() != kind.getDescriptorForType()) {
                throw new AssertionError("another kind of message");
            }
        } catch (BadRequestException | Requests.TooLongException refused) {
            // as documented
        }
    }

    private static void translate(byte[] bytes) {
        try {
            Optional<ConverseEvent> event =
                    RealtimeMessages.of(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)));
            event.ifPresent(
                    told -> {
                        if (told.getEventCase() == ConverseEvent.EventCase.EVENT_NOT_SET) {
                            throw new AssertionError("an event that says nothing");
                        }
                    });
        } catch (JsonProcessingException noJson) {
            // nothing of the realtime protocol's
        }
    }
}
