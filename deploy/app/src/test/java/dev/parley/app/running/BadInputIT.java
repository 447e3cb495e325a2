package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.TalkCommand;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.connectors.speech.Recordings;
import dev.parley.connectors.speech.Recordings.Recording;
import dev.parley.connectors.speech.Sounds;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What no client should send reaches nobody else: a second session asks all the while. */
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String QUESTION = "what is twelve plus twelve";
    private static final int TEN_MINUTES = 600 * Caller.RATE;
    private static final double AT_ONCE = 1_000_000;

    @TempDir Path folder;

    private final LocalInstallation parley;
    private Bystander bystander;

    BadInputIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @BeforeEach
    void someoneElseAsks() throws Exception {
        bystander = new Bystander(parley);
    }

    @AfterEach
    void theOtherDidNotNotice() throws InterruptedException {
        try (Bystander other = bystander) {
            other.assertUnharmed();
        }
        System.out.println("bad input: the other session had " + bystander.figures());
    }

    @AfterAll
    void nothingSaidIsLogged() throws IOException {
        LogFile.assertHoldsNoneOf(parley, List.of(QUESTION, "twelve", "plus 400", "is 24"));
    }

    @Test
    void silenceAndNoiseMakeNoTurn() throws Exception {
        for (Map.Entry<String, short[]> sound : Sounds.withoutWords(5).entrySet()) {
            // Given
            try (Caller caller = Caller.of(parley)) {
                caller.send(sound.getValue(), 10);
                caller.send(new short[Caller.RATE * 2], 10);

                // When
                Exchange exchange = new Exchange();
                caller.say(question(), 4);

                // Then
                boolean answered = caller.await(exchange, Caller::isAnswered, PATIENCE);
                assertThat(answered).as(sound.getKey()).isTrue();
                assertThat(exchange.heard()).as(sound.getKey()).isEqualTo(QUESTION);
                assertThat(exchange.replies()).as(sound.getKey()).hasSize(1);
            }
        }
    }

    @Test
    void aRateThatNobodySendsIsNamedAndAWrongOneHarmsNobody() throws Exception {
        try (Caller caller = Caller.of(parley)) {
            // Given
            Exchange refused = new Exchange();
            caller.client().declareInputRate(44_100);
            caller.await(refused, e -> e.error().isPresent(), PATIENCE);
            assertThat(refused.error().orElseThrow()).contains("rate");

            // When
            caller.client().declareInputRate(8_000);
            caller.say(question(), 4);
            caller.client().declareInputRate(24_000);
            caller.say(question(), 4);
            caller.client().declareInputRate(Caller.RATE);
            caller.send(new short[Caller.RATE * 2], 4);
            Exchange exchange = new Exchange();
            caller.say(question(), 4);

            // Then
            assertThat(
                            caller.await(
                                    exchange,
                                    e ->
                                            e.heard().equals(QUESTION)
                                                    && e.replies().stream()
                                                            .anyMatch(
                                                                    r ->
                                                                            Caller.isCompleted(r)
                                                                                    && r.words()
                                                                                            .contains(
                                                                                                    "24")),
                                    PATIENCE))
                    .as("heard " + exchange.heard() + ", replied " + said(exchange))
                    .isTrue();
        }
    }

    @Test
    void aTruncatedRecordingIsNamedByTalk() throws Exception {
        // Given
        byte[] whole = Recordings.all().getFirst().wav();
        Path file = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, 30));
        StringWriter err = new StringWriter();

        // When
        int exitCode =
                new CommandLine(
                                new TalkCommand(
                                        parley::data,
                                        () -> {
                                            throw new AssertionError("nothing is to be spoken");
                                        }))
                        .setErr(new PrintWriter(err, true))
                        .execute("--wav", file.toString());

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("parley: ")
                .contains("cut.wav")
                .doesNotContain("Exception");
    }

    @Test
    void garbageAndOversizedMessagesAreNamedAndTheSessionGoesOn() throws Exception {
        try (RawClient client = new RawClient(parley.voice(), parley.token())) {
            client.session();
            byte[] garbage = new byte[64_001];
            new Random(1).nextBytes(garbage);

            // When
            client.send(RawClient.BINARY, garbage);
            client.send("no JSON at all");
            client.send("{\"type\":\"no.such.event\"}");
            client.send("[1,2]");
            client.send(RawClient.TEXT, new byte[2 << 20]);
            client.send(RawClient.BINARY, Arrays.copyOf(garbage, 64_000));

            // Then
            client.readTo("invalid_audio");
            client.readTo("invalid_json");
            client.readTo("message_too_long");
            client.forget();
            client.send(
                    "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                            + "\"text\":\"what is 20 plus 4\"}]}}");
            client.send("{\"type\":\"response.create\"}");
            assertThat(client.readTo("response.done")).contains("24");
        }
    }

    @Test
    void aFrameBeyondAllMeasureClosesTheConnection() throws Exception {
        try (RawClient client = new RawClient(parley.voice(), parley.token())) {
            // Given
            SessionId session = client.session();

            // When
            assertThatThrownBy(
                            () -> {
                                client.send(RawClient.BINARY, new byte[17 << 20]);
                                client.readTo("never");
                            })
                    .isInstanceOf(IOException.class);

            // Then
            assertThat(reasonOfEnd(session)).isNotEmpty();
        }
    }

    @Test
    void tenMinutesOfSpeechAreCutIntoUtterancesAndAnsweredOnce() throws Exception {
        // Given
        short[] speech = endlessSpeech();

        try (Caller caller = Caller.of(parley)) {
            // When
            long begun = System.nanoTime();
            Exchange exchange = new Exchange();
            caller.send(speech, AT_ONCE);
            long sent = System.nanoTime();
            caller.send(new short[Caller.RATE * 5], AT_ONCE);
            TopicReader topics = new TopicReader(parley);
            List<Envelope<?>> heard =
                    topics.await(
                            caller.session(),
                            Topics.SPEECH,
                            all -> lastFinalEnds(all) > 597_000,
                            Duration.ofMinutes(5));
            System.out.printf(
                    "bad input: ten minutes sent in %d ms, heard in %d ms%n",
                    (sent - begun) / 1_000_000, (System.nanoTime() - begun) / 1_000_000);

            // Then
            long samples =
                    topics.of(caller.session(), Topics.AUDIO_IN).stream()
                            .map(Envelope::event)
                            .filter(Audio.Frames.class::isInstance)
                            .mapToLong(e -> ((Audio.Frames) e).pcm().orElse(new byte[0]).length / 2)
                            .sum();
            assertThat(samples).isEqualTo(TEN_MINUTES + Caller.RATE * 5L);
            List<Speech.Final> finals = finals(heard);
            assertThat(finals)
                    .hasSizeGreaterThanOrEqualTo(20)
                    .allSatisfy(
                            one ->
                                    assertThat(one.endMillis() - one.startMillis())
                                            .isLessThanOrEqualTo(30_000))
                    .anyMatch(Speech.Final::cut);
            caller.await(exchange, Caller::isAnswered, PATIENCE);
            caller.await(exchange, e -> e.replies().size() > 1, Duration.ofSeconds(2));
            assertThat(exchange.replies()).hasSize(1);

            // and the session is heard again
            Exchange next = new Exchange();
            caller.say(question(), 4);
            caller.await(next, Caller::isAnswered, PATIENCE);
            assertThat(next.heard()).isEqualTo(QUESTION);
        }
    }

    @Test
    void aClientThatStopsReadingIsClosedWithALoggedReason() throws Exception {
        try (RawClient deaf = new RawClient(parley.voice(), parley.token())) {
            // Given
            SessionId session = deaf.session();

            // When
            for (int i = 0; i < 12; i++) {
                deaf.send(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                                + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                                + "\"text\":\"what can you do\"}]}}");
                deaf.send("{\"type\":\"response.create\"}");
            }

            // Then
            assertThat(reasonOfEnd(session)).isEqualTo("slow-reader");
            assertThat(LogFile.text(parley))
                    .contains("Session " + session + " is closed: slow-reader");
            deaf.readToTheEnd();
        }
    }

    @Test
    void aWrongTokenIsRefused() {
        assertThatThrownBy(() -> RealtimeClient.connect(parley.voice(), "wrong", PATIENCE))
                .isInstanceOf(TokenRefusedException.class);
        assertThatThrownBy(() -> RealtimeClient.connect(parley.voice(), null, PATIENCE))
                .isInstanceOf(TokenRefusedException.class);
    }

    private static List<String> said(Exchange exchange) {
        return exchange.replies().stream()
                .map(reply -> reply.status() + ": " + reply.words())
                .toList();
    }

    private String reasonOfEnd(SessionId session) throws InterruptedException {
        return new TopicReader(parley)
                        .await(
                                session,
                                Topics.CONTROL,
                                all ->
                                        all.stream()
                                                .anyMatch(
                                                        e ->
                                                                e.event()
                                                                        instanceof
                                                                        Control.SessionEnded),
                                PATIENCE)
                        .stream()
                        .map(Envelope::event)
                        .filter(Control.SessionEnded.class::isInstance)
                        .map(event -> ((Control.SessionEnded) event).reason())
                        .findFirst()
                        .orElse("");
    }

    private static long lastFinalEnds(List<Envelope<?>> speech) {
        return finals(speech).stream().mapToLong(Speech.Final::endMillis).max().orElse(0);
    }

    private static List<Speech.Final> finals(List<Envelope<?>> speech) {
        return speech.stream()
                .map(Envelope::event)
                .filter(Speech.Final.class::isInstance)
                .map(Speech.Final.class::cast)
                .toList();
    }

    /** The test set without its silence, over and over. */
    private static short[] endlessSpeech() {
        short[] speech = new short[TEN_MINUTES];
        int filled = 0;
        while (filled < speech.length) {
            for (Recording recording : Recordings.all()) {
                short[] words = withoutSilence(recording.samples());
                int count = Math.min(words.length, speech.length - filled);
                System.arraycopy(words, 0, speech, filled, count);
                filled += count;
            }
        }
        return speech;
    }

    private static short[] withoutSilence(short[] samples) {
        int window = Caller.RATE / 50;
        short[] kept = new short[samples.length];
        int length = 0;
        for (int from = 0; from + window <= samples.length; from += window) {
            int peak = 0;
            for (int i = from; i < from + window; i++) {
                peak = Math.max(peak, Math.abs(samples[i]));
            }
            if (peak > 700) {
                System.arraycopy(samples, from, kept, length, window);
                length += window;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    private static short[] question() {
        return Recordings.all().stream()
                .filter(recording -> recording.text().equals(QUESTION))
                .findFirst()
                .orElseThrow()
                .samples();
    }
}
