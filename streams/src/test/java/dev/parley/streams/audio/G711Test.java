package dev.parley.streams.audio;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {
    /** The largest step of each law is 1024 of 65,536; what is louder than the top is cut. */
    private static final int WIDEST_STEP = 1024;

    @Property
    void whatComesBackIsAsNearAsTheStepAtItsLoudness(@ForAll short sample, @ForAll G711 law) {
        short back = law.decode(law.encode(sample));

        int loudness = Math.abs((int) sample);
        int step = Math.min(WIDEST_STEP, Math.max(16, Integer.highestOneBit(loudness + 132) / 8));
        assertThat(Math.abs(back - sample)).isLessThanOrEqualTo(step);
    }

    @ParameterizedTest
    @EnumSource
    void eachCodeComesBackAsItself(G711 law) {
        for (int code = 0; code < 256; code++) {
            short sample = law.decode((byte) code);
            byte again = law.encode(sample);

            assertThat(law.decode(again)).isEqualTo(sample);
            // μ-law has two zeros
            if (sample != 0) {
                assertThat(again).isEqualTo((byte) code);
            }
        }
    }

    /** Values of the recommendation's tables 1 and 2, brought from 14 and 13 to 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "MU_LAW, 255, 0",
        "MU_LAW, 128, 32124",
        "MU_LAW, 0, -32124",
        "MU_LAW, 143, 16764",
        "MU_LAW, 254, 8",
        "A_LAW, 213, 8",
        "A_LAW, 85, -8",
        "A_LAW, 170, 32256",
        "A_LAW, 42, -32256",
        "A_LAW, 165, 16896"
    })
    void decodesAsTheTablesOfTheRecommendation(G711 law, int code, short sample) {
        assertThat(law.decode((byte) code)).isEqualTo(sample);
    }

    @Test
    void whatIsTooLoudIsCutAndNotTurnedRound() {
        for (G711 law : G711.values()) {
            assertThat(law.decode(law.encode(Short.MAX_VALUE))).isGreaterThan((short) 32_000);
            assertThat(law.decode(law.encode(Short.MIN_VALUE))).isLessThan((short) -32_000);
        }
    }

    @Property
    void theOrderOfLoudnessIsKept(@ForAll short one, @ForAll short other, @ForAll G711 law) {
        short louder = (short) Math.max(one, other);
        short softer = (short) Math.min(one, other);

        assertThat(law.decode(law.encode(louder)))
                .isGreaterThanOrEqualTo(law.decode(law.encode(softer)));
    }
}
