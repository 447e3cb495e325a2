package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a record to the dead letters, and that its stage failed to {@code failures}. */
final class GivenUp {
    private static final Logger log = LoggerFactory.getLogger(GivenUp.class);
    private static final int LARGEST_FACTOR = 100;

    private final Transform stage;
    private final SessionId session;
    private final SessionLane.Surroundings around;
    private final BooleanSupplier unwanted;

    /**
     * @param unwanted whether the lane was dropped: the record is another owner's
     */
    GivenUp(
            Transform stage,
            SessionId session,
            SessionLane.Surroundings around,
            BooleanSupplier unwanted) {
        this.stage = stage;
        this.session = session;
        this.around = around;
        this.unwanted = unwanted;
    }

    /**
     * Returns once it is told, or can't be: a broker that is away is waited for.
     *
     * @return false if the record is another owner's by now
     */
    boolean tell(ConsumerRecord<byte[], byte[]> record, Throwable fault, Instant received) {
        around.figures().countDeadLetter();
        String cause = DeadLetters.describe(fault);
        log.warn(
                "{} gives up {}-{}@{}: {}",
                stage.name(),
                record.topic(),
                record.partition(),
                record.offset(),
                cause);
        if (stage.unheard()) {
            return true;
        }
        DeadLetters.Letter letter = DeadLetters.of(stage, record, fault);
        Times times = new Times(received, around.clock().instant());
        Envelope<?> told =
                new Envelope<>(
                        letter.id(),
                        letter.session(),
                        new Owner.Session(letter.session()),
                        times,
                        null,
                        letter.event());
        return written(Topics.DEAD_LETTERS, told)
                && failure(record, cause, times)
                        .map(failed -> written(Topics.FAILURES, failed))
                        .orElse(true);
    }

    /**
     * Empty if the record doesn't say whose it is, or is of a type that no user waits for as far as
     * this build knows. Needs no key, as the cause may be their want.
     */
    private Optional<Envelope<?>> failure(
            ConsumerRecord<byte[], byte[]> record, String cause, Times times) {
        try {
            Event lost = event(record);
            String id = header(record, Wire.ID);
            String owner = header(record, Wire.OWNER);
            if (lost instanceof Unknown
                    || stage.ofCommitted()
                    || id == null
                    || !isItsKey(record)
                    || session.partition() != record.partition()) {
                return Optional.empty();
            }
            EventId event = EventId.parse(id);
            return Optional.of(
                    new Envelope<>(
                            stage.origin(event, record.offset())
                                    .cause(stage.name(), Integer.MAX_VALUE),
                            session,
                            owner == null ? new Owner.Session(session) : Owner.parse(owner),
                            times,
                            header(record, "traceparent"),
                            new Failure.StageFailed(stage.name(), cause, event, turn(lost))));
        } catch (IllegalArgumentException e) {
            log.debug("{}: whose event it was can't be read", stage.name());
            return Optional.empty();
        }
    }

    private boolean isItsKey(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null
                && session.value().equals(new String(record.key(), StandardCharsets.UTF_8));
    }

    private @Nullable Event event(ConsumerRecord<byte[], byte[]> record) {
        try {
            return around.wire().decode(record).event();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static @Nullable TurnId turn(@Nullable Event lost) {
        return lost instanceof OfTurn event ? event.turn() : null;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** To go on without having told would lose the event: only what can never be told is left. */
    private boolean written(Topic topic, Envelope<?> envelope) {
        for (int tries = 1; !unwanted.getAsBoolean(); tries++) {
            try {
                around.writer().write(topic, envelope).get();
                return true;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    log.error("{}: {} is refused: {}", stage.name(), topic, kind(e.getCause()));
                    return true;
                }
            } catch (InterruptedException e) {
                log.debug("{}: interrupted while {} was told", stage.name(), topic);
            } catch (RuntimeException e) {
                log.error("{}: {} can't be written: {}", stage.name(), topic, kind(e));
                return true;
            }
            pause(tries);
        }
        return false;
    }

    private static String kind(@Nullable Throwable fault) {
        return fault == null ? "unknown" : fault.getClass().getName();
    }

    private void pause(int tries) {
        try {
            Thread.sleep(around.pace().firstPause().multipliedBy(Math.min(tries, LARGEST_FACTOR)));
        } catch (InterruptedException e) {
            log.debug("{}: a pause was cut short", stage.name());
        }
    }
}
