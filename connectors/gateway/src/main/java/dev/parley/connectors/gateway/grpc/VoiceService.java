package dev.parley.connectors.gateway.grpc;

import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.ConverseRequest;
import dev.parley.schemas.grpc.v1.VoiceProto;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** {@code dev.parley.v1.Voice}: conversations aloud, each over a WebSocket of this gateway. */
final class VoiceService {
    static final ServiceName NAME = ServiceName.create("dev.parley.v1", "Voice");
    private static final int MOST_FRAME_BYTES = 4 << 20;

    private final Vertx vertx;
    private final WebSocketConnectOptions entrance;
    private final WebSocketClient client;

    /**
     * @param entrance where this gateway's own voice WebSocket is
     */
    VoiceService(Vertx vertx, WebSocketConnectOptions entrance) {
        this.vertx = vertx;
        this.entrance = entrance;
        this.client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxConnections(100_000)
                                .setMaxFrameSize(MOST_FRAME_BYTES)
                                .setMaxMessageSize(MOST_FRAME_BYTES)
                                .setTrustAll(true)
                                .setVerifyHost(false));
    }

    Service service() {
        return Service.service(NAME, VoiceProto.getDescriptor().findServiceByName("Voice"))
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "Converse",
                                GrpcMessageEncoder.<ConverseEvent>encoder(),
                                GrpcMessageDecoder.<ConverseRequest>decoder(
                                        ConverseRequest.getDefaultInstance())),
                        call -> new Arrival(call).await())
                .build();
    }

    void close() {
        client.close();
    }

    /** A call that has not begun yet; on its event loop alone. */
    private final class Arrival {
        private final GrpcServerRequest<ConverseRequest, ConverseEvent> call;
        private final Answer<ConverseEvent> answer;
        private final Deque<ConverseRequest> early = new ArrayDeque<>();
        private boolean begun;
        private boolean ended;
        private boolean gone;
        private @Nullable VoiceCall voice;

        Arrival(GrpcServerRequest<ConverseRequest, ConverseEvent> call) {
            this.call = call;
            this.answer = new Answer<>(call.response(), vertx.getOrCreateContext());
        }

        void await() {
            Requests.handle(call, ConverseRequest.getDefaultInstance(), answer, this::take);
            call.endHandler(
                    nothing -> {
                        ended = true;
                        if (voice != null) {
                            voice.halfClosed();
                        } else if (!begun) {
                            answer.end();
                        }
                    });
            call.errorHandler(error -> leave());
            call.exceptionHandler(fault -> leave());
        }

        private void leave() {
            gone = true;
            answer.abandon();
            if (voice != null) {
                voice.cancelled();
            }
        }

        private void take(ConverseRequest request) {
            if (voice != null) {
                voice.take(request);
            } else if (begun) {
                early.add(request);
            } else if (request.hasBegin()) {
                begun = true;
                call.pause();
                connect(request.getBegin());
            } else {
                begun = true;
                gone = true;
                answer.fail(GrpcStatus.INVALID_ARGUMENT, "The first request must be 'begin'.");
            }
        }

        private void connect(ConverseRequest.Begin begin) {
            StringBuilder query = new StringBuilder("/v1/realtime?model=parley");
            parameter(query, "session", begin.getSession());
            parameter(query, "zone", begin.getZone());
            WebSocketConnectOptions options = new WebSocketConnectOptions(entrance);
            options.setURI(query.toString());
            String token = Callers.token(call.headers());
            options.addHeader("authorization", "Bearer " + (token == null ? "" : token));
            client.connect(options)
                    .onComplete(
                            socket -> {
                                VoiceCall opened = new VoiceCall(vertx, call, answer, socket);
                                voice = opened;
                                opened.begin(begin);
                                if (gone) {
                                    opened.cancelled();
                                }
                                while (!early.isEmpty()) {
                                    opened.take(early.removeFirst());
                                }
                                call.resume();
                                if (ended) {
                                    opened.halfClosed();
                                }
                            },
                            this::refuse);
        }

        private void refuse(Throwable fault) {
            int status =
                    fault instanceof UpgradeRejectedException refused ? refused.getStatus() : 0;
            switch (status) {
                case 400 -> answer.fail(GrpcStatus.INVALID_ARGUMENT, "That is no session's id.");
                case 401 -> answer.fail(GrpcStatus.UNAUTHENTICATED, "A good token is needed.");
                case 403 -> answer.fail(GrpcStatus.PERMISSION_DENIED, "You may not.");
                case 404 -> answer.fail(GrpcStatus.NOT_FOUND, "You have no such session.");
                case 429 ->
                        answer.fail(
                                GrpcStatus.RESOURCE_EXHAUSTED,
                                "You have as many sessions open as may be. Close one.");
                default -> answer.fail(GrpcStatus.UNAVAILABLE, "Not just now. Try again.");
            }
        }

        private static void parameter(StringBuilder query, String name, String value) {
            if (!value.isEmpty()) {
                query.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
    }
}
