package dev.parley.connectors.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final ManualClock clock = new ManualClock();
    private final TokenBucket bucket = TokenBucket.perSecond(clock, 10, 3);

    @Test
    void aBurstPassesAndThenOneAtATime() {
        // When
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take()).isZero();
        }

        // Then
        assertThat(bucket.take()).isEqualTo(Duration.ofMillis(100));
        clock.pass(Duration.ofMillis(99));
        assertThat(bucket.take()).isEqualTo(Duration.ofMillis(1));
        clock.pass(Duration.ofMillis(1));
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isPositive();
    }

    @Test
    void aLongPauseFillsNoMoreThanABurst() {
        clock.pass(Duration.ofDays(1));

        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take()).isZero();
        }
        assertThat(bucket.take()).isPositive();
    }

    @Test
    void whatIsOwedIsWaitedFor() {
        // When
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.owe()).isZero();
        }

        // Then
        assertThat(bucket.owe()).isEqualTo(Duration.ofMillis(100));
        assertThat(bucket.owe()).isEqualTo(Duration.ofMillis(200));
        clock.pass(Duration.ofMillis(200));
        assertThat(bucket.owe()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        for (int i = 0; i < 3; i++) {
            bucket.take();
        }

        bucket.giveBack();

        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isPositive();
    }

    @Test
    void aClockThatIsPutBackLocksNobodyOut() {
        for (int i = 0; i < 3; i++) {
            bucket.take();
        }

        clock.pass(Duration.ofHours(-1));
        bucket.take();
        clock.pass(Duration.ofMillis(100));

        assertThat(bucket.take()).isZero();
    }
}
