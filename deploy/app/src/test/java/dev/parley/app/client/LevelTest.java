package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LevelTest {
    @Test
    void measuresAgainstFullScale() {
        assertThat(Level.decibels(flat(32_767))).isCloseTo(0, within(0.01));
        assertThat(Level.decibels(flat(3_277))).isCloseTo(-20, within(0.01));
        assertThat(Level.decibels(flat(0))).isEqualTo(-60);
    }

    @Test
    void drawsABar() {
        assertThat(Level.bar(-60, 4)).isEqualTo("▯▯▯▯");
        assertThat(Level.bar(-30, 4)).isEqualTo("▮▮▯▯");
        assertThat(Level.bar(0, 4)).isEqualTo("▮▮▮▮");
        assertThat(Level.bar(-100, 4)).isEqualTo("▯▯▯▯");
    }

    private static short[] flat(int value) {
        short[] samples = new short[480];
        Arrays.fill(samples, (short) value);
        return samples;
    }
}
