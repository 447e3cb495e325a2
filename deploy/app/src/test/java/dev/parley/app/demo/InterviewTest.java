package dev.parley.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.Exchange;
import dev.parley.app.client.Received;
import dev.parley.app.client.ScriptedServer;
import dev.parley.app.client.ScriptedServer.Session;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InterviewTest {
    private static final Question PRODUCT =
            new Question(
                    "calculation",
                    List.of("what is twelve times seven", "calculate twelve times seven"),
                    List.of("twelve times seven"),
                    "calculate",
                    false,
                    Expectation.always(Fact.number(BigDecimal.valueOf(84))));
    private static final Question HELP =
            new Question(
                    "help",
                    List.of("what can you do", "how can you help me"),
                    List.of(),
                    "help",
                    false,
                    Expectation.always());

    @TempDir Path folder;

    /** What the ear makes of a reply, by the loudness of its sound. */
    private final List<String> sounds = new ArrayList<>();

    private final List<String> asked = new ArrayList<>();

    @Test
    void passesAnAnswerThatIsRightInWordsAndSound() throws Exception {
        // Given
        Consumer<Session> script =
                session ->
                        reply(
                                session.heard("what is twelve times seven").understood("calculate"),
                                "The answer is 84.",
                                "the answer is eighty four");

        // When
        Result result = ask(script, PRODUCT);

        // Then
        assertThat(result.fault()).isEmpty();
        assertThat(result.times()).isEqualTo(1);
        assertThat(Wav.read(result.sound()).mono()).isNotEmpty();
    }

    @Test
    void failsAnAnswerThatIsWrongAlthoughTheQuestionWasHeardRightly() throws Exception {
        // Given
        Consumer<Session> script =
                session ->
                        reply(
                                session.heard("what is twelve times seven").understood("calculate"),
                                "The answer is 85.",
                                "the answer is eighty five");

        // When
        Result result = ask(script, PRODUCT);

        // Then
        assertThat(result.fault()).contains("words");
        assertThat(result.times()).isEqualTo(1);
    }

    @Test
    void failsAnAnswerWhoseSoundSaysSomethingElse() throws Exception {
        // Given
        Consumer<Session> script =
                session ->
                        reply(
                                session.heard("what is twelve times seven").understood("calculate"),
                                "The answer is 84.",
                                "the answer is eighty five");

        // When, Then
        assertThat(ask(script, PRODUCT).fault()).contains("sound");
    }

    @Test
    void asksOnceMoreWhatWasMisheard() throws Exception {
        // Given
        Consumer<Session> script =
                session -> {
                    if (session.asked() == 1) {
                        reply(
                                session.heard("what is twelve times eleven")
                                        .understood("calculate"),
                                "The answer is 132.",
                                "the answer is one hundred thirty two");
                    } else {
                        reply(
                                session.heard("what is twelve times seven").understood("calculate"),
                                "The answer is 84.",
                                "the answer is eighty four");
                    }
                };

        // When
        Result result = ask(script, PRODUCT);

        // Then
        assertThat(result.fault()).isEmpty();
        assertThat(result.times()).isEqualTo(2);
        assertThat(asked)
                .containsExactly(
                        "what is twelve times seven", "calculate twelve times seven (once more)");
    }

    @Test
    void asksOnlyOnceMore() throws Exception {
        // Given
        Consumer<Session> script =
                session ->
                        reply(
                                session.heard("hello").understood("none"),
                                "Sorry, I did not understand that.",
                                "sorry i did not understand that");

        // When
        Result result = ask(script, PRODUCT);

        // Then
        assertThat(result.isRight()).isFalse();
        assertThat(result.times()).isEqualTo(2);
    }

    @Test
    void failsIfTheServerHangsUp() throws Exception {
        assertThat(ask(session -> session.hangUp(1011, "bug"), PRODUCT).fault())
                .isEqualTo("the server closed the session");
    }

    @Test
    void hearsATimerRing() throws Exception {
        // When
        List<Result> results = setTimer(400, 900);

        // Then
        assertThat(results).extracting(Result::fault).containsExactly("", "");
        assertThat(results.getLast().waitedMillis()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void failsATimerThatRingsEarly() throws Exception {
        assertThat(setTimer(3_000, 400))
                .last()
                .extracting(Result::fault)
                .asString()
                .contains("it rang early");
    }

    @Test
    void passesAReplyThatStopsWhenItIsCancelled() throws Exception {
        assertThat(cancel(session -> session.ends("long", "cancelled"))).isEmpty();
    }

    @Test
    void passesAReplyThatWasSentWholeAndStopsBeingPlayed() throws Exception {
        assertThat(
                        cancel(
                                session ->
                                        session.sounds("long", sound(1, 9_000))
                                                .ends("long", "completed")
                                                .cancels("long")))
                .isEmpty();
    }

    @Test
    void failsAReplyThatSoundsOnAfterItsCancellation() throws Exception {
        assertThat(
                        cancel(
                                session ->
                                        session.ends("long", "cancelled")
                                                .sounds("long", sound(1, 100))))
                .contains("sound went on");
    }

    @Test
    void failsAReplyThatIsPlayedOnAlthoughItWasSentWhole() throws Exception {
        assertThat(cancel(session -> session.ends("long", "completed")))
                .contains("ended as completed");
    }

    @Test
    void failsAReplyThatWasHeardForLongBeforeItStopped() throws Exception {
        // Given
        var exchange = new Exchange();
        exchange.accept(message("response.created", "{\"response\":{\"id\":\"long\"}}"));
        exchange.accept(message("parley.reply.cancelled", "{\"response_id\":\"long\"}"));

        // When
        exchange.accept(new Received.PlaybackEnded(1, "long", 9_000, false));

        // Then
        assertThat(Interview.cancellationFault(exchange, exchange.replies().getFirst()))
                .contains("not cut");
    }

    @Test
    void takesALongReplyInWithoutListeningToAllOfIt() throws Exception {
        // Given
        String words = "I can tell you the time and the date, here or in another city.";
        Consumer<Session> script =
                session -> {
                    sounds.add("i can tell you the time in the date hear or in another city");
                    session.heard("what can you do").understood("help");
                    session.begins("long").says("long", words);
                    session.sounds("long", sound(1, 20_000)).ends("long", "completed");
                    session.onceCancelled(() -> session.cancels("long"));
                };

        // When
        Result result = interview(script, interview -> interview.takeInAll(HELP)).getFirst();

        // Then
        assertThat(result.fault()).isEmpty();
        assertThat(result.heard()).startsWith("i can tell you");
    }

    @Test
    void failsALongReplyOfWhichTooLittleCanBeHeard() throws Exception {
        // Given
        Consumer<Session> script =
                session -> {
                    sounds.add("the");
                    session.heard("what can you do").understood("help");
                    session.begins("long").says("long", "I can tell you the time and the date.");
                    session.sounds("long", sound(1, 20_000)).ends("long", "completed");
                };

        // When, Then
        assertThat(interview(script, interview -> interview.takeInAll(HELP)).getFirst().fault())
                .contains("of the reply was heard");
    }

    private static Received message(String type, String body) throws Exception {
        return new Received.Message(1, type, new ObjectMapper().readTree(body));
    }

    private Result ask(Consumer<Session> script, Question question) throws Exception {
        return interview(script, interview -> interview.ask(question)).getFirst();
    }

    private List<Result> setTimer(int millis, int ringsAfterMillis) throws Exception {
        Question question =
                new Question(
                        "timer",
                        List.of("set a timer"),
                        List.of("timer"),
                        "timer.set",
                        false,
                        Expectation.always(Fact.words("timer")));
        Consumer<Session> script =
                session -> {
                    reply(
                            session.heard("set a timer").understood("timer.set"),
                            "Your timer is set.",
                            "your timer is set");
                    session.later(
                            ringsAfterMillis,
                            () -> reply(session, "Your timer is done.", "your timer is done"));
                };
        Expectation ring = Expectation.always(Fact.words("timer"), Fact.words("done"));
        return interview(
                script, interview -> interview.setTimer(question, Duration.ofMillis(millis), ring));
    }

    /** What the server does when it is asked to cancel a reply that has begun to sound. */
    private String cancel(Consumer<Session> then) throws Exception {
        Consumer<Session> script =
                session -> {
                    session.heard("what can you do").understood("help");
                    session.begins("long").says("long", "I can do much.");
                    session.sounds("long", sound(1, 500));
                    session.onceCancelled(() -> then.accept(session));
                };
        return interview(script, interview -> interview.cancel(HELP)).getFirst().fault();
    }

    private interface Part {
        void of(Interview interview) throws Exception;
    }

    private List<Result> interview(Consumer<Session> script, Part part) throws Exception {
        SpeechSynthesizer voice = (sentence, sink) -> sink.accept(sound(1, 40));
        try (ScriptedServer server = new ScriptedServer(script);
                VoiceSession session =
                        VoiceSession.open(
                                server.url(),
                                ScriptedServer.TOKEN,
                                voice,
                                Report.unseen().view())) {
            Interview interview =
                    new Interview(
                            session, new Ear(new FakeRecognizer()), folder, asked::add, r -> {});
            part.of(interview);
            return interview.results();
        }
    }

    private void reply(Session session, String words, String sound) {
        sounds.add(sound);
        String id = "r" + sounds.size();
        session.begins(id)
                .says(id, words)
                .sounds(id, sound(sounds.size(), 100))
                .ends(id, "completed")
                .measured();
    }

    private static short[] sound(int loudness, int millis) {
        short[] samples = new short[24 * millis];
        Arrays.fill(samples, (short) (1_000 * loudness));
        return samples;
    }

    /** Understands what the test says that the sound of this loudness means. */
    private final class FakeRecognizer implements SpeechRecognizer {
        @Override
        public Utterance begin() {
            return new Utterance() {
                private final int[] loudness = new int[1];

                @Override
                public String accept(short[] samples) {
                    short middle = samples[samples.length / 2];
                    loudness[0] = Math.max(loudness[0], Math.round(middle / 1_000f));
                    return null;
                }

                @Override
                public Transcript finish() {
                    return new Transcript(sounds.get(loudness[0] - 1), List.of(), 1);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
