package dev.parley.connectors.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.schemas.event.UserId;
import java.time.Duration;
import java.time.InstantSource;

/** How many turns in text a user may begin, over all that the user has open at this gateway. */
public final class TurnAllowance {
    /** By then a user's store is full, and need not be remembered. */
    private static final Duration FULL = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final int perMinute;
    private final Cache<UserId, TokenBucket> users =
            Caffeine.newBuilder().expireAfterAccess(FULL).build();

    /**
     * @param perMinute also the most at once
     */
    public TurnAllowance(InstantSource clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /**
     * Counts a turn if it may begin.
     *
     * @return zero if it may; else how long to wait until one may
     */
    public Duration take(UserId user) {
        return users.get(user, who -> TokenBucket.perMinute(clock, perMinute)).take();
    }

    public int perMinute() {
        return perMinute;
    }
}
