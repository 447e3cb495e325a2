package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.stage.PassingFaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

class RedisRateLimiterIT extends RateLimiterContract {
    private static RedisBinary server;
    private static RedissonClient redis;

    @BeforeAll
    static void startServer() throws Exception {
        server = new RedisBinary();
        redis = server.address().connect();
    }

    @AfterAll
    static void stopServer() {
        redis.shutdown();
        server.close();
    }

    @Override
    RateLimiter open(int limit, Duration window) {
        return new RedisRateLimiter(redis, clock, limit, window);
    }

    @Test
    void leavesNothingBehindOnceTheWindowIsOver() {
        // Given
        RateLimiter limiter = open(1, Duration.ofHours(1));
        limiter.count(anna, "clock", new CallId("c1"));
        limiter.count(anna, "clock", new CallId("c2"));

        // Then
        int keys = 0;
        for (String key : redis.getKeys().getKeys()) {
            if (key.contains(anna.value())) {
                keys++;
                assertThat(redis.getKeys().remainTimeToLive(key)).isBetween(1L, 3_600_000L);
            }
        }
        assertThat(keys).isEqualTo(2);
    }

    @Test
    void forgetsOneUsersCalls() {
        // Given
        RedisRateLimiter limiter = new RedisRateLimiter(redis, clock, 1, Duration.ofHours(1));
        UserId gone = new UserId("gone*[x]");
        UserId kept = new UserId("gone-kept[x]");
        for (UserId user : List.of(gone, kept)) {
            limiter.count(user, "clock", new CallId("c1"));
            limiter.count(user, "timer", new CallId("c2"));
        }

        // When
        limiter.forget(gone);

        // Then
        assertThat(limiter.count(gone, "clock", new CallId("c3"))).isEqualTo(WITHIN);
        assertThat(limiter.count(kept, "clock", new CallId("c3"))).isNotEqualTo(WITHIN);
    }

    @Test
    void saysQuicklyThatTheServerIsAwayAndCountsOnWhenItIsBack() throws Exception {
        try (RedisBinary passing = new RedisBinary()) {
            // Given
            RedissonClient client = passing.address().connect();
            RateLimiter limiter = new RedisRateLimiter(client, clock, 1, Duration.ofHours(1));
            assertThat(limiter.count(anna, "clock", new CallId("c1"))).isEqualTo(WITHIN);

            // When
            passing.stop();
            Instant before = Instant.now();
            assertThatThrownBy(() -> limiter.count(anna, "clock", new CallId("c2")))
                    .isInstanceOf(PassingFaultException.class);
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
            passing.startAgain();

            // Then
            assertThat(counted(limiter, new UserId("back"))).isEqualTo(WITHIN);
            client.shutdown();
        }
    }

    @Test
    void saysQuicklyThatNobodyListens() {
        // Given
        RedissonClient client = new Redis("127.0.0.1", 1, "").connect();
        RateLimiter limiter = new RedisRateLimiter(client, clock, 1, Duration.ofHours(1));

        // Then
        Instant before = Instant.now();
        assertThatThrownBy(() -> limiter.count(anna, "clock", new CallId("c1")))
                .isInstanceOf(PassingFaultException.class);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        client.shutdown();
    }

    /** As the host does: tries again while the fault passes. */
    private static RateLimiter.Verdict counted(RateLimiter limiter, UserId user) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (true) {
            try {
                return limiter.count(user, "clock", new CallId("c1"));
            } catch (PassingFaultException away) {
                if (Instant.now().isAfter(deadline)) {
                    throw away;
                }
            }
        }
    }
}
