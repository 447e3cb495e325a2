package dev.parley.streams.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    @Provide
    Arbitrary<Integer> rates() {
        return Arbitraries.of(8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000);
    }

    @Property(tries = 200)
    void soundLastsAsLongAsBefore(
            @ForAll("rates") int from,
            @ForAll("rates") int to,
            @ForAll @IntRange(max = 3_000) int length) {
        // When
        short[] converted = Resampler.convert(new short[length], from, to);

        // Then
        assertThat(converted.length).isEqualTo((int) Math.ceilDiv((long) length * to, from));
    }

    @Property(tries = 100)
    void howSoundIsCutMakesNoDifference(
            @ForAll("rates") int from, @ForAll("rates") int to, @ForAll long seed) {
        // Given
        Random random = new Random(seed);
        short[] sound = new short[2_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) random.nextInt(-20_000, 20_000);
        }

        // When
        Resampler resampler = new Resampler(from, to);
        short[] pieces = new short[0];
        int at = 0;
        while (at < sound.length) {
            int next = Math.min(sound.length, at + random.nextInt(700));
            pieces = join(pieces, resampler.accept(Arrays.copyOfRange(sound, at, next)));
            at = next;
        }
        pieces = join(pieces, resampler.flush());

        // Then
        assertThat(pieces).isEqualTo(Resampler.convert(sound, from, to));
    }

    @Property(tries = 60)
    void aSineKeepsItsLevelAndPlace(
            @ForAll("rates") int from,
            @ForAll("rates") int to,
            @ForAll @IntRange(min = 100, max = 3_200) int hertz) {
        // Given
        short[] sine = sine(hertz, from, 9_000);

        // When
        short[] converted = Resampler.convert(sine, from, to);

        // Then
        short[] expected = sine(hertz, to, converted.length);
        int margin = to / 100;
        assertThat(errorToSignal(expected, converted, margin)).isLessThan(0.002);
    }

    @Property(tries = 60)
    void aConstantStaysOne(
            @ForAll("rates") int from,
            @ForAll("rates") int to,
            @ForAll @IntRange(min = -32_768, max = 32_767) int level) {
        // Given
        short[] constant = new short[4_000];
        Arrays.fill(constant, (short) level);

        // When
        short[] converted = Resampler.convert(constant, from, to);

        // Then
        int margin = to / 100;
        for (int i = margin; i < converted.length - margin; i++) {
            assertThat((int) converted[i]).isBetween(level - 12, level + 12);
        }
    }

    @ParameterizedTest
    @CsvSource({"48000,16000,12000", "44100,16000,9500", "24000,16000,9000", "48000,24000,14000"})
    void whatTheLowerRateCantHoldIsTakenOut(int from, int to, int hertz) {
        // When
        short[] converted = Resampler.convert(sine(hertz, from, 20_000), from, to);

        // Then
        int margin = to / 100;
        for (int i = margin; i < converted.length - margin; i++) {
            assertThat((int) converted[i]).isBetween(-30, 30);
        }
    }

    @Test
    void afterItsEndANewStreamBegins() {
        // Given
        Resampler resampler = new Resampler(48_000, 16_000);
        short[] sine = sine(440, 48_000, 4_800);
        short[] first = join(resampler.accept(sine), resampler.flush());

        // When
        short[] second = join(resampler.accept(sine), resampler.flush());

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aRateMustBePositive() {
        // Then
        assertThatThrownBy(() -> new Resampler(0, 16_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Resampler(16_000, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static short[] sine(int hertz, int rate, int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    private static double errorToSignal(short[] expected, short[] actual, int margin) {
        double error = 0;
        double signal = 0;
        for (int i = margin; i < expected.length - margin; i++) {
            error += Math.pow(expected[i] - actual[i], 2);
            signal += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / signal);
    }

    private static short[] join(short[] a, short[] b) {
        short[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
