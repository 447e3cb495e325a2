package dev.parley.streams.stage;

import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How long a topology waits for a key store that is away. It tries again at once, a few times, for
 * a transaction is open meanwhile; then its thread starts again at the same event. After a while
 * the event is given up, so that its partition goes on, and so are those after it that need a key.
 *
 * <p>Outlives the threads of its topology, which share it.
 */
final class KeyStorePatience {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(400));

    private final InstantSource clock;
    private final StageFigures figures;
    private final Duration most;
    private @Nullable String waitingAt;
    private Instant waitingSince = Instant.MAX;
    private Instant gaveUpAt = Instant.MIN;

    /**
     * @param most how long one event is waited for; for as long after that, others are tried once
     */
    KeyStorePatience(InstantSource clock, StageFigures figures, Duration most) {
        this.clock = clock;
        this.figures = figures;
        this.most = most;
    }

    /**
     * @throws KeyStoreException if the key store stayed away
     */
    <T> T persistently(Supplier<T> action) {
        for (Duration pause : hasGivenUp() ? List.<Duration>of() : PAUSES) {
            try {
                return action.get();
            } catch (KeyDestroyedException e) {
                throw e;
            } catch (KeyStoreException e) {
                figures.countRetried();
                sleep(pause);
            }
        }
        return action.get();
    }

    /** Whether an event for which the key store stayed away is to be given up. */
    synchronized boolean isOver(RecordMetadata place) {
        Instant now = clock.instant();
        String at = place.topic() + "-" + place.partition() + "@" + place.offset();
        if (!at.equals(waitingAt)) {
            waitingAt = at;
            waitingSince = now;
        }
        boolean over = hasGivenUp() || waitingSince.plus(most).isBefore(now);
        if (over) {
            gaveUpAt = now;
        }
        return over;
    }

    private synchronized boolean hasGivenUp() {
        return gaveUpAt.isAfter(clock.instant().minus(most));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
