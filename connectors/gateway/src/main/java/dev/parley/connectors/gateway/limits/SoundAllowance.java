package dev.parley.connectors.gateway.limits;

import dev.parley.schemas.event.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much sound a user may send within an hour, over all of the user's sessions at this gateway,
 * past and present. Counted by the minute.
 */
public final class SoundAllowance {
    private static final int WINDOW = 60;
    private static final long SECONDS = 60;

    private final InstantSource clock;
    private final Duration perHour;
    private final Map<UserId, Sent> users = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt = new AtomicLong(Long.MIN_VALUE);

    public SoundAllowance(InstantSource clock, Duration perHour) {
        this.clock = clock;
        this.perHour = perHour;
    }

    /**
     * Counts sound if it may be sent.
     *
     * @param rate samples a second
     * @return zero if it may; else how long to wait until some may
     */
    public Duration take(UserId user, int samples, int rate) {
        Instant now = clock.instant();
        long minute = Math.floorDiv(now.getEpochSecond(), SECONDS);
        sweep(minute);
        long nanos = TimeUnit.SECONDS.toNanos(samples) / rate;
        Duration[] wait = {Duration.ZERO};
        users.compute(
                user,
                (who, sent) -> {
                    Sent of = sent == null ? new Sent(minute) : sent;
                    of.advance(minute);
                    if (of.total + nanos > perHour.toNanos()) {
                        Instant free = Instant.ofEpochSecond((of.oldest() + WINDOW) * SECONDS);
                        wait[0] = Duration.between(now, free);
                    } else {
                        of.add(nanos);
                    }
                    return of;
                });
        return wait[0];
    }

    public Duration perHour() {
        return perHour;
    }

    private void sweep(long minute) {
        if (sweptAt.getAndSet(minute) != minute) {
            users.keySet()
                    .forEach(
                            user ->
                                    users.computeIfPresent(
                                            user,
                                            (who, sent) ->
                                                    sent.newest <= minute - WINDOW ? null : sent));
        }
    }

    /** What was sent in each of the last minutes, in nanoseconds of sound. */
    private static final class Sent {
        private final long[] minutes = new long[WINDOW];
        private long newest;
        private long total;

        Sent(long minute) {
            this.newest = minute;
        }

        /** A clock that was put back goes on in the newest minute. */
        void advance(long minute) {
            long from = Math.max(newest + 1, minute - WINDOW + 1);
            for (long each = from; each <= minute; each++) {
                int slot = slot(each);
                total -= minutes[slot];
                minutes[slot] = 0;
            }
            newest = Math.max(newest, minute);
        }

        void add(long nanos) {
            minutes[slot(newest)] += nanos;
            total += nanos;
        }

        /** The oldest minute in which something was sent; the newest if nothing was. */
        long oldest() {
            long minute = newest - WINDOW + 1;
            while (minute < newest && minutes[slot(minute)] == 0) {
                minute++;
            }
            return minute;
        }

        private static int slot(long minute) {
            return Math.floorMod(minute, WINDOW);
        }
    }
}
