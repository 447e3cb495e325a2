package dev.parley.connectors.gateway.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.vertx.core.Handler;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.WireFormat;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what comes over a call. Whatever bytes it is, it is handed on or the call fails with {@code
 * INVALID_ARGUMENT}, or with {@code RESOURCE_EXHAUSTED} if it is too long, also once it is
 * unpacked.
 */
public final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final String TOO_LONG =
            "A message has at most " + GrpcPort.MESSAGE_BYTES + " bytes.";

    private Requests() {}

    /**
     * Has each message handed on, on the call's event loop; after a bad one no more come.
     *
     * @param kind any message of the kind that comes
     */
    public static <Q extends Message> void handle(
            GrpcServerRequest<Q, ?> call, Q kind, Answer<?> answer, Handler<Q> handler) {
        call.invalidMessageHandler(
                tooLong -> refuse(call, answer, GrpcStatus.RESOURCE_EXHAUSTED, TOO_LONG));
        call.messageHandler(
                message -> {
                    Q request;
                    try {
                        request = read(message, kind);
                    } catch (BadRequestException e) {
                        refuse(
                                call,
                                answer,
                                GrpcStatus.INVALID_ARGUMENT,
                                String.valueOf(e.getMessage()));
                        return;
                    } catch (TooLongException e) {
                        refuse(call, answer, GrpcStatus.RESOURCE_EXHAUSTED, TOO_LONG);
                        return;
                    }
                    try {
                        handler.handle(request);
                    } catch (RuntimeException e) {
                        LOG.error("A call failed: {}", e.getClass().getName());
                        refuse(call, answer, GrpcStatus.INTERNAL, "The call failed.");
                    }
                });
    }

    private static void refuse(
            GrpcServerRequest<?, ?> call, Answer<?> answer, GrpcStatus status, String detail) {
        answer.fail(status, detail);
        call.messageHandler(ignored -> {});
        call.resume();
    }

    private static <Q extends Message> Q read(GrpcMessage message, Q kind)
            throws BadRequestException, TooLongException {
        if (message.format() != WireFormat.PROTOBUF) {
            throw new BadRequestException("Messages here are protobuf, not JSON.");
        }
        return read(message.encoding(), message.payload().getBytes(), kind);
    }

    /**
     * @param packing as gRPC names it
     */
    @SuppressWarnings("unchecked")
    static <Q extends Message> Q read(String packing, byte[] bytes, Q kind)
            throws BadRequestException, TooLongException {
        try {
            return ((Parser<Q>) kind.getParserForType()).parseFrom(unpacked(packing, bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new BadRequestException("That is no message of this call.");
        }
    }

    private static byte[] unpacked(String packing, byte[] bytes)
            throws BadRequestException, TooLongException {
        return switch (packing) {
            case "identity" -> bytes;
            case "gzip" -> unzipped(bytes);
            default -> throw new BadRequestException("Messages here are packed with gzip, if.");
        };
    }

    private static byte[] unzipped(byte[] packed) throws BadRequestException, TooLongException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(GrpcPort.MESSAGE_BYTES + 1);
            if (bytes.length > GrpcPort.MESSAGE_BYTES) {
                throw new TooLongException();
            }
            return bytes;
        } catch (IOException e) {
            throw new BadRequestException("That is not packed with gzip.");
        }
    }

    /** A message is longer than one may be once it is unpacked. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
