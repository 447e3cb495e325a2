package dev.parley.connectors.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.ManualClock;
import dev.parley.schemas.event.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoundAllowanceTest {
    private static final UserId ONE = new UserId("u1");
    private static final UserId OTHER = new UserId("u2");
    private static final int RATE = 24_000;

    private final ManualClock clock = new ManualClock();
    private final SoundAllowance allowance = new SoundAllowance(clock, Duration.ofSeconds(90));

    @Test
    void eachUserHasAnHoursWorth() {
        // When
        assertThat(minute(ONE)).isZero();
        assertThat(minute(ONE)).isPositive();

        // Then
        assertThat(minute(OTHER)).isZero();
        assertThat(allowance.take(ONE, RATE * 30, RATE)).as("what is left is left").isZero();
        assertThat(allowance.take(ONE, 1, RATE)).isPositive();
    }

    @Test
    void theRateIsAccountedFor() {
        assertThat(allowance.take(ONE, 8_000 * 90, 8_000)).isZero();
        assertThat(allowance.take(ONE, 8_000, 8_000)).isPositive();
    }

    @Test
    void whatWasSentAnHourAgoIsForgotten() {
        // Given
        minute(ONE);
        clock.pass(Duration.ofMinutes(30));
        allowance.take(ONE, RATE * 30, RATE);

        // When
        Duration wait = minute(ONE);
        clock.pass(wait.minusSeconds(1));
        assertThat(minute(ONE)).isPositive();
        clock.pass(Duration.ofSeconds(1));

        // Then
        assertThat(wait).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(minute(ONE)).isZero();
        assertThat(minute(ONE)).as("the later half still counts").isPositive();
    }

    @Test
    void aLongPauseForgetsEverything() {
        minute(ONE);
        clock.pass(Duration.ofHours(5));

        assertThat(minute(ONE)).isZero();
    }

    @Test
    void aClockThatIsPutBackLocksNobodyOut() {
        minute(ONE);
        clock.pass(Duration.ofMinutes(-10));
        assertThat(allowance.take(ONE, RATE * 30, RATE)).isZero();
        assertThat(allowance.take(ONE, RATE, RATE)).isPositive();

        clock.pass(Duration.ofMinutes(70));

        assertThat(minute(ONE)).isZero();
    }

    private Duration minute(UserId user) {
        return allowance.take(user, RATE * 60, RATE);
    }
}
