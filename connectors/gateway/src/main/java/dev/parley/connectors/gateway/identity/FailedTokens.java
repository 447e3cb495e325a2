package dev.parley.connectors.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.connectors.gateway.limits.PeerAddress;
import dev.parley.connectors.gateway.limits.TokenBucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How many tokens that aren't good may come from an address. Beyond, none from there is looked up
 * but those that were good lately, so that who shares an address with somebody who guesses (behind
 * a proxy, say) goes on. Safe for use by many threads.
 */
public final class FailedTokens {
    private static final int REMEMBERED = 10_000;
    private static final Duration FULL = Duration.ofMinutes(2);
    private static final Duration GOOD = Duration.ofHours(1);

    private final InstantSource clock;
    private final int perMinute;
    private final Cache<PeerAddress, TokenBucket> addresses =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(FULL).build();
    private final Cache<ByteBuffer, Boolean> good =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(GOOD).build();

    /**
     * @param perMinute also the most at once
     */
    public FailedTokens(InstantSource clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /**
     * Counts the token as one that isn't good, until it is known to be.
     *
     * @return zero if it may be looked up; else how long to wait until one may
     */
    public Duration begin(PeerAddress from, String token) {
        return good.getIfPresent(digest(token)) != null ? Duration.ZERO : bucket(from).take();
    }

    /** The token was good. */
    public void good(PeerAddress from, String token) {
        if (good.asMap().put(digest(token), true) == null) {
            bucket(from).giveBack();
        }
    }

    /** The token wasn't good. */
    public void bad(String token) {
        good.invalidate(digest(token));
    }

    /** Whether the token is good couldn't be told. */
    public void unknown(PeerAddress from, String token) {
        if (good.getIfPresent(digest(token)) == null) {
            bucket(from).giveBack();
        }
    }

    private TokenBucket bucket(PeerAddress from) {
        return addresses.get(from, any -> TokenBucket.perMinute(clock, perMinute));
    }

    private static ByteBuffer digest(String token) {
        return ByteBuffer.wrap(SecretToken.digest(token));
    }
}
