package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.ConverseRequest;
import dev.parley.schemas.grpc.v1.SayEvent;
import dev.parley.schemas.grpc.v1.SayRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes in over gRPC is counted with who comes in elsewhere. */
class GrpcLimitsTest {
    private static final byte[] SECOND = new byte[48_000];

    private final ManualClock clock = new ManualClock();
    private Gateway gateway;
    private GrpcClient client;

    @BeforeEach
    void start() {
        gateway =
                new Gateway(
                        Gateway.config(
                                new RatesConfig(100, 100, 1000, 1000, 1, Duration.ofSeconds(3)),
                                StrangersConfig.defaults()),
                        TextTurnsConfig.defaults(),
                        clock);
        client = GrpcClient.client(gateway.vertx);
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void turnsOfAllEntrancesAreCountedTogether() throws Exception {
        // Given
        try (Client typing = gateway.connect()) {
            typing.send(
                    "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                            + "\"text\":\"one\"}]}}");
            typing.until("conversation.item.done");
            typing.send("{\"type\":\"response.create\"}");
            gateway.log.await(typing.session, Control.TextSubmitted.class, 1);

            // When
            Call<SayRequest, SayEvent> mine = say(Gateway.TOKEN);
            say(Gateway.OTHERS_TOKEN);

            // Then
            assertThat(mine.status.orTimeout(60, TimeUnit.SECONDS).join())
                    .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
            awaitSubmitted("u2");
        }
    }

    @Test
    void soundIsCountedWithThatOfWebSockets() throws Exception {
        // Given
        try (Client speaking = gateway.connect();
                Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            speaking.sendSound(SECOND);
            speaking.sendSound(SECOND);
            gateway.log.await(speaking.session, Audio.Frames.class, 33);

            // When
            Call<ConverseRequest, ConverseEvent> voice =
                    call("Voice", "Converse", ConverseEvent.getDefaultInstance(), Gateway.TOKEN);
            voice.request.write(
                    ConverseRequest.newBuilder()
                            .setBegin(ConverseRequest.Begin.getDefaultInstance())
                            .build());
            for (int i = 0; i < 2; i++) {
                voice.request.write(
                        ConverseRequest.newBuilder().setSound(ByteString.copyFrom(SECOND)).build());
            }

            // Then
            ConverseEvent event;
            do {
                event = voice.answers.poll(60, TimeUnit.SECONDS);
                assertThat(event).as("an event within 10 s").isNotNull();
            } while (!event.hasError());
            assertThat(event.getError().getCode()).isEqualTo("rate_limit_exceeded");
            for (int i = 0; i < 3; i++) {
                other.sendSound(SECOND);
            }
            gateway.log.await(other.session, Audio.Frames.class, 49);
            other.isQuietAndWell();
        }
    }

    /** A call with its answers. */
    private static final class Call<Q, A> {
        final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
        final CompletableFuture<GrpcStatus> status = new CompletableFuture<>();
        final GrpcClientRequest<Q, A> request;

        Call(GrpcClientRequest<Q, A> request) {
            this.request = request;
        }
    }

    private Call<SayRequest, SayEvent> say(String token) {
        Call<SayRequest, SayEvent> call =
                call("Agent", "Say", SayEvent.getDefaultInstance(), token);
        call.request.end(SayRequest.newBuilder().setText("two").build());
        return call;
    }

    private <Q extends Message, A extends Message> Call<Q, A> call(
            String service, String method, A answer, String token) {
        ServiceMethod<A, Q> of =
                ServiceMethod.client(
                        ServiceName.create("dev.parley.v1", service),
                        method,
                        GrpcMessageEncoder.<Q>encoder(),
                        GrpcMessageDecoder.<A>decoder(answer));
        int port = gateway.server.grpc().agentPort();
        Call<Q, A> call =
                new Call<>(
                        client.request(SocketAddress.inetSocketAddress(port, "127.0.0.1"), of)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join());
        call.request.headers().set("authorization", "Bearer " + token);
        call.request
                .response()
                .onComplete(
                        response -> {
                            response.handler(call.answers::add);
                            response.end()
                                    .onComplete(
                                            ended -> call.status.complete(response.status()),
                                            fault -> call.status.complete(status(fault)));
                        },
                        fault -> call.status.complete(status(fault)));
        return call;
    }

    private static GrpcStatus status(Throwable fault) {
        return fault instanceof InvalidStatusException told
                ? told.actualStatus()
                : GrpcStatus.CANCELLED;
    }

    private void awaitSubmitted(String user) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (gateway.log.written().stream()
                .noneMatch(
                        each ->
                                each.envelope().event() instanceof Control.SessionStarted started
                                        && started.user().value().equals(user)
                                        && started.client().equals("grpc"))) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.sleep(2);
        }
    }
}
