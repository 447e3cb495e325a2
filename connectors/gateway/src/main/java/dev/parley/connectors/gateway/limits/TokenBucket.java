package dev.parley.connectors.gateway.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets so much pass a second, and more at once if little passed before. */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final InstantSource clock;
    private final double perSecond;
    private final int burst;
    private double left;
    private Instant filledAt;

    /**
     * @param burst the most that may pass at once, after a pause
     */
    public TokenBucket(InstantSource clock, double perSecond, int burst) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.filledAt = clock.instant();
    }

    /**
     * Takes one if there is one.
     *
     * @return zero if there was; else how long to wait until there will be
     */
    public synchronized Duration take() {
        fill();
        if (left >= 1) {
            left--;
            return Duration.ZERO;
        }
        return untilThereAre(1);
    }

    /**
     * Takes one, if need be one that isn't there yet.
     *
     * @return how long to wait before the next
     */
    public synchronized Duration owe() {
        fill();
        left--;
        return left >= 0 ? Duration.ZERO : untilThereAre(0);
    }

    /** What was taken was not needed. */
    public synchronized void giveBack() {
        left = Math.min(burst, left + 1);
    }

    private Duration untilThereAre(int wanted) {
        return Duration.ofNanos((long) Math.ceil((wanted - left) / perSecond * NANOS_PER_SECOND));
    }

    /** A clock that was put back fills nothing. */
    private void fill() {
        Instant now = clock.instant();
        double seconds = Duration.between(filledAt, now).toNanos() / NANOS_PER_SECOND;
        left = Math.min(burst, left + Math.max(0, seconds) * perSecond);
        filledAt = now;
    }
}
