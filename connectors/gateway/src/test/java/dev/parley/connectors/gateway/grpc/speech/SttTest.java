package dev.parley.connectors.gateway.grpc.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.parley.connectors.gateway.grpc.GrpcCalls.Call;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcPort;
import dev.parley.schemas.grpc.v1.RecognizeEvent;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SoundFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recogniser as a client of gRPC sees it. */
class SttTest {
    private Engines engines = new Engines();

    @AfterEach
    void stop() {
        engines.close();
    }

    @Test
    void tellsWordsWhileTheyAreSpokenAndWhenNobodySpeaksAnyMore() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);

        // When
        call.request.write(sound(Engines.sound(false, 600, 16_000)));
        call.request.write(sound(Engines.sound(true, 1000, 16_000)));
        RecognizeEvent started = call.next();
        RecognizeEvent partial = call.next();
        call.request.write(sound(Engines.sound(false, 600, 16_000)));
        RecognizeEvent last = call.until(RecognizeEvent::hasFinal);
        RecognizeEvent ended = call.next();
        call.request.end();

        // Then
        assertThat(started.getSpeechStarted().getStartMillis()).isBetween(560L, 620L);
        assertThat(partial.getPartial().getText()).endsWith(" ms");
        assertThat(last.getFinal().getText()).endsWith(" ms in all");
        assertThat(last.getFinal().getEndMillis()).isBetween(1560L, 1640L);
        assertThat(last.getFinal().getCut()).isFalse();
        assertThat(ended.getSpeechEnded().getUtterance())
                .isEqualTo(started.getSpeechStarted().getUtterance())
                .isEqualTo(last.getFinal().getUtterance());
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        assertThat(call.answers).isEmpty();
        assertThat(engines.recognizer.open).hasValue(0);
        assertThat(engines.recognizer.patients).hasValue(1);
    }

    @Test
    void whatIsBeingSaidWhenTheClientSaysNoMoreIsTold() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);

        call.request.write(sound(Engines.sound(true, 500, 16_000)));
        call.request.end();

        assertThat(call.until(RecognizeEvent::hasFinal).getFinal().getText())
                .isEqualTo("500 ms in all");
        assertThat(call.next().hasSpeechEnded()).isTrue();
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void byHandAllUpToTheCommitIsOneUtterance() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> call =
                begun(
                        Engines.TOKEN,
                        RecognizeRequest.Begin.newBuilder()
                                .setManual(true)
                                .setFormat(SoundFormat.newBuilder().setRate(16_000)));

        // When
        call.request.write(sound(Engines.sound(true, 300, 16_000)));
        call.request.write(sound(Engines.sound(false, 1200, 16_000)));
        call.request.write(sound(Engines.sound(true, 300, 16_000)));
        call.request.write(
                RecognizeRequest.newBuilder()
                        .setCommitted(RecognizeRequest.Committed.getDefaultInstance())
                        .build());

        // Then
        assertThat(call.until(RecognizeEvent::hasFinal).getFinal().getText())
                .isEqualTo("1800 ms in all");
        call.request.end();
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void anUtteranceIsCutAtItsGreatestLengthAndGoesOn() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 8_000);

        // When
        call.request.write(sound(Engines.sound(true, 40_000, 8_000)));
        call.request.end();
        List<RecognizeEvent> told = new ArrayList<>();
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        call.answers.drainTo(told);

        // Then
        List<RecognizeEvent.Final> finals =
                told.stream().filter(RecognizeEvent::hasFinal).map(e -> e.getFinal()).toList();
        assertThat(finals).hasSize(2);
        assertThat(finals.getFirst().getText()).isEqualTo("30000 ms in all");
        assertThat(finals.getFirst().getCut()).isTrue();
        assertThat(finals.getLast().getCut()).isFalse();
        assertThat(told.stream().filter(RecognizeEvent::hasSpeechEnded)).hasSize(1);
    }

    @Test
    void formatsAreHeardAlike() throws Exception {
        for (SoundFormat format :
                List.of(
                        SoundFormat.newBuilder().setRate(24_000).build(),
                        SoundFormat.newBuilder().setRate(8_000).build(),
                        SoundFormat.newBuilder()
                                .setEncoding(SoundFormat.Encoding.ENCODING_MU_LAW)
                                .build(),
                        SoundFormat.newBuilder()
                                .setEncoding(SoundFormat.Encoding.ENCODING_A_LAW)
                                .build())) {
            SoundCodec codec = SoundCodec.of(format);
            Call<RecognizeRequest, RecognizeEvent> call =
                    begun(Engines.TOKEN, RecognizeRequest.Begin.newBuilder().setFormat(format));
            byte[] pcm = Engines.sound(true, 600, codec.rate());
            call.request.write(sound(codec.encode(dev.parley.streams.audio.Pcm.toShorts(pcm))));
            call.request.end();

            assertThat(call.until(RecognizeEvent::hasFinal).getFinal().getText())
                    .isEqualTo("600 ms in all");
            assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        }
    }

    @Test
    void whatIsWrongHasAStatus() throws Exception {
        assertThat(status(RecognizeRequest.getDefaultInstance()))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(status(sound(new byte[2]))).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(status(begin(44_100))).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(status(begin(16_000), begin(16_000))).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(status(begin(16_000), RecognizeRequest.getDefaultInstance()))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(status(begin(16_000), sound(new byte[3])))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(
                        status(
                                RecognizeRequest.newBuilder()
                                        .setBegin(
                                                RecognizeRequest.Begin.newBuilder()
                                                        .setFormat(
                                                                SoundFormat.newBuilder()
                                                                        .setEncodingValue(77)))
                                        .build()))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        Call<RecognizeRequest, RecognizeEvent> empty = call(Engines.TOKEN);
        empty.request.end();
        assertThat(empty.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        Engines.await("all places are free", () -> engines.stt.streams() == 0);
    }

    @Test
    void bytesThatAreNoMessageAreRefused() throws Exception {
        assertThat(statusOf("identity", new byte[] {(byte) 0xff, 1, 2, 3}))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(statusOf("gzip", new byte[] {1, 2, 3})).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(rawStatus(null, new byte[] {1, 0, 0, 0, 1, 7}))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(rawStatus("snappy", new byte[] {1, 0, 0, 0, 1, 7}))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(rawStatus(null, new byte[] {0, 0, 0, 0, 9, 7}))
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(rawStatus(null, new byte[] {0, -1, -1, -1, -1, 7}))
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        Engines.await("all places are free", () -> engines.stt.streams() == 0);
    }

    @Test
    void aMessageThatIsTooLongIsRefusedAlsoIfItIsSoOnlyOnceUnpacked() throws Exception {
        // Given
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[200 << 20]);
        }

        // Then
        assertThat(status(begin(16_000), sound(new byte[GrpcPort.MESSAGE_BYTES])))
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(packed.size()).isLessThan(GrpcPort.MESSAGE_BYTES);
        assertThat(statusOf("gzip", packed.toByteArray())).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
    }

    @Test
    void nothingButGrpcIsSpoken() throws Exception {
        for (String kind : List.of("application/grpc-web", "application/json", "text/html")) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/dev.parley.v1.Stt/Recognize"
                                                    .formatted(engines.stt.port())))
                            .header("authorization", "Bearer " + Engines.TOKEN)
                            .header("content-type", kind)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            for (HttpClient.Version version :
                    List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
                try (HttpClient http = HttpClient.newBuilder().version(version).build()) {
                    assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                            .as("%s over %s", kind, version)
                            .isEqualTo(415);
                }
            }
        }
    }

    @Test
    void noiseIsHeardAsSoundAndNothingElse() throws Exception {
        byte[] noise = new byte[64_000];
        new java.util.Random(7).nextBytes(noise);
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 24_000);

        call.request.write(sound(noise));
        call.request.end();

        assertThat(call.until(RecognizeEvent::hasFinal).getFinal().getText()).isNotEmpty();
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void oneUsersStreamsLeaveAnotherTheirs() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> first = begun(Engines.TOKEN, 16_000);
        begun(Engines.TOKEN, 16_000);

        // When
        GrpcStatus third = refusal(Engines.TOKEN);
        Call<RecognizeRequest, RecognizeEvent> others = begun(Engines.OTHERS_TOKEN, 16_000);
        GrpcStatus fourthInAll = refusal(Engines.OTHERS_TOKEN);

        // Then
        assertThat(third).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(fourthInAll).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        others.request.write(sound(Engines.sound(true, 500, 16_000)));
        assertThat(others.until(RecognizeEvent::hasPartial).getPartial().getText()).isNotEmpty();
        first.request.end();
        assertThat(first.status()).isEqualTo(GrpcStatus.OK);
        Engines.await("the place is free", () -> engines.stt.streams() == 2);
        begun(Engines.TOKEN, 16_000);
    }

    @Test
    void aStreamThatIsCancelledGivesTheRecogniserBack() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);
        call.request.write(sound(Engines.sound(true, 500, 16_000)));
        call.until(RecognizeEvent::hasPartial);
        assertThat(engines.recognizer.open).hasValue(1);

        call.request.cancel();

        Engines.await("the recogniser is free", () -> engines.recognizer.open.get() == 0);
        Engines.await("the place is free", () -> engines.stt.streams() == 0);
    }

    @Test
    void aDeadlineGivesTheRecogniserBack() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call =
                call(Engines.TOKEN, request -> request.timeout(2000, TimeUnit.MILLISECONDS));
        call.request.write(begin(16_000));
        call.request.write(sound(Engines.sound(true, 500, 16_000)));
        call.until(RecognizeEvent::hasPartial);

        assertThat(call.status()).isIn(GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.CANCELLED);
        Engines.await("the recogniser is free", () -> engines.recognizer.open.get() == 0);
        Engines.await("the place is free", () -> engines.stt.streams() == 0);
    }

    @Test
    void aStreamHasSoMuchSoundAndNoMore() throws Exception {
        use(new GrpcConfig.Speech(3, 2, Duration.ofSeconds(2), Duration.ofSeconds(10), 400));
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);

        call.request.write(sound(Engines.sound(true, 5000, 16_000)));

        assertThat(call.until(RecognizeEvent::hasFinal).getFinal().getText())
                .matches("2\\d\\d\\d ms in all");
        assertThat(call.status()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
    }

    @Test
    void aStreamInWhichNothingComesEnds() throws Exception {
        use(new GrpcConfig.Speech(3, 2, Duration.ofSeconds(9), Duration.ofMillis(400), 400));

        assertThat(begun(Engines.TOKEN, 16_000).status()).isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
        Engines.await("the place is free", () -> engines.stt.streams() == 0);
    }

    @Test
    void soundWaitsWhileTheRecogniserIsBusy() throws Exception {
        // Given
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);
        engines.recognizer.stuck = true;

        // When
        byte[] second = Engines.sound(true, 1000, 16_000);
        for (int i = 0; i < 60; i++) {
            call.request.write(sound(second));
        }
        Thread.sleep(300);
        boolean waits = call.request.writeQueueFull();
        engines.recognizer.stuck = false;

        // Then
        assertThat(waits).isTrue();
        assertThat(call.until(RecognizeEvent::hasPartial)).isNotNull();
    }

    @Test
    void aRecogniserThatFailsEndsTheStream() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);
        engines.recognizer.broken = true;

        call.request.write(sound(Engines.sound(true, 500, 16_000)));

        assertThat(call.status()).isEqualTo(GrpcStatus.INTERNAL);
        Engines.await("the recogniser is free", () -> engines.recognizer.open.get() == 0);
    }

    @Test
    void whoseTokenIsRevokedIsPutOutAndNobodyElse() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> mine = begun(Engines.TOKEN, 16_000);
        Call<RecognizeRequest, RecognizeEvent> others = begun(Engines.OTHERS_TOKEN, 16_000);

        engines.revoked.add("u1");

        assertThat(mine.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        others.request.end();
        assertThat(others.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void onlyHealthAnswersWithoutAGoodToken() throws Exception {
        for (String token : new String[] {null, "wrong"}) {
            assertThat(refusal(token)).isEqualTo(GrpcStatus.UNAUTHENTICATED);
            assertThat(engines.client.reflection(engines.stt.port(), token).status())
                    .isEqualTo(GrpcStatus.UNAUTHENTICATED);
        }
        assertThat(refusal(Engines.MONITORS_TOKEN)).isEqualTo(GrpcStatus.PERMISSION_DENIED);
        assertThat(engines.client.health(engines.stt.port(), "dev.parley.v1.Stt"))
                .isEqualTo(ServingStatus.SERVING);
        engines.ready = false;
        assertThat(engines.client.health(engines.stt.port(), "dev.parley.v1.Stt"))
                .isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(
                        engines.client
                                .reflection(engines.stt.port(), Engines.TOKEN)
                                .next()
                                .getListServicesResponse()
                                .getServiceList())
                .extracting(service -> service.getName())
                .contains("dev.parley.v1.Stt");
    }

    @Test
    void aServerThatStopsSaysSo() throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call = begun(Engines.TOKEN, 16_000);

        engines.stt.close();

        assertThat(call.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
    }

    // --- what the test does as a client

    private void use(GrpcConfig.Speech limits) {
        engines.close();
        engines = new Engines(limits);
    }

    private Call<RecognizeRequest, RecognizeEvent> call(String token) {
        return call(token, request -> {});
    }

    private Call<RecognizeRequest, RecognizeEvent> call(
            String token, Consumer<GrpcClientRequest<RecognizeRequest, RecognizeEvent>> prepare) {
        Call<RecognizeRequest, RecognizeEvent> call =
                engines.client.call(
                        engines.stt.port(),
                        "dev.parley.v1.Stt",
                        "Recognize",
                        RecognizeEvent.getDefaultInstance(),
                        token,
                        prepare);
        return call;
    }

    private Call<RecognizeRequest, RecognizeEvent> begun(String token, int rate)
            throws InterruptedException {
        return begun(
                token,
                RecognizeRequest.Begin.newBuilder()
                        .setFormat(SoundFormat.newBuilder().setRate(rate)));
    }

    private Call<RecognizeRequest, RecognizeEvent> begun(
            String token, RecognizeRequest.Begin.Builder begin) throws InterruptedException {
        Call<RecognizeRequest, RecognizeEvent> call = call(token);
        call.request.write(RecognizeRequest.newBuilder().setBegin(begin).build());
        assertThat(call.next().hasBegun()).isTrue();
        return call;
    }

    private GrpcStatus refusal(String token) {
        Call<RecognizeRequest, RecognizeEvent> call = call(token);
        call.request.write(begin(16_000));
        return call.status();
    }

    private GrpcStatus status(RecognizeRequest... requests) {
        Call<RecognizeRequest, RecognizeEvent> call = call(Engines.TOKEN);
        for (RecognizeRequest request : requests) {
            call.request.write(request);
        }
        return call.status();
    }

    /**
     * @param encoding null for none
     */
    private GrpcStatus rawStatus(String encoding, byte[] body) throws Exception {
        return engines.client.raw(
                engines.stt.port(), "/dev.parley.v1.Stt/Recognize", Engines.TOKEN, encoding, body);
    }

    private GrpcStatus statusOf(String encoding, byte[] payload) {
        Call<RecognizeRequest, RecognizeEvent> call =
                engines.client.call(
                        engines.stt.port(),
                        "dev.parley.v1.Stt",
                        "Recognize",
                        RecognizeEvent.getDefaultInstance(),
                        Engines.TOKEN,
                        request -> request.encoding(encoding));
        call.request.writeMessage(GrpcMessage.message(encoding, Buffer.buffer(payload)));
        return call.status();
    }

    private static RecognizeRequest begin(int rate) {
        return RecognizeRequest.newBuilder()
                .setBegin(
                        RecognizeRequest.Begin.newBuilder()
                                .setFormat(SoundFormat.newBuilder().setRate(rate)))
                .build();
    }

    private static RecognizeRequest sound(byte[] sound) {
        return RecognizeRequest.newBuilder().setSound(ByteString.copyFrom(sound)).build();
    }
}
