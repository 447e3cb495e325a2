package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.authorization.RateLimiter.Counted;
import dev.parley.streams.authorization.RateLimiter.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every rate limiter holds to. */
abstract class RateLimiterContract {
    static final Verdict WITHIN = Verdict.passes();

    private static Verdict refused(Duration wait) {
        return new Verdict(false, wait, "rate:tool");
    }

    final UserId anna = new UserId("anna-" + UUID.randomUUID());
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    final InstantSource clock = () -> now;

    /** The same counter, as another process would open it. */
    abstract RateLimiter open(int limit, Duration window);

    private static CallId call(int number) {
        return new CallId("call-" + number);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void letsAsManyPassAsTheWindowHoldsAndSaysWhenTheNextWould() {
        // Given
        Duration hour = Duration.ofHours(1);
        for (int i = 0; i < 3; i++) {
            assertThat(open(3, hour).count(new Counted(anna, "clock", call(i)))).isEqualTo(WITHIN);
            pass(Duration.ofMinutes(10));
        }

        // Then
        assertThat(open(3, hour).count(new Counted(anna, "clock", call(3))))
                .isEqualTo(refused(Duration.ofMinutes(30)));
        pass(Duration.ofMinutes(30).minusMillis(1));
        assertThat(open(3, hour).count(new Counted(anna, "clock", call(4))))
                .isEqualTo(refused(Duration.ofMillis(1)));
        pass(Duration.ofMillis(1));
        assertThat(open(3, hour).count(new Counted(anna, "clock", call(5)))).isEqualTo(WITHIN);
        assertThat(open(3, hour).count(new Counted(anna, "clock", call(6))))
                .isEqualTo(refused(Duration.ofMinutes(10)));
    }

    @Test
    void countsARedeliveredCallOnceAndTellsItTheSame() {
        // Given
        RateLimiter limiter = open(2, Duration.ofHours(1));

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.count(new Counted(anna, "clock", call(1)))).isEqualTo(WITHIN);
        }

        // Then
        assertThat(limiter.count(new Counted(anna, "clock", call(2)))).isEqualTo(WITHIN);
        Verdict refused = limiter.count(new Counted(anna, "clock", call(3)));
        assertThat(refused).isEqualTo(refused(Duration.ofHours(1)));
        pass(Duration.ofMinutes(59));
        assertThat(limiter.count(new Counted(anna, "clock", call(3)))).isEqualTo(refused);
        pass(Duration.ofMinutes(1));
        assertThat(limiter.count(new Counted(anna, "clock", call(3)))).isEqualTo(refused);
        assertThat(limiter.count(new Counted(anna, "clock", call(1)))).isEqualTo(WITHIN);
        assertThat(limiter.count(new Counted(anna, "clock", call(4)))).isEqualTo(WITHIN);
    }

    @Test
    void countsUsersAndToolsApart() {
        // Given
        RateLimiter limiter = open(1, Duration.ofHours(1));

        // Then
        assertThat(limiter.count(new Counted(anna, "clock", call(1))).within()).isTrue();
        assertThat(limiter.count(new Counted(anna, "timer", call(2))).within()).isTrue();
        assertThat(limiter.count(new Counted(new UserId(anna + "2"), "clock", call(3))).within())
                .isTrue();
        assertThat(limiter.count(new Counted(anna, "clock", call(4))).within()).isFalse();
    }

    @Test
    void letsNoMorePassWhenManyAskAtOnce() throws Exception {
        // Given
        RateLimiter limiter = open(100, Duration.ofHours(1));
        List<Future<Verdict>> verdicts = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                CallId call = call(i);
                verdicts.add(threads.submit(() -> limiter.count(new Counted(anna, "clock", call))));
            }
        }

        // Then
        int within = 0;
        for (Future<Verdict> verdict : verdicts) {
            within += verdict.get().within() ? 1 : 0;
        }
        assertThat(within).isEqualTo(100);
    }
}
