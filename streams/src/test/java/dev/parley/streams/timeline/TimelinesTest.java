package dev.parley.streams.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelinesTest {
    private static final Instant T = Instant.parse("2026-11-22T10:00:00Z");
    private static final TurnId TURN = new TurnId("t1");
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final CallId CALL = new CallId("c1");

    private record Input(Topic topic, Envelope<?> envelope) {}

    @Test
    void addsUpExactlyWithoutATool() {
        Timeline.TurnMeasured measured = measured(turn(false));

        assertThat(measured.totalMicros()).isEqualTo(2_600_000);
        assertAddsUp(measured);
        assertThat(measured.segments())
                .extracting(Timeline.Segment::name)
                .contains("client audio", "endpointing", "recognition", "synthesis", "hop")
                .doesNotContain("tool");
    }

    @Test
    void addsUpExactlyWithATool() {
        Timeline.TurnMeasured measured = measured(turn(true));

        assertThat(measured.totalMicros()).isEqualTo(2_600_000);
        assertAddsUp(measured);
        assertThat(measured.segments())
                .contains(new Timeline.Segment("tool", "tool", 100_000))
                .contains(new Timeline.Segment("client audio", "client", 1_000_000));
    }

    @Test
    void measuresTheSameInWhateverOrderTheInputsCome() {
        for (boolean tool : List.of(true, false)) {
            Timeline.TurnMeasured expected = measured(turn(tool));
            for (int seed = 0; seed < 40; seed++) {
                List<Input> inputs = new ArrayList<>(turn(tool));
                Collections.shuffle(inputs, new Random(seed));
                assertThat(measured(inputs)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void aTurnThatTookAYearByItsClocksIsNotMeasured() {
        // Given: the turn's own process lives in the past
        try (Driver driver = new Driver(new Timelines())) {
            for (Input input : turn(false)) {
                Instant at = input.envelope().times().emitted();
                boolean past = input.envelope().event() instanceof Turn.Ended;
                Envelope<?> shown =
                        past
                                ? input.envelope()
                                : new Envelope<>(
                                        input.envelope().id(),
                                        input.envelope().session(),
                                        input.envelope().owner(),
                                        new Times(
                                                at.plus(Duration.ofDays(365)),
                                                at.plus(Duration.ofDays(365))),
                                        null,
                                        input.envelope().event());

                // When
                driver.hear(input.topic(), shown);
            }

            // Then
            assertThat(driver.said(Topics.TIMELINES)).isEmpty();
            assertThat(driver.said(Topics.DEAD_LETTERS)).isNotEmpty();
        }
    }

    @Test
    void addsUpExactlyThoughClocksDiffer() {
        // Given: the intent's process lives a second in the past
        List<Input> inputs = new ArrayList<>(turn(false));
        inputs.replaceAll(
                input ->
                        input.envelope().event() instanceof Intent
                                ? input(
                                        input.topic(),
                                        "intent",
                                        input.envelope().times().received().minusSeconds(1),
                                        input.envelope().times().emitted().minusSeconds(1),
                                        input.envelope().event())
                                : input);

        // Then
        Timeline.TurnMeasured measured = measured(inputs);
        assertAddsUp(measured);
        assertThat(measured.segments()).allMatch(segment -> segment.micros() > 0);
    }

    @Test
    void namesAMeasurementByItsTurn() {
        try (Driver driver = new Driver(new Timelines())) {
            turn(true).forEach(input -> driver.hear(input.topic(), input.envelope()));

            assertThat(driver.said(Topics.TIMELINES))
                    .extracting(each -> each.id().toString())
                    .containsExactly("timeline/40.0.0");
        }
    }

    private static void assertAddsUp(Timeline.TurnMeasured measured) {
        assertThat(
                        measured.segments().stream().mapToLong(Timeline.Segment::micros).sum()
                                + measured.unattributedMicros())
                .isEqualTo(measured.totalMicros());
    }

    private static Timeline.TurnMeasured measured(List<Input> inputs) {
        try (Driver driver = new Driver(new Timelines())) {
            inputs.forEach(input -> driver.hear(input.topic(), input.envelope()));
            List<Timeline.TurnMeasured> said =
                    driver.said(Topics.TIMELINES, Timeline.TurnMeasured.class);
            assertThat(said).isNotEmpty();
            return said.getLast();
        }
    }

    private static List<Input> turn(boolean tool) {
        List<Input> inputs = new ArrayList<>();
        inputs.add(
                input(
                        Topics.TURNS,
                        "turn",
                        at(1805),
                        at(1806),
                        new Turn.Ended(
                                TURN,
                                Personal.of("x"),
                                1,
                                true,
                                false,
                                at(0),
                                at(1000),
                                at(1700),
                                at(1702),
                                at(1800))));
        inputs.add(
                input(
                        Topics.CONTEXTS,
                        "context",
                        at(1808),
                        at(1809),
                        new Context.Assembled(TURN, Personal.of("x"), Personal.of(List.of()))));
        inputs.add(
                input(
                        Topics.INTENTS,
                        "intent",
                        at(1812),
                        at(1830),
                        new Intent.Recognized(TURN, "time", 1, "rule", Personal.of(Map.of()))));
        if (tool) {
            UserId anna = new UserId("anna");
            inputs.add(
                    input(
                            Topics.TOOL_REQUESTS,
                            "dialogue",
                            at(1833),
                            at(1834),
                            new Tool.Requested(
                                    CALL, TURN, anna, "clock", Personal.of(Map.of()), null)));
            inputs.add(
                    input(
                            Topics.TOOL_CALLS,
                            "authorization",
                            at(1836),
                            at(1840),
                            new Tool.Authorized(
                                    CALL, TURN, anna, "clock", Personal.of(Map.of()), "r")));
            inputs.add(
                    input(
                            Topics.TOOL_RESULTS,
                            "tool",
                            at(1842),
                            at(1942),
                            new Tool.Succeeded(CALL, TURN, "clock", Personal.of(Map.of()))));
        }
        inputs.add(
                input(
                        Topics.REPLIES,
                        "dialogue",
                        at(1950),
                        at(1951),
                        new Reply.Sentence(REPLY, TURN, 0, Personal.of("Hi."), true)));
        inputs.add(
                input(
                        Topics.CONTROL,
                        "gateway",
                        at(2590),
                        at(2600),
                        new Control.PlaybackStarted(REPLY, TURN, at(1955), at(2580))));
        return inputs;
    }

    private static Instant at(long millis) {
        return T.plusMillis(millis);
    }

    private static Input input(
            Topic topic, String writer, Instant received, Instant emitted, Event event) {
        return new Input(
                topic,
                new Envelope<>(
                        EventId.of(writer, 40, 0),
                        Driver.SESSION,
                        new Owner.Session(Driver.SESSION),
                        new Times(received, emitted),
                        null,
                        event));
    }
}
