package dev.parley.connectors.gateway.grpc.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.grpc.GrpcCalls.Call;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.schemas.grpc.v1.RecognizeEvent;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SoundFormat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those of whom no good token is known, at a port for gRPC. */
class StrangersTest {
    private static final int FAILED_TOKENS = 5;
    private static final int CONNECTIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Engines engines =
            new Engines(
                    Engines.limits(),
                    new StrangersConfig(100, CONNECTIONS, 500, PATIENCE, FAILED_TOKENS));

    @AfterEach
    void stop() {
        engines.close();
    }

    @Test
    void whoGuessesTokensIsNoLongerLookedAtAndWhoIsKnownIs() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> known = begun();

        // When
        List<GrpcStatus> guessed = new ArrayList<>();
        for (int i = 0; i < FAILED_TOKENS + 2; i++) {
            guessed.add(call("guess-" + i).status());
        }

        // Then
        assertThat(guessed.subList(0, FAILED_TOKENS - 1)).containsOnly(GrpcStatus.UNAUTHENTICATED);
        assertThat(guessed.getLast()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(begun()).isNotNull();
        known.request.end();
        assertThat(known.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void connectionsWithoutAGoodTokenAreClosedAndAStreamGoesOn() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> live = begun();
        AtomicInteger closed = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        HttpClient client =
                vertx.httpClientBuilder()
                        .with(
                                new HttpClientOptions()
                                        .setProtocolVersion(HttpVersion.HTTP_2)
                                        .setHttp2ClearTextUpgrade(false)
                                        .setHttp2MultiplexingLimit(1))
                        .with(new PoolOptions().setHttp2MaxSize(20))
                        .withConnectHandler(
                                connection ->
                                        connection.closeHandler(gone -> closed.incrementAndGet()))
                        .build();

        // When
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            client.request(
                            new RequestOptions()
                                    .setMethod(HttpMethod.POST)
                                    .setHost("127.0.0.1")
                                    .setPort(engines.stt.port())
                                    .setURI("/dev.parley.v1.Stt/Recognize"))
                    .onSuccess(request -> request.response())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }

        // Then
        Engines.await("strangers are put out", () -> closed.get() == 3 * CONNECTIONS);
        live.request.end();
        assertThat(live.status()).isEqualTo(GrpcStatus.OK);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Call<RecognizeRequest, RecognizeEvent> begun() throws InterruptedException {
        Call<RecognizeRequest, RecognizeEvent> call = call(Engines.TOKEN);
        assertThat(call.next().hasBegun()).isTrue();
        return call;
    }

    private Call<RecognizeRequest, RecognizeEvent> call(String token) {
        Call<RecognizeRequest, RecognizeEvent> call =
                engines.client.call(
                        engines.stt.port(),
                        "dev.parley.v1.Stt",
                        "Recognize",
                        RecognizeEvent.getDefaultInstance(),
                        token);
        call.request.write(
                RecognizeRequest.newBuilder()
                        .setBegin(
                                RecognizeRequest.Begin.newBuilder()
                                        .setFormat(SoundFormat.newBuilder().setRate(16_000)))
                        .build());
        return call;
    }
}
