package dev.parley.connectors.tools;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * Counts calls per user and tool, and per user, over sliding windows, in Redis.
 *
 * <p>Keys that expire with their window: sorted sets of the calls that passed, by time, one per
 * user and tool and one per user, and a hash per user and tool of those that were refused with what
 * they were told, so that a redelivered call hears the same again. One script decides, so that
 * callers side by side can't pass together where one may. The clocks of the callers should agree
 * within seconds.
 */
public final class RedisRateLimiter implements RateLimiter {
    /** The rules that refuse: of one tool, and of all together. */
    static final String TOOL = "rate:tool";

    static final String QUOTA = "rate:user";

    /** How many refusals are remembered per user and tool; beyond, a call is judged anew. */
    private static final int REFUSALS = 1_000;

    /**
     * Answers 0 if the call is within every window; else the milliseconds until one would be, times
     * {@value #WINDOWS}, plus the number of the window that keeps it waiting longest. Keys: the
     * calls that passed, a set a window, then those that were refused. Arguments: the call, the
     * time, how many refusals are kept, then length and limit of each window.
     */
    private static final String COUNT =
            """
            local call, now = ARGV[1], tonumber(ARGV[2])
            local refusals = KEYS[#KEYS]
            if redis.call('zscore', KEYS[1], call) then
              return 0
            end
            local refused = redis.call('hget', refusals, call)
            if refused then
              return tonumber(refused)
            end
            local wait, which, longest = 0, 0, 0
            for i = 1, #KEYS - 1 do
              local window, limit = tonumber(ARGV[2 * i + 2]), tonumber(ARGV[2 * i + 3])
              longest = math.max(longest, window)
              redis.call('zremrangebyscore', KEYS[i], '-inf', now - window)
              local count = redis.call('zcard', KEYS[i])
              if count >= limit then
                local leaves =
                    redis.call('zrange', KEYS[i], count - limit, count - limit, 'WITHSCORES')
                local left = math.max(1, tonumber(leaves[2]) + window - now)
                if left > wait then
                  wait, which = left, i
                end
              end
            end
            if wait == 0 then
              for i = 1, #KEYS - 1 do
                redis.call('zadd', KEYS[i], now, call)
                redis.call('pexpire', KEYS[i], tonumber(ARGV[2 * i + 2]))
              end
              return 0
            end
            if redis.call('hlen', refusals) < tonumber(ARGV[3]) then
              redis.call('hset', refusals, call, wait * 4 + which)
              redis.call('pexpire', refusals, longest)
            end
            return wait * 4 + which
            """;

    private static final int WINDOWS = 4;
    private static final int OF_ALL_TOOLS = 2;

    private final RedissonClient redis;
    private final InstantSource clock;
    private final Tool.Rate usual;
    private final Tool.@Nullable Rate quota;

    /**
     * @param redis with short time-outs, see {@link Redis#connect}
     * @param usual how often a user may call each tool that has no rate of its own
     * @param quota how often a user may call tools at all; null for no bound
     */
    public RedisRateLimiter(
            RedissonClient redis, InstantSource clock, Tool.Rate usual, Tool.@Nullable Rate quota) {
        this.redis = redis;
        this.clock = clock;
        this.usual = usual;
        this.quota = quota;
    }

    @Override
    public Verdict count(Counted call) {
        String name = "parley:rate:{" + call.user() + "}:";
        Tool.Rate rate = call.rate() == null ? usual : call.rate();
        List<Object> keys = new ArrayList<>(List.of(name + "passed:" + call.tool()));
        List<Object> arguments = new ArrayList<>();
        arguments.add(call.call().value());
        arguments.add(clock.millis());
        arguments.add(REFUSALS);
        arguments.add(rate.window().toMillis());
        arguments.add(rate.calls());
        if (quota != null) {
            keys.add(name + "all");
            arguments.add(quota.window().toMillis());
            arguments.add(quota.calls());
        }
        keys.add(name + "refused:" + call.tool());
        long answer;
        try {
            answer =
                    redis.getScript(StringCodec.INSTANCE)
                            .<Long>eval(
                                    RScript.Mode.READ_WRITE,
                                    COUNT,
                                    RScript.ReturnType.LONG,
                                    keys,
                                    arguments.toArray());
        } catch (RedisException away) {
            throw new PassingFaultException(
                    "the rate counter can't be asked: " + away.getClass().getSimpleName(), away);
        }
        return answer == 0
                ? Verdict.passes()
                : new Verdict(
                        false,
                        Duration.ofMillis(answer / WINDOWS),
                        answer % WINDOWS == OF_ALL_TOOLS ? QUOTA : TOOL);
    }

    /**
     * Forgets the calls of a user.
     *
     * @throws RedisException if Redis is away
     */
    public void forget(UserId user) {
        String name = user.value().replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
        redis.getKeys().deleteByPattern("parley:rate:{" + name + "}:*");
    }
}
