package dev.parley.streams.stage;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.MadeUp;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a lane makes of one event, in its order. Faults of writing are cured here: to ask the
 * lane again would have it hear the event twice.
 */
final class Outputs implements Transform.Emitter {
    private static final int MOST_TRIES = 6;

    private final Transform stage;
    private final SessionLane.Surroundings around;
    private final int attempt;
    private final BooleanSupplier unwanted;
    private final Envelope<?> cause;
    private final EventId origin;
    private final Instant received;
    private final List<Output> outputs = new ArrayList<>();

    /** An output, and the broker's answer; null while it waits behind one that failed. */
    private static final class Output {
        private final Topic topic;
        private final Envelope<?> envelope;
        private @Nullable Future<?> answer;

        Output(Topic topic, Envelope<?> envelope) {
            this.topic = topic;
            this.envelope = envelope;
        }
    }

    /**
     * @param unwanted whether the lane was dropped, so that trying again is useless
     */
    Outputs(
            Transform stage,
            SessionLane.Surroundings around,
            int attempt,
            BooleanSupplier unwanted,
            Transform.Delivery cause,
            Instant received) {
        this.stage = stage;
        this.around = around;
        this.attempt = attempt;
        this.unwanted = unwanted;
        this.cause = cause.envelope();
        this.origin = stage.origin(this.cause.id(), cause.offset());
        this.received = received;
    }

    @Override
    public void emit(Topic topic, Event event) {
        if (!stage.writes().contains(topic)) {
            throw new IllegalStateException(
                    stage.name() + " doesn't declare that it writes " + topic);
        }
        put(topic, event);
    }

    @Override
    public void failed(String cause) {
        put(
                Topics.FAILURES,
                new Failure.StageFailed(
                        stage.name(),
                        cause,
                        this.cause.id(),
                        this.cause.event() instanceof OfTurn event ? event.turn() : null));
    }

    private void put(Topic topic, Event event) {
        if (unwanted.getAsBoolean()) {
            throw new OutputLostException("the lane is another's by now");
        }
        Output output =
                new Output(
                        topic,
                        new Envelope<>(
                                id(event),
                                cause.session(),
                                cause.owner(),
                                new Times(received, around.clock().instant()),
                                cause.traceparent(),
                                event));
        boolean inOrder = outputs.isEmpty() || !failed(outputs.getLast().answer);
        outputs.add(output);
        if (inOrder) {
            output.answer = written(output);
        }
    }

    private EventId id(Event event) {
        EventId made =
                event instanceof MadeUp madeUp
                        ? origin.cause(stage.name(), madeUp.attempt())
                        : origin;
        return made.cause(stage.name(), outputs.size());
    }

    @Override
    public int attempt() {
        return attempt;
    }

    /** Whether some of it would be different if it were made again. */
    boolean madeUp() {
        return outputs.stream().anyMatch(each -> each.envelope.event() instanceof MadeUp);
    }

    /** Returns once the broker has all. */
    void awaitAcknowledged() throws InterruptedException {
        for (Output output : outputs) {
            awaitAcknowledged(output);
        }
    }

    private void awaitAcknowledged(Output output) throws InterruptedException {
        Duration pause = around.pace().firstPause();
        for (int tries = 1; ; tries++) {
            Future<?> answer = output.answer == null ? written(output) : output.answer;
            try {
                answer.get();
                return;
            } catch (ExecutionException e) {
                boolean passing = e.getCause() instanceof RetriableException;
                if (!passing || tries == MOST_TRIES || unwanted.getAsBoolean()) {
                    throw new OutputLostException("the broker refused an event", e);
                }
                output.answer = null;
                pause = paused(pause);
            }
        }
    }

    private Future<?> written(Output output) {
        Duration pause = around.pace().firstPause();
        for (int tries = 1; ; tries++) {
            try {
                return around.writer().write(output.topic, output.envelope);
            } catch (KeyDestroyedException e) {
                throw new OutputLostException("the owner's key was destroyed", e);
            } catch (KeyStoreException e) {
                if (tries == MOST_TRIES || unwanted.getAsBoolean()) {
                    throw new OutputLostException("the key store is away", e);
                }
                try {
                    pause = paused(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new OutputLostException("interrupted", interrupted);
                }
            }
        }
    }

    private Duration paused(Duration pause) throws InterruptedException {
        around.figures().countRetried();
        Thread.sleep(pause);
        return pause.multipliedBy(3);
    }

    private static boolean failed(@Nullable Future<?> answer) {
        return answer == null || answer.state() == Future.State.FAILED;
    }
}
