package dev.parley.connectors.tools;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.stage.PassingFaultException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * Counts calls per user and tool over a sliding window, in Redis.
 *
 * <p>Two keys per user and tool, which expire with the window: a sorted set of the calls that
 * passed, by time, and a hash of those that were refused with what they were told, so that a
 * redelivered call hears the same again. One script decides, so that callers side by side can't
 * pass together where one may. The clocks of the callers should agree within seconds.
 */
public final class RedisRateLimiter implements RateLimiter {
    /** Calls per hour, by default. */
    public static final int PER_HOUR = 100;

    /** How many refusals are remembered per user and tool; beyond, a call is judged anew. */
    private static final int REFUSALS = 1_000;

    /** Answers 0 if the call is within, else the milliseconds until one would be. */
    private static final String COUNT =
            """
            if redis.call('zscore', KEYS[1], ARGV[1]) then
              return 0
            end
            local refused = redis.call('hget', KEYS[2], ARGV[1])
            if refused then
              return tonumber(refused)
            end
            local now, window, limit = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
            redis.call('zremrangebyscore', KEYS[1], '-inf', now - window)
            local count = redis.call('zcard', KEYS[1])
            if count < limit then
              redis.call('zadd', KEYS[1], now, ARGV[1])
              redis.call('pexpire', KEYS[1], window)
              return 0
            end
            local leaves = redis.call('zrange', KEYS[1], count - limit, count - limit, 'WITHSCORES')
            local wait = math.max(1, tonumber(leaves[2]) + window - now)
            if redis.call('hlen', KEYS[2]) < tonumber(ARGV[5]) then
              redis.call('hset', KEYS[2], ARGV[1], wait)
              redis.call('pexpire', KEYS[2], window)
            end
            return wait
            """;

    private final RedissonClient redis;
    private final InstantSource clock;
    private final int limit;
    private final Duration window;

    /**
     * @param redis with short time-outs, see {@link Redis#connect}
     * @param limit calls per window, at least 1
     * @param window an hour, unless configured otherwise
     */
    public RedisRateLimiter(RedissonClient redis, InstantSource clock, int limit, Duration window) {
        if (limit < 1) {
            throw new IllegalArgumentException("rate.limit: at least 1, not " + limit);
        }
        if (window.toMillis() < 1) {
            throw new IllegalArgumentException("rate.window: at least 1 ms, not " + window);
        }
        this.redis = redis;
        this.clock = clock;
        this.limit = limit;
        this.window = window;
    }

    @Override
    public Verdict count(UserId user, String tool, CallId call) {
        String name = "parley:rate:{" + tool + ":" + user + "}";
        long wait;
        try {
            wait =
                    redis.getScript(StringCodec.INSTANCE)
                            .<Long>eval(
                                    RScript.Mode.READ_WRITE,
                                    COUNT,
                                    RScript.ReturnType.LONG,
                                    List.<Object>of(name + ":passed", name + ":refused"),
                                    call.value(),
                                    clock.millis(),
                                    window.toMillis(),
                                    limit,
                                    REFUSALS);
        } catch (RedisException away) {
            throw new PassingFaultException(
                    "the rate counter can't be asked: " + away.getClass().getSimpleName(), away);
        }
        return new Verdict(wait == 0, Duration.ofMillis(wait));
    }

    /**
     * Forgets the calls of a user.
     *
     * @throws RedisException if Redis is away
     */
    public void forget(UserId user) {
        String name = user.value().replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
        redis.getKeys().deleteByPattern("parley:rate:{*:" + name + "}:*");
    }
}
