package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EchoGuardTest {
    private static final long MS = 1_000_000;

    private final SilentLoudspeaker loudspeaker = new SilentLoudspeaker();
    private final EchoGuard guard = new EchoGuard(loudspeaker, Duration.ofMillis(400), false);
    private final long now = System.nanoTime();

    @Test
    void listensBeforeAnythingWasPlayed() {
        assertThat(guard.isDeafTo(now - 20 * MS, now)).isFalse();
    }

    @Test
    void isDeafWhileSomethingIsPlayedAndUntilTheRoomIsSilent() {
        // Given
        loudspeaker.play("r", new short[24_000], now);

        // When, Then
        assertThat(guard.isDeafTo(now - 20 * MS, now)).isTrue();
        assertThat(guard.isDeafTo(now + 970 * MS, now + 990 * MS)).isTrue();
        assertThat(guard.isDeafTo(now + 1_300 * MS, now + 1_320 * MS)).isTrue();
        assertThat(guard.isDeafTo(now + 1_391 * MS, now + 1_411 * MS)).isFalse();
    }

    @Test
    void asksWhenTheSoundWasInTheAirAndNotWhenItWasRead() {
        // Given
        loudspeaker.play("r", new short[24_000], now);
        guard.isDeafTo(now + 970 * MS, now + 990 * MS);

        // When, Then
        assertThat(guard.isDeafTo(now + 900 * MS, now + 3_000 * MS)).isTrue();
    }

    @Test
    void alwaysListensWithAHeadset() {
        // Given
        loudspeaker.play("r", new short[24_000], now);

        // When, Then
        assertThat(new EchoGuard(loudspeaker, Duration.ZERO, true).isDeafTo(now, now)).isFalse();
    }
}
