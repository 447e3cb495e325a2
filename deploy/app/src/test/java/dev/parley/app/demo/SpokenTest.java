package dev.parley.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenTest {
    @ParameterizedTest
    @CsvSource({
        "it is ten oh four a m in tokyo, ten oh four am",
        "it is ten zero four a.m. in tokyo, ten oh four am",
        "it is ten oh for am in tokyo, ten oh four am",
        "that makes one hundred and eighty four, one hundred eighty four",
        "that is too, two",
        "your timer is set for five seconds, five seconds",
        "your timer is set four five seconds, five seconds",
        "it is 10 o'clock, o'clock"
    })
    void holdsWhatSoundsTheSame(String heard, String phrase) {
        assertThat(Spoken.of(heard).holds(phrase)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "that is one hundred eighty four, eighty four",
        "that is eighty four point five, eighty four",
        "that is eighty four, eighty",
        "that is six point zero nine, nine",
        "that is twenty four five, four five",
        "that is eighty four, four",
        "it is ten forty in tokyo, ten four",
        "it is ten oh four p m, ten oh four am",
        "your timer is set for fifteen seconds, five seconds",
        "it is november twenty second, november twenty third",
        "it is november twenty second, second",
        "minus five degrees, five",
        "'', five"
    })
    void doesNotHoldWhatIsSomethingElse(String heard, String phrase) {
        assertThat(Spoken.of(heard).holds(phrase)).isFalse();
    }

    @Test
    void sharesWordsWithWhatWasSaid() {
        assertThat(Spoken.of("i can tell the time").shareOf(Spoken.of("I can tell the date.")))
                .isEqualTo(0.8);
        assertThat(Spoken.of("anything").shareOf(Spoken.of(""))).isZero();
    }
}
