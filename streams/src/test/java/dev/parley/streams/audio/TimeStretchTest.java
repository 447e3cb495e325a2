package dev.parley.streams.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStretchTest {
    private static final int SECOND = 24_000;

    private static short[] tone(double hertz, double seconds) {
        short[] tone = new short[(int) (seconds * SECOND)];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * hertz * i / SECOND));
        }
        return tone;
    }

    private static short[] stretched(short[] samples, double rate) {
        return inPieces(samples, rate, new int[] {samples.length});
    }

    private static short[] inPieces(short[] samples, double rate, int[] sizes) {
        TimeStretch stretch = new TimeStretch(SECOND, rate);
        short[] all = new short[0];
        int at = 0;
        for (int i = 0; at < samples.length; i++) {
            int end = Math.min(samples.length, at + sizes[i % sizes.length]);
            all = joined(all, stretch.accept(Arrays.copyOfRange(samples, at, end)));
            at = end;
        }
        return joined(all, stretch.flush());
    }

    private static short[] joined(short[] one, short[] other) {
        short[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static double rms(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    private static long risings(short[] samples, int from, int to) {
        long risings = 0;
        for (int i = from + 1; i < to; i++) {
            risings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
        }
        return risings;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.64, 0.8, 1, 1.25, 1.5625, 2})
    void lastsAsLongAsTheRateSaysAtTheSamePitchAndLoudness(double rate) {
        for (double hertz : new double[] {90, 123, 220, 440}) {
            // When
            short[] out = stretched(tone(hertz, 2), rate);

            // Then
            assertThat(out).hasSize((int) Math.round(2 * SECOND / rate));
            int from = SECOND / 10;
            int to = out.length - SECOND / 10;
            assertThat(risings(out, from, to))
                    .isCloseTo(
                            Math.round(hertz * (to - from) / SECOND),
                            within(Math.round(hertz / 50)));
            assertThat(rms(out, from, to)).isCloseTo(10_000 / Math.sqrt(2), within(500.0));
        }
    }

    @Test
    void keepsLoudAndStillWhereTheyBelong() {
        // Given: a second of stillness between two of sound
        short[] sound = joined(joined(tone(200, 1), new short[SECOND]), tone(200, 1));

        for (double rate : new double[] {0.5, 1.5, 2}) {
            // When
            short[] out = stretched(sound, rate);

            // Then
            int second = (int) (SECOND / rate);
            int edge = SECOND / 20;
            assertThat(rms(out, second + edge, 2 * second - edge)).isLessThan(1);
            assertThat(rms(out, edge, second - edge)).isGreaterThan(6_500);
            assertThat(rms(out, 2 * second + edge, 3 * second - edge)).isGreaterThan(6_500);
        }
    }

    @Test
    void makesTheSameOfTheSameHoweverItIsCut() {
        // Given
        short[] noise = new short[SECOND];
        Random random = new Random(7);
        Arrays.setAll(new int[SECOND], i -> noise[i] = (short) random.nextInt(-9_000, 9_000));

        for (double rate : new double[] {0.5, 0.8, 1.25, 2}) {
            // Then
            short[] whole = stretched(noise, rate);
            assertThat(inPieces(noise, rate, new int[] {1, 777, 40})).isEqualTo(whole);
            assertThat(inPieces(noise, rate, new int[] {1_920})).isEqualTo(whole);
        }
    }

    @Test
    void looksAheadLessThanIsHeard() {
        for (double rate : new double[] {0.5, 0.8, 1.25, 2}) {
            // When
            short[] first = new TimeStretch(SECOND, rate).accept(tone(200, 0.06));

            // Then
            assertThat(first.length).isGreaterThanOrEqualTo(SECOND * 15 / 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 700})
    void takesWhatIsShorterThanItLooksAhead(int length) {
        for (double rate : new double[] {0.5, 1, 2}) {
            assertThat(stretched(new short[length], rate)).hasSize((int) Math.round(length / rate));
        }
    }

    @Test
    void beginsAnewAfterItsEnd() {
        // Given
        TimeStretch stretch = new TimeStretch(SECOND, 1.5);
        short[] tone = tone(200, 0.5);
        short[] once = joined(stretch.accept(tone), stretch.flush());

        // Then
        assertThat(joined(stretch.accept(tone), stretch.flush())).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.1, 9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoRate(double rate) {
        assertThatThrownBy(() -> new TimeStretch(SECOND, rate))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
