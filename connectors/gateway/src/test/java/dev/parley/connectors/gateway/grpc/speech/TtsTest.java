package dev.parley.connectors.gateway.grpc.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.grpc.GrpcCalls;
import dev.parley.connectors.gateway.grpc.GrpcCalls.Call;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.schemas.grpc.v1.SoundFormat;
import dev.parley.schemas.grpc.v1.SpeakEvent;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The synthesiser as a client of gRPC sees it. */
class TtsTest {
    private Engines engines = new Engines();

    @AfterEach
    void stop() {
        engines.close();
    }

    @Test
    void speaksATextSentenceBySentence() throws Exception {
        // When
        Call<SpeakRequest, SpeakEvent> call = speak("It is 7 now. Good night.", Engines.TOKEN);
        List<SpeakEvent> told = told(call);

        // Then
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        assertThat(engines.voice.spoken).containsExactly("It is seven now.", "Good night.");
        List<SpeakEvent.Sentence> sentences =
                told.stream().filter(SpeakEvent::hasSentence).map(SpeakEvent::getSentence).toList();
        assertThat(sentences)
                .extracting(SpeakEvent.Sentence::getText)
                .containsExactly("It is 7 now.", "Good night.");
        assertThat(sentences)
                .extracting(SpeakEvent.Sentence::getStartMillis)
                .containsExactly(0L, 400L);
        assertThat(bytes(told)).isEqualTo(600 * 48);
        assertThat(told.getLast().getDone().getMillis()).isEqualTo(600);
    }

    @Test
    void formatsLastAlike() throws Exception {
        for (SoundFormat format :
                List.of(
                        SoundFormat.newBuilder().setRate(16_000).build(),
                        SoundFormat.newBuilder().setRate(8_000).build(),
                        SoundFormat.newBuilder()
                                .setEncoding(SoundFormat.Encoding.ENCODING_MU_LAW)
                                .build(),
                        SoundFormat.newBuilder()
                                .setEncoding(SoundFormat.Encoding.ENCODING_A_LAW)
                                .build())) {
            SoundCodec codec = SoundCodec.of(format);
            Call<SpeakRequest, SpeakEvent> call =
                    speak(
                            SpeakRequest.newBuilder().setText("One two.").setFormat(format),
                            Engines.TOKEN);
            List<SpeakEvent> told = told(call);

            assertThat(told.getLast().getDone().getMillis()).isEqualTo(200);
            assertThat(bytes(told))
                    .isEqualTo(200 * codec.rate() / 1000 * (codec.law() == null ? 2 : 1));
        }
    }

