package dev.parley.connectors.tools;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Goes on while the shared counter is away: a sensitive call is refused, any other is counted in
 * this process alone, by the same rate. What passed here is not told to the shared counter when it
 * is back, so that a user may have the rate of every process once more.
 */
public final class SturdyRateLimiter implements RateLimiter {
    /** When a refused one may be tried again. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** For so long the shared counter isn't asked again, once it was away. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int MOST_COUNTED = 100_000;

    private final RateLimiter shared;
    private final InstantSource clock;
    private final Tool.Rate usual;
    private final BiConsumer<String, PassingFaultException> told;
    private final Cache<Of, Map<CallId, Instant>> passed =
            Caffeine.newBuilder().maximumSize(MOST_COUNTED).executor(Runnable::run).build();
    private volatile Instant askAgain = Instant.MIN;

    private record Of(UserId user, String tool) {}

    /**
     * @param usual the rate of tools that have none of their own
     * @param told when the counter is found away
     */
    public SturdyRateLimiter(
            RateLimiter shared,
            InstantSource clock,
            Tool.Rate usual,
            BiConsumer<String, PassingFaultException> told) {
        this.shared = shared;
        this.clock = clock;
        this.usual = usual;
        this.told = told;
    }

    @Override
    public Verdict count(Counted call) {
        if (clock.instant().isBefore(askAgain)) {
            return alone(call);
        }
        try {
            return shared.count(call);
        } catch (PassingFaultException away) {
            askAgain = clock.instant().plus(PAUSE);
            told.accept("The rate counter is away: calls are counted here alone", away);
            return alone(call);
        }
    }

    private Verdict alone(Counted call) {
        if (call.sensitive()) {
            return new Verdict(false, SOON, AWAY);
        }
        Tool.Rate rate = call.rate() == null ? usual : call.rate();
        Instant now = clock.instant();
        Verdict[] verdict = new Verdict[1];
        passed.asMap()
                .compute(
                        new Of(call.user(), call.tool()),
                        (of, before) -> {
                            Map<CallId, Instant> calls =
                                    before == null ? new LinkedHashMap<>() : before;
                            calls.values().removeIf(at -> !at.plus(rate.window()).isAfter(now));
                            if (calls.containsKey(call.call()) || calls.size() < rate.calls()) {
                                calls.putIfAbsent(call.call(), now);
                                verdict[0] = Verdict.passes();
                            } else {
                                Instant free = calls.values().iterator().next().plus(rate.window());
                                verdict[0] =
                                        new Verdict(
                                                false,
                                                Duration.between(now, free),
                                                RedisRateLimiter.TOOL);
                            }
                            return calls;
                        });
        return verdict[0];
    }
}
