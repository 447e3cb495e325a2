package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.authorization.RateLimiter.Counted;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool;
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
        return new RedisRateLimiter(redis, clock, new Tool.Rate(limit, window), null);
    }

    @Test
    void leavesNothingBehindOnceTheWindowIsOver() {
        // Given
        RateLimiter limiter = open(1, Duration.ofHours(1));
        limiter.count(new Counted(anna, "clock", new CallId("c1")));
        limiter.count(new Counted(anna, "clock", new CallId("c2")));

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
        RedisRateLimiter limiter =
                new RedisRateLimiter(redis, clock, new Tool.Rate(1, Duration.ofHours(1)), null);
        UserId gone = new UserId("gone*[x]");
        UserId kept = new UserId("gone-kept[x]");
        for (UserId user : List.of(gone, kept)) {
            limiter.count(new Counted(user, "clock", new CallId("c1")));
            limiter.count(new Counted(user, "timer", new CallId("c2")));
        }

        // When
        limiter.forget(gone);

        // Then
        assertThat(limiter.count(new Counted(gone, "clock", new CallId("c3")))).isEqualTo(WITHIN);
        assertThat(limiter.count(new Counted(kept, "clock", new CallId("c3"))))
                .isNotEqualTo(WITHIN);
    }

    @Test
    void saysQuicklyThatTheServerIsAwayAndCountsOnWhenItIsBack() throws Exception {
        try (RedisBinary passing = new RedisBinary()) {
            // Given
            RedissonClient client = passing.address().connect();
            RateLimiter limiter =
                    new RedisRateLimiter(
                            client, clock, new Tool.Rate(1, Duration.ofHours(1)), null);
            assertThat(limiter.count(new Counted(anna, "clock", new CallId("c1"))))
                    .isEqualTo(WITHIN);

            // When
            passing.stop();
            Instant before = Instant.now();
            assertThatThrownBy(() -> limiter.count(new Counted(anna, "clock", new CallId("c2"))))
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
        RateLimiter limiter =
                new RedisRateLimiter(client, clock, new Tool.Rate(1, Duration.ofHours(1)), null);

        // Then
        Instant before = Instant.now();
        assertThatThrownBy(() -> limiter.count(new Counted(anna, "clock", new CallId("c1"))))
                .isInstanceOf(PassingFaultException.class);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        client.shutdown();
    }

    /** As the host does: tries again while the fault passes. */
    private static RateLimiter.Verdict counted(RateLimiter limiter, UserId user) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (true) {
            try {
                return limiter.count(new Counted(user, "clock", new CallId("c1")));
            } catch (PassingFaultException away) {
                if (Instant.now().isAfter(deadline)) {
                    throw away;
                }
            }
        }
    }

    @Test
    void boundsAUsersCallsOfAllToolsTogether() {
        // Given
        RateLimiter limiter =
                new RedisRateLimiter(
                        redis,
                        clock,
                        new Tool.Rate(2, Duration.ofHours(1)),
                        new Tool.Rate(3, Duration.ofMinutes(10)));
        for (String tool : List.of("clock", "timer", "notes")) {
            assertThat(limiter.count(new Counted(anna, tool, new CallId("in " + tool))))
                    .isEqualTo(WITHIN);
        }

        // Then
        RateLimiter.Verdict refused =
                new RateLimiter.Verdict(false, Duration.ofMinutes(10), "rate:user");
        Counted fourth = new Counted(anna, "list", new CallId("c4"));
        assertThat(limiter.count(fourth)).isEqualTo(refused);
        assertThat(limiter.count(fourth)).isEqualTo(refused);
        assertThat(limiter.count(new Counted(new UserId(anna + "2"), "list", new CallId("c5"))))
                .isEqualTo(WITHIN);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(limiter.count(new Counted(anna, "list", new CallId("c6")))).isEqualTo(WITHIN);
    }

    @Test
    void aToolsOwnRateTakesThePlaceOfTheUsual() {
        // Given
        RateLimiter limiter = open(100, Duration.ofHours(1));
        Tool.Rate own = new Tool.Rate(1, Duration.ofMinutes(1));

        // Then
        assertThat(limiter.count(new Counted(anna, "door", new CallId("c1"), own, true)))
                .isEqualTo(WITHIN);
        assertThat(limiter.count(new Counted(anna, "door", new CallId("c2"), own, true)))
                .isEqualTo(new RateLimiter.Verdict(false, Duration.ofMinutes(1), "rate:tool"));
    }

    @Test
    void withTheServerCutSensitiveCallsAreRefusedAndOthersCountedHere() throws Exception {
        try (RedisBinary passing = new RedisBinary()) {
            // Given
            RedissonClient client = passing.address().connect();
            Tool.Rate rate = new Tool.Rate(2, Duration.ofHours(1));
            RateLimiter limiter =
                    new SturdyRateLimiter(
                            new RedisRateLimiter(client, clock, rate, null),
                            clock,
                            rate,
                            (what, fault) -> {});
            assertThat(limiter.count(new Counted(anna, "clock", new CallId("c1"))))
                    .isEqualTo(WITHIN);

            // When
            passing.stop();

            // Then
            RateLimiter.Verdict sensitive =
                    limiter.count(new Counted(anna, "notes", new CallId("s1"), null, true));
            assertThat(sensitive.within()).isFalse();
            assertThat(sensitive.rule()).isEqualTo(RateLimiter.AWAY);
            for (String call : List.of("c2", "c3", "c3")) {
                assertThat(limiter.count(new Counted(anna, "clock", new CallId(call))))
                        .isEqualTo(WITHIN);
            }
            assertThat(limiter.count(new Counted(anna, "clock", new CallId("c4"))))
                    .isEqualTo(new RateLimiter.Verdict(false, Duration.ofHours(1), "rate:tool"));

            // When
            passing.startAgain();

            // Then
            Instant patience = Instant.now().plusSeconds(30);
            RateLimiter.Verdict back;
            do {
                now = now.plusSeconds(3);
                back = limiter.count(new Counted(anna, "notes", new CallId("s2"), null, true));
            } while (!back.within() && Instant.now().isBefore(patience));
            assertThat(back).isEqualTo(WITHIN);
            client.shutdown();
        }
    }
}