    @Test
    void whatIsWrongHasAStatus() throws Exception {
        assertThat(speak(" \n", Engines.TOKEN).status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(speak("", Engines.TOKEN).status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(speak("a".repeat(401), Engines.TOKEN).status())
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(
                        speak(
                                        SpeakRequest.newBuilder()
                                                .setText("a")
                                                .setFormat(SoundFormat.newBuilder().setRate(-1)),
                                        Engines.TOKEN)
                                .status())
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        Call<SpeakRequest, SpeakEvent> empty = call(Engines.TOKEN, request -> {});
        empty.request.end();
        assertThat(empty.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(engines.voice.spoken).isEmpty();
    }

    @Test
    void aCallThatIsCancelledEndsTheVoicesWork() throws Exception {
        Call<SpeakRequest, SpeakEvent> call = speak("For ever.", Engines.TOKEN);
        call.until(event -> !event.getSound().isEmpty());

        call.request.cancel();

        Engines.await("the voice is silent", () -> engines.voice.speaking.get() == 0);
        Engines.await("the place is free", () -> engines.tts.streams() == 0);
    }

    @Test
    void aDeadlineEndsTheVoicesWork() throws Exception {
        Call<SpeakRequest, SpeakEvent> call =
                call(Engines.TOKEN, request -> request.timeout(1500, TimeUnit.MILLISECONDS))
                        .withoutReading();
        call.request.end(SpeakRequest.newBuilder().setText("For ever.").build());

        Engines.await("the voice speaks", () -> engines.voice.speaking.get() == 1);
        Engines.await("the voice is silent", () -> engines.voice.speaking.get() == 0);
        Engines.await("the place is free", () -> engines.tts.streams() == 0);
    }

    @Test
    void whoReadsSlowlySlowsTheVoiceDown() throws Exception {
        // Given
        use(new GrpcConfig.Speech(3, 2, Duration.ofMinutes(3), Duration.ofSeconds(10), 400));
        Call<SpeakRequest, SpeakEvent> call = speak(false);
        int waiting = awaitStill();

        // When
        call.read();

        // Then
        assertThat(waiting).isBetween(2, 200);
        Engines.await("it goes on", () -> engines.voice.pieces.get() > waiting);
        assertThat(call.status()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(engines.voice.pieces.get()).isEqualTo(1800);
    }

    @Test
    void whoReadsNothingAtAllIsCutOff() throws Exception {
        use(new GrpcConfig.Speech(3, 2, Duration.ofMinutes(3), Duration.ofMillis(300), 400));

        speak(false);

        Engines.await("the voice speaks", () -> engines.voice.speaking.get() == 1);
        Engines.await("the voice is silent", () -> engines.voice.speaking.get() == 0);
        Engines.await("the place is free", () -> engines.tts.streams() == 0);
    }

    @Test
    void oneUsersCallsLeaveAnotherTheirs() throws Exception {
        // Given
        speak(false);
        speak(false);
        Engines.await("both are spoken", () -> engines.voice.speaking.get() == 2);

        // When
        GrpcStatus third = speak("Me, too.", Engines.TOKEN).status();
        try (GrpcCalls elsewhere = new GrpcCalls(engines.vertx)) {
            Call<SpeakRequest, SpeakEvent> others =
                    call(elsewhere, Engines.OTHERS_TOKEN, prepared -> {});
            others.request.end(SpeakRequest.newBuilder().setText("Hello there.").build());

            // Then
            assertThat(third).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
            assertThat(others.status()).isEqualTo(GrpcStatus.OK);
        }
    }

    @Test
    void onlyHealthAnswersWithoutAGoodToken() throws Exception {
        for (String token : new String[] {null, "wrong"}) {
            assertThat(speak("Hello.", token).status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        }
        assertThat(speak("Hello.", Engines.MONITORS_TOKEN).status())
                .isEqualTo(GrpcStatus.PERMISSION_DENIED);
        assertThat(engines.client.health(engines.tts.port(), "dev.parley.v1.Tts"))
                .isEqualTo(ServingStatus.SERVING);
        assertThat(engines.voice.spoken).isEmpty();
    }

    // --- what the test does as a client

    private void use(GrpcConfig.Speech limits) {
        engines.close();
        engines = new Engines(limits);
    }

    private Call<SpeakRequest, SpeakEvent> speak(String text, String token) {
        return speak(SpeakRequest.newBuilder().setText(text), token);
    }

    private Call<SpeakRequest, SpeakEvent> speak(SpeakRequest.Builder request, String token) {
        Call<SpeakRequest, SpeakEvent> call = call(token, prepared -> {});
        call.request.end(request.build());
        return call;
    }

    private Call<SpeakRequest, SpeakEvent> speak(boolean read) {
        Call<SpeakRequest, SpeakEvent> call = call(Engines.TOKEN, prepared -> {});
        if (!read) {
            call.withoutReading();
        }
        call.request.end(SpeakRequest.newBuilder().setText("For ever.").build());
        return call;
    }

    private Call<SpeakRequest, SpeakEvent> call(
            String token, Consumer<GrpcClientRequest<SpeakRequest, SpeakEvent>> prepare) {
        return call(engines.client, token, prepare);
    }

    private Call<SpeakRequest, SpeakEvent> call(
            GrpcCalls client,
            String token,
            Consumer<GrpcClientRequest<SpeakRequest, SpeakEvent>> prepare) {
        return client.call(
                engines.tts.port(),
                "dev.parley.v1.Tts",
                "Speak",
                SpeakEvent.getDefaultInstance(),
                token,
                prepare);
    }

    /** How many pieces were made when no more are. */
    private int awaitStill() throws InterruptedException {
        int before = -1;
        while (engines.voice.pieces.get() < 2 || before != engines.voice.pieces.get()) {
            before = engines.voice.pieces.get();
            Thread.sleep(200);
        }
        return before;
    }

    private static List<SpeakEvent> told(Call<SpeakRequest, SpeakEvent> call)
            throws InterruptedException {
        List<SpeakEvent> told = new ArrayList<>();
        do {
            told.add(call.next());
        } while (!told.getLast().hasDone());
        return told;
    }

    private static int bytes(List<SpeakEvent> told) {
        return told.stream().mapToInt(event -> event.getSound().size()).sum();
    }
}
