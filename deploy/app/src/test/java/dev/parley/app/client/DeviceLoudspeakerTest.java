package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.device.SoundCard;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeviceLoudspeakerTest {
    private static final int MS = RealtimeClient.REPLY_RATE / 1000;

    private final HandCranked device = new HandCranked();
    private final DeviceLoudspeaker loudspeaker = new DeviceLoudspeaker(device);

    @AfterEach
    void close() {
        loudspeaker.close();
    }

    @Test
    void countsWhatTheDeviceHasPlayedAndNotWhatItHolds() {
        // Given
        loudspeaker.play("r", sound(500), 0);
        device.awaitWritten(100 * MS);

        // When
        device.plays(60 * MS);

        // Then
        assertThat(loudspeaker.heardMillis("r")).isEqualTo(60);
        assertThat(loudspeaker.stop("r")).hasValue(60);
        assertThat(device.unplayed()).isZero();
        assertThat(loudspeaker.playing()).isEmpty();
    }

    @Test
    void endsAReplyOnceItsLastSampleWasPlayed() throws Exception {
        // Given
        CompletableFuture<Long> ended = new CompletableFuture<>();
        loudspeaker.tell((response, heard) -> ended.complete(heard));
        loudspeaker.play("r", sound(80), 0);
        loudspeaker.completed("r");
        device.awaitWritten(80 * MS);
        assertThat(ended).isNotDone();

        // When
        device.plays(80 * MS);

        // Then
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(80);
    }

    @Test
    void playsTheNextReplyWholeThoughItsBeginningWasInTheDeviceWithTheStoppedOne() {
        // Given
        loudspeaker.play("first", sound(40), 0);
        loudspeaker.play("second", sound(100), 0);
        device.awaitWritten(100 * MS);
        device.plays(10 * MS);

        // When
        assertThat(loudspeaker.stop("first")).hasValue(10);

        // Then
        device.awaitWritten(100 * MS);
        device.plays(100 * MS);
        assertThat(loudspeaker.heardMillis("second")).isEqualTo(100);
        assertThat(device.heard()).isEqualTo(110 * MS);
    }

    @Test
    void stopsAReplyThatStillWaits() {
        // Given
        loudspeaker.play("first", sound(200), 0);
        loudspeaker.play("second", sound(50), 0);
        device.awaitWritten(100 * MS);

        // When, Then
        assertThat(loudspeaker.stop("second")).hasValue(0);
        assertThat(loudspeaker.stop("third")).isEmpty();
        assertThat(loudspeaker.playing()).containsExactly("first");
    }

    private static short[] sound(int millis) {
        short[] samples = new short[millis * MS];
        Arrays.fill(samples, (short) 500);
        return samples;
    }

    /** A device that plays when it is told to. */
    private static final class HandCranked implements SoundCard.Playback {
        private int unplayed;
        private int heard;

        synchronized void plays(int samples) {
            assertThat(samples).isLessThanOrEqualTo(unplayed);
            unplayed -= samples;
            heard += samples;
        }

        synchronized int heard() {
            return heard;
        }

        void awaitWritten(int samples) {
            while (unplayed() < samples) {
                Thread.onSpinWait();
            }
        }

        @Override
        public String name() {
            return "crank";
        }

        @Override
        public synchronized int space() {
            return 100 * MS - unplayed;
        }

        @Override
        public synchronized void write(short[] samples) {
            unplayed += samples.length;
        }

        @Override
        public synchronized int unplayed() {
            return unplayed;
        }

        @Override
        public synchronized void discard() {
            unplayed = 0;
        }

        @Override
        public void close() {}
    }
}
