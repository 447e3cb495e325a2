package dev.parley.connectors.gateway.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets so much pass a second, and more at once if little passed before. */
public final class TokenBucket {
    /** By then any is full. */
    private static final Duration FULL = Duration.ofDays(1);

    private final InstantSource clock;
    private final long nanosEach;
    private final long most;
    private long credit;
    private Instant filledAt;

    /**
     * @param each how long it takes until there is another one
     * @param burst the most that may pass at once, after a pause
     */
    public TokenBucket(InstantSource clock, Duration each, int burst) {
        this.clock = clock;
        this.nanosEach = each.toNanos();
        this.most = nanosEach * burst;
        this.credit = most;
        this.filledAt = clock.instant();
    }

    /** One that fills so often a second. */
    public static TokenBucket perSecond(InstantSource clock, int perSecond, int burst) {
        return new TokenBucket(clock, Duration.ofSeconds(1).dividedBy(perSecond), burst);
    }

    /** One that fills so often a minute, and holds a minute's worth. */
    public static TokenBucket perMinute(InstantSource clock, int perMinute) {
        return new TokenBucket(clock, Duration.ofMinutes(1).dividedBy(perMinute), perMinute);
    }

    /**
     * Takes one if there is one.
     *
     * @return zero if there was; else how long to wait until there will be
     */
    public synchronized Duration take() {
        fill();
        if (credit >= nanosEach) {
            credit -= nanosEach;
            return Duration.ZERO;
        }
        return Duration.ofNanos(nanosEach - credit);
    }

    /**
     * Takes one, if need be one that isn't there yet.
     *
     * @return how long to wait before the next
     */
    public synchronized Duration owe() {
        fill();
        credit -= nanosEach;
        return credit >= 0 ? Duration.ZERO : Duration.ofNanos(-credit);
    }

    /** What was taken was not needed. */
    public synchronized void giveBack() {
        credit = Math.min(most, credit + nanosEach);
    }

    /** A clock that was put back fills nothing. */
    private void fill() {
        Instant now = clock.instant();
        Duration passed = Duration.between(filledAt, now);
        filledAt = now;
        if (passed.isPositive()) {
            long nanos = passed.compareTo(FULL) > 0 ? FULL.toNanos() : passed.toNanos();
            credit = Math.min(most, credit + nanos);
        }
    }
}
