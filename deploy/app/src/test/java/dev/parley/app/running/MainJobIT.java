package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.CommandLineRun;
import dev.parley.app.client.Exchange;
import dev.parley.app.client.Speaking;
import dev.parley.app.client.SpokenReply;
import dev.parley.app.client.TurnTimeline;
import dev.parley.app.demo.Ear;
import dev.parley.app.demo.Expectation;
import dev.parley.app.demo.Fact;
import dev.parley.app.demo.Verdict;
import dev.parley.connectors.speech.Recordings;
import dev.parley.connectors.speech.Recordings.Recording;
import dev.parley.connectors.speech.WordErrors;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedInstallation.class)
class MainJobIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SESSIONS = 3;
    private static final double FAST = 4;

    /** The starter model's published figure for all sixty, and what cutting may add to it. */
    private static final double WORD_ERRORS = 0.059;

    private static final double MARGIN = 0.04;

    private static final Map<String, String> INTENTS =
            Map.of(
                    "espeak-07.wav", "timer.set",
                    "espeak-08.wav", "time",
                    "espeak-11.wav", "calculate",
                    "flite-rms-02.wav", "time",
                    "flite-rms-06.wav", "timer.set",
                    "flite-rms-20.wav", "help");

    private final LocalInstallation parley;

    MainJobIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @Test
    void hearsTheTestSetWithinThePublishedErrorRateAndUnderstandsItsQuestions() throws Exception {
        // Given
        Queue<Recording> recordings = new ConcurrentLinkedQueue<>(Recordings.all());
        Map<Recording, Exchange> exchanges = new ConcurrentHashMap<>();

        // When
        long begun = System.nanoTime();
        sideBySide(
                SESSIONS,
                () -> {
                    try (Caller caller = caller()) {
                        Recording recording;
                        while ((recording = recordings.poll()) != null) {
                            Exchange exchange = new Exchange();
                            caller.say(recording.samples(), FAST);
                            caller.await(exchange, Caller::isAnswered, PATIENCE);
                            exchanges.put(recording, exchange);
                        }
                    }
                    return null;
                });

        // Then
        WordErrors errors = WordErrors.NONE;
        List<String> misunderstood = new ArrayList<>();
        for (Map.Entry<Recording, Exchange> each : exchanges.entrySet()) {
            Recording recording = each.getKey();
            Exchange exchange = each.getValue();
            errors = errors.plus(WordErrors.between(recording.text(), exchange.heard()));
            String expected = INTENTS.get(recording.file());
            String intent = exchange.intent().map(Exchange.Intent::name).orElse("nothing");
            if (expected != null && !expected.equals(intent)) {
                misunderstood.add(recording.file() + " as " + intent);
            }
        }
        System.out.printf(
                "main job: %d recordings in %d sessions, word errors %.1f %%, %d ms%n",
                exchanges.size(),
                SESSIONS,
                100 * errors.rate(),
                (System.nanoTime() - begun) / 1_000_000);
        // Of the reply before, into which it spoke, an exchange only hears that it was stopped.
        assertThat(exchanges)
                .hasSize(60)
                .allSatisfy(
                        (r, e) ->
                                assertThat(e.replies())
                                        .as("%s, heard %s, %s", r.file(), e.heard(), said(e))
                                        .filteredOn(Caller::isCompleted)
                                        .hasSize(1));
        assertThat(errors.rate()).isLessThan(WORD_ERRORS + MARGIN);
        assertThat(misunderstood).isEmpty();
    }

    @Test
    void answersSpokenQuestionsRightlyAndAloud() throws Exception {
        // Given
        record Asked(short[] sound, String intent, List<String> tools, Expectation expected) {}
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        List<Asked> questions =
                List.of(
                        new Asked(
                                recording("espeak-11.wav"),
                                "calculate",
                                List.of("calculate"),
                                Expectation.always(Fact.number(BigDecimal.valueOf(24)))),
                        new Asked(
                                spoken("what is nineteen times seven"),
                                "calculate",
                                List.of("calculate"),
                                Expectation.always(Fact.number(BigDecimal.valueOf(133)))),
                        new Asked(
                                spoken("what time is it in tokyo"),
                                "time",
                                List.of("time"),
                                Expectation.everyMinute(
                                        tokyo, now -> List.of(Fact.time(now.toLocalTime())))));
        Ear ear = new Ear(parley.wiring().recognizer());

        // When
        List<Callable<Void>> sessions = new ArrayList<>();
        Queue<Long> waits = new ConcurrentLinkedQueue<>();
        for (Asked asked : questions) {
            sessions.add(
                    () -> {
                        try (Caller caller = caller()) {
                            Exchange exchange = new Exchange();
                            Instant at = Instant.now();
                            long ended = caller.say(asked.sound(), 1);
                            caller.await(exchange, e -> heard(e), PATIENCE);
                            SpokenReply reply = Caller.reply(exchange);
                            waits.add((reply.firstSoundAt() - ended) / 1_000_000);

                            // Then
                            assertThat(exchange.intent())
                                    .map(Exchange.Intent::name)
                                    .contains(asked.intent());
                            assertThat(exchange.tools()).hasSize(1);
                            assertThat(exchange.replies()).hasSize(1);
                            Verdict verdict =
                                    Verdict.of(asked.expected(), at, Instant.now(), reply, ear);
                            assertThat(verdict.fault()).as(verdict.toString()).isEmpty();
                            assertAddsUp(exchange);
                        }
                        return null;
                    });
        }
        sideBySide(sessions);
        System.out.printf("main job: first sound of the reply after %s ms%n", waits);
    }

    @Test
    void aTimerThatWasSetAloudRings() throws Exception {
        // Given
        short[] question = spoken("set a timer for five seconds");
        Ear ear = new Ear(parley.wiring().recognizer());

        try (Caller caller = caller()) {
            // When
            Exchange exchange = new Exchange();
            long set = caller.say(question, 1);
            boolean rang =
                    caller.await(
                            exchange,
                            e -> e.replies().stream().filter(Caller::isCompleted).count() == 2,
                            PATIENCE);

            // Then
            assertThat(rang).as("rang; heard " + exchange.heard()).isTrue();
            SpokenReply ringing = exchange.replies().get(1);
            assertThat(Duration.ofNanos(ringing.firstSoundAt() - set))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(40));
            assertThat(ear.recognize(ringing.sound())).contains("timer");
        }
    }

    @Test
    void aTypedQuestionIsAnsweredAloud() throws Exception {
        // Given
        Ear ear = new Ear(parley.wiring().recognizer());

        try (Caller caller = caller()) {
            // When
            Exchange exchange = new Exchange();
            Instant asked = Instant.now();
            caller.client().say("What is 6 times 7?");
            caller.await(exchange, e -> heard(e), PATIENCE);

            // Then
            Verdict verdict =
                    Verdict.of(
                            Expectation.always(Fact.number(BigDecimal.valueOf(42))),
                            asked,
                            Instant.now(),
                            Caller.reply(exchange),
                            ear);
            assertThat(verdict.fault()).as(verdict.toString()).isEmpty();
            assertAddsUp(exchange);
        }
    }

    @Test
    void theShadowOfIntentAnsweredWheneverIntentDid() throws Exception {
        // Given
        try (Caller caller = caller()) {
            for (String question : List.of("what time is it", "flip a coin", "thank you")) {
                Exchange exchange = new Exchange();
                caller.client().say(question);
                assertThat(caller.await(exchange, Caller::isAnswered, PATIENCE)).isTrue();
            }
        }

        // When
        CommandLineRun diff =
                CommandLineRun.of(
                        "shadow", "diff", "intent", "--json", "--data", parley.data().toString());

        // Then
        assertThat(diff.exitCode()).as(diff.err()).isZero();
        assertThat(diff.out())
                .contains("\"shadow\":\"rules\"", "\"unanswered\":0,")
                .containsPattern("\"compared\":([3-9]|\\d{2,}),")
                .containsPattern("\"agreement\":(1\\.0|0\\.[5-9])");
        TopicReader topics = new TopicReader(parley);
        assertThat(topics.all(Topics.FAILURES))
                .noneMatch(read -> read.envelope().id().writer().startsWith("shadow"));
    }

    private static List<String> said(Exchange exchange) {
        return exchange.replies().stream()
                .map(reply -> "%s: %s".formatted(reply.status(), reply.words()))
                .toList();
    }

    private Caller caller() throws Exception {
        return Caller.of(parley);
    }

    private static boolean heard(Exchange exchange) {
        return Caller.isAnswered(exchange) && !exchange.timelines().isEmpty();
    }

    private static void assertAddsUp(Exchange exchange) {
        assertThat(exchange.timelines()).hasSize(1);
        TurnTimeline timeline = exchange.timelines().getFirst();
        long attributed =
                timeline.segments().stream().mapToLong(TurnTimeline.Segment::micros).sum();
        assertThat(attributed + timeline.unattributedMicros()).isEqualTo(timeline.totalMicros());
        assertThat(timeline.segments())
                .hasSizeGreaterThan(5)
                .allSatisfy(segment -> assertThat(segment.micros()).isNotNegative());
        assertThat(timeline.unattributedMicros())
                .as("unattributed of %s", timeline)
                .isBetween(0L, timeline.totalMicros() / 20);
    }

    private short[] spoken(String words) {
        return Resampler.convert(
                Speaking.whole(parley.wiring().synthesizer(), words),
                SpeechSynthesizer.SAMPLE_RATE,
                Caller.RATE);
    }

    private static short[] recording(String file) {
        return Recordings.all().stream()
                .filter(recording -> recording.file().equals(file))
                .findFirst()
                .orElseThrow()
                .samples();
    }

    private static void sideBySide(int times, Callable<Void> task) throws Exception {
        sideBySide(LongStream.range(0, times).mapToObj(i -> task).toList());
    }

    private static void sideBySide(List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}
