package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.turn.TurnState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A topology dies after every event, and its successor goes on from every commit: whoever reads its
 * outputs, those of the aborted transaction included, comes to what an undisturbed run wrote.
 */
class ReplayTest {
    private static final SessionId FILLER = SessionId.on(0, "filler");

    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyPrefixComesToTheSameAfterACrash(Scenario scenario) {
        everyPrefix(scenario);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everySingleOutputMayBeLostOnce(Scenario scenario) {
        // Given
        List<Written> undisturbed = run(scenario, 0, scenario.inputs().size());
        assertThat(undisturbed).isNotEmpty();

        for (int lost = 0; lost < undisturbed.size(); lost++) {
            // When: what was sent after it to the same partition is lost with it
            Written first = undisturbed.get(lost);
            List<Written> log = new ArrayList<>();
            for (int i = 0; i < undisturbed.size(); i++) {
                boolean gone = i >= lost && undisturbed.get(i).topic().equals(first.topic());
                if (!gone) {
                    log.add(undisturbed.get(i));
                }
            }
            assertThat(seen(log)).as("without output %d", lost).isNotEqualTo(seen(undisturbed));
            log.addAll(run(scenario, 0, scenario.inputs().size()));

            // Then
            assertThat(seen(log)).as("output %d lost", lost).isEqualTo(seen(undisturbed));
        }
    }

    @Test
    void aTopologyThatRemembersOutsideItsStateIsFound() {
        AtomicInteger outside = new AtomicInteger();
        Scenario careless =
                new Scenario(
                        "careless", () -> new Careless(outside), Scenario.all().get(1).inputs());

        assertThatThrownBy(() -> everyPrefix(careless)).isInstanceOf(AssertionError.class);
    }

    private static void everyPrefix(Scenario scenario) {
        int size = scenario.inputs().size();
        Map<String, List<String>> undisturbed = seen(run(scenario, 0, size));
        assertThat(undisturbed).isNotEmpty();
        for (int died = 1; died <= size; died++) {
            List<Written> aborted = run(scenario, 0, died);
            for (int committed : commits(scenario, died)) {
                // When
                List<Written> log = new ArrayList<>(aborted);
                log.addAll(run(scenario, committed, size));

                // Then
                assertThat(seen(log))
                        .as("%s died after %d, commit at %d", scenario, died, committed)
                        .isEqualTo(undisturbed);
            }
        }
    }

    /** A clock's reminders are made of the store when it starts, which a driver can't show. */
    private static List<Integer> commits(Scenario scenario, int died) {
        boolean clocked = scenario.topology().get() instanceof Topology.Clocked;
        return clocked ? List.of(0) : List.of(0, died);
    }

    /** An output as a reader finds it on the log. */
    private record Written(Topic topic, Envelope<?> envelope) {}

    /** Processes the inputs from the one committed up to another, on the state of that commit. */
    private static List<Written> run(Scenario scenario, int committed, int to) {
        Map<String, byte[]> state = Map.of();
        if (committed > 0) {
            try (Driver before = new Driver(scenario.topology().get(), Scenario.keys())) {
                scenario.inputs()
                        .subList(0, committed)
                        .forEach(input -> Scenario.play(input, before));
                state = before.kept();
            }
        }
        try (Driver driver = new Driver(scenario.topology().get(), Scenario.keys())) {
            driver.restore(state);
            scenario.inputs().subList(0, committed).forEach(input -> passOver(input, driver));
            scenario.inputs().subList(committed, to).forEach(input -> Scenario.play(input, driver));
            List<Written> written = new ArrayList<>();
            for (Topic topic : scenario.topology().get().writes()) {
                driver.said(topic).stream()
                        .filter(each -> !each.session().equals(FILLER))
                        .forEach(each -> written.add(new Written(topic, each)));
            }
            return written;
        }
    }

    /** So that the next input lies at the offset that it has in the log. */
    private static void passOver(Scenario.Input input, Driver driver) {
        switch (input) {
            case Scenario.Told told ->
                    driver.hearBytes(
                            told.topic(),
                            FILLER.value().getBytes(StandardCharsets.UTF_8),
                            new byte[3]);
            case Scenario.Passed passed -> driver.pass(passed.time());
        }
    }

    /** What a reader makes of the log: per topic and session, without what it has seen before. */
    private static Map<String, List<String>> seen(List<Written> log) {
        Map<String, EventId> marks = new HashMap<>();
        Set<String> timers = new HashSet<>();
        Map<String, List<String>> seen = new HashMap<>();
        for (Written each : log) {
            Envelope<?> envelope = each.envelope();
            Optional<String> mark = SeenMark.of(each.topic(), envelope);
            boolean fresh;
            if (mark.isPresent()) {
                String of = mark.get() + envelope.session();
                EventId highest = marks.get(of);
                fresh = highest == null || envelope.id().compareTo(highest) > 0;
                if (fresh) {
                    marks.put(of, envelope.id());
                }
            } else {
                fresh = timers.add(named(envelope));
            }
            if (fresh) {
                seen.computeIfAbsent(
                                each.topic() + " " + envelope.session(), k -> new ArrayList<>())
                        .add(envelope.id() + " " + Revealed.text(envelope.event()));
            }
        }
        return seen;
    }

    /** What a reader knows an event of the clock again by. */
    private static String named(Envelope<?> envelope) {
        return switch (envelope.event()) {
            case Timer.Fired fired -> fired.occurrence().value();
            case Timer.Assigned assigned -> assigned.timer() + " at " + assigned.due();
            default -> envelope.id().toString();
        };
    }

    /** Counts what it hears, but not in its state. */
    private static final class Careless implements Topology<TurnState> {
        private final AtomicInteger heard;

        Careless(AtomicInteger heard) {
            this.heard = heard;
        }

        @Override
        public String name() {
            return "careless";
        }

        @Override
        public List<Topic> reads() {
            return List.of(Topics.CONVERSATION);
        }

        @Override
        public List<Topic> writes() {
            return List.of(Topics.REPLIES, Topics.DEAD_LETTERS);
        }

        @Override
        public Class<TurnState> stateType() {
            return TurnState.class;
        }

        @Override
        public TurnState initial() {
            return new TurnState.Quiet();
        }

        @Override
        public Step<TurnState> on(TurnState state, Heard event) {
            return event.event() instanceof Control
                    ? Step.of(state)
                    : Step.of(
                            state,
                            new Output(
                                    Topics.REPLIES,
                                    new Reply.Sentence(
                                            new ReplyId("r"),
                                            new TurnId("t"),
                                            heard.incrementAndGet(),
                                            Personal.of("counting"),
                                            true)));
        }
    }
}
