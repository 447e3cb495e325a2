package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.turn.TurnState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What would kill a topology's thread again and again passes by. */
class PoisonTest {
    /** Says nothing, and can't stand a session's end. */
    private static final class Fragile implements Topology<TurnState> {
        @Override
        public String name() {
            return "fragile";
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
        public Step<TurnState> on(TurnState state, Heard heard) {
            if (heard.event() instanceof Control.SessionEnded) {
                throw new IllegalStateException("what the user said");
            }
            return Step.of(state);
        }
    }

    @Test
    void aFaultOfTheFunctionIsADeadLetterWithoutItsMessage() {
        try (Driver driver = new Driver(new Fragile())) {
            // When
            driver.hear(Topics.CONVERSATION, new Control.SessionEnded("done"));
            driver.hear(Topics.CONVERSATION, new Control.CancelRequested(null));

            // Then
            assertThat(driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class))
                    .extracting(Failure.DeadLetter::cause)
                    .containsExactly("IllegalStateException");
            assertThat(driver.figures().handled()).isEqualTo(1);
        }
    }

    @Test
    void recordsOfNoSessionAreNotCopied() {
        try (Driver driver = new Driver(new Sequence())) {
            // When
            driver.hearBytes(Topics.CONTROL, "who?".getBytes(StandardCharsets.UTF_8), new byte[3]);
            driver.hearBytes(
                    Topics.CONTROL,
                    SessionId.on(7, "elsewhere").value().getBytes(StandardCharsets.UTF_8),
                    new byte[3]);
            driver.hear(Topics.CONTROL, new Control.SessionEnded("done"));

            // Then
            assertThat(driver.said(Topics.CONVERSATION)).hasSize(1);
            assertThat(driver.said(Topics.DEAD_LETTERS)).hasSize(2);
        }
    }
}
