package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelSlotsTest {
    private static String read(LevelSlots slots, String sentence) {
        return new TreeMap<>(slots.in(Sentence.of(sentence), Map.of()).orElseThrow()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    turn the volume up to eighty percent | {direction=up, level=80%}
                    set the volume to forty percent | {level=40%}
                    turn the volume down by twenty percent | {by=20%, direction=down}
                    make it ten percent louder | {by=10%, direction=up}
                    volume five | {level=5}
                    louder by two | {direction=up}
                    mute yourself | {direction=least}
                    """)
    void aLevelOfLoudnessIsToldFromAChange(String sentence, String slots) {
        assertThat(read(LevelSlots.loudness(), sentence)).isEqualTo(slots);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    talk ten percent faster | {by=10%, direction=up}
                    set your speed to eighty percent | {level=80%}
                    slow down by a quarter | {direction=down}
                    """)
    void aLevelOfSpeedIsToldFromAChange(String sentence, String slots) {
        assertThat(read(LevelSlots.speed(), sentence)).isEqualTo(slots);
    }
}
