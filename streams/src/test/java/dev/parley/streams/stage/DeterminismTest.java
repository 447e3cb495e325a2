package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hears the conversation comes to the same state and says the same, each time. */
class DeterminismTest {
    private static final int SEQUENCES = 30;
    private static final int EVENTS = 80;

    static List<Supplier<Topology<?>>> topologies() {
        return List.of(
                () -> new Dialogue(DialogueConfig.defaults()),
                () ->
                        new Turns(
                                TurnConfig.defaults(),
                                new SilenceEndsTurn(Duration.ofMillis(700))));
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void saysTheSameAgainAndNothingMoreWhenEventsComeAgain(Supplier<Topology<?>> topology) {
        int said = 0;
        for (int seed = 0; seed < SEQUENCES; seed++) {
            // When
            Run once = run(topology.get(), seed, 1);
            Run again = run(topology.get(), seed, 1);
            Run twice = run(topology.get(), seed, 2);

            // Then
            assertThat(again).as("seed %d", seed).isEqualTo(once);
            assertThat(twice.said()).as("seed %d, redelivered", seed).hasSameSizeAs(once.said());
            said += once.said().size();
        }
        assertThat(said).isGreaterThan(SEQUENCES);
    }

    /** The outputs, with what they hold, and the state at the end. */
    private record Run(List<String> said, String state) {}

    private static Run run(Topology<?> topology, int seed, int times) {
        Random random = new Random(seed);
        List<String> said = new ArrayList<>();
        try (Driver driver = new Driver(topology)) {
            for (int i = 0; i < EVENTS; i++) {
                Envelope<?> envelope =
                        driver.envelope(
                                EventId.of("tester", i),
                                Driver.SESSION,
                                i == 0 ? begun() : event(random, driver));
                for (int time = 0; time < times; time++) {
                    driver.hear(Topics.CONVERSATION, envelope);
                }
                driver.pass(Duration.ofMillis(10));
            }
            topology.writes()
                    .forEach(
                            topic ->
                                    driver.said(topic)
                                            .forEach(each -> said.add(each.id() + " " + each)));
            return new Run(said, String.valueOf(driver.stateOf(Driver.SESSION.value())));
        }
    }

    private static Event begun() {
        return new Control.SessionStarted(new UserId("anna"), "test", "UTC");
    }

    private static Event event(Random random, Driver driver) {
        TurnId turn = new TurnId("t" + random.nextInt(4));
        UtteranceId utterance = new UtteranceId("u1");
        long at = random.nextInt(100_000);
        return switch (random.nextInt(10)) {
            case 0 -> begun();
            case 1 -> new Control.TextSubmitted(Personal.of("words"));
            case 2 -> new Control.CancelRequested(null);
            case 3 -> new Speech.Started(utterance, at);
            case 4 ->
                    new Speech.Final(
                            utterance,
                            Personal.of(random.nextBoolean() ? "words" : ""),
                            Personal.of(List.of()),
                            0.5,
                            at,
                            at + 1000,
                            0,
                            driver.now(),
                            driver.now(),
                            driver.now(),
                            random.nextBoolean());
            case 5 ->
                    new Speech.SilenceContinues(
                            utterance, random.nextInt(1000), random.nextBoolean(), driver.now());
            case 6 ->
                    new Turn.Ended(
                            turn,
                            Personal.of("words"),
                            1,
                            true,
                            random.nextInt(5) == 0,
                            driver.now(),
                            driver.now(),
                            driver.now(),
                            driver.now(),
                            driver.now());
            case 7 ->
                    new Intent.Recognized(
                            turn,
                            List.of("time", "greeting", "none").get(random.nextInt(3)),
                            1,
                            "rule",
                            Personal.of(Map.of()));
            case 8 ->
                    new Tool.Succeeded(
                            new CallId("call_" + Driver.SESSION + "_" + random.nextInt(EVENTS)),
                            turn,
                            "clock",
                            Personal.of(Map.of("time", "10:00")));
            default ->
                    random.nextBoolean()
                            ? new Failure.StageFailed("x", "y", EventId.of("z", 1), turn)
                            : new Control.PlaybackEnded(new ReplyId("r"), turn, 10, true);
        };
    }
}
