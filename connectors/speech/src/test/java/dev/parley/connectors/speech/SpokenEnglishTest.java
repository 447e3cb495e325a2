package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.synthesis.Verbalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpokenEnglishTest {
    private final Verbalizer verbalizer = new SpokenEnglish();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    It is 10:04 in Tokyo.          | It is ten oh four in Tokyo.
                    It is 10:04 PM.                | It is ten oh four p m.
                    at 9:30 a.m. sharp             | at nine thirty a m sharp
                    at 3:00                        | at three o'clock
                    at 3:00 PM                     | at three p m
                    at 5 pm                        | at five p m
                    at 14:30                       | at fourteen thirty
                    at 14:00                       | at fourteen hundred
                    at 00:00                       | at midnight
                    at 0:15                        | at zero fifteen
                    at 10:04:30                    | at ten oh four and thirty seconds
                    November 22, 2026              | November twenty second, twenty twenty six
                    on Nov. 3                      | on November third
                    22 November                    | November twenty second
                    the 1st of May                 | the first of May
                    2026-11-22                     | November twenty second, twenty twenty six
                    in 1905 and in 2007            | in nineteen oh five and in two thousand seven
                    Tokyo is at UTC+9.             | Tokyo is at U T C plus nine.
                    It is UTC+05:30 there.         | It is U T C plus five thirty there.
                    UTC-8                          | U T C minus eight
                    12 times 7 is 84.              | twelve times seven is eighty four.
                    12 × 7 = 84                    | twelve times seven equals eighty four
                    12*7=84                        | twelve times seven equals eighty four
                    5 - 8 = -3                     | five minus eight equals minus three
                    10 ÷ 4 = 2.5                   | ten divided by four equals two point five
                    16.09 km                       | sixteen point zero nine kilometers
                    1 km                           | one kilometer
                    1 mi is 1.609 km               | one mile is one point six zero nine kilometers
                    60 mph or 96.6 km/h            | sixty miles per hour or ninety six point six kilometers per hour
                    -5 °C                          | minus five degrees celsius
                    68°F                           | sixty eight degrees fahrenheit
                    50%                            | fifty percent
                    $5                             | five dollars
                    $1                             | one dollar
                    $3.50                          | three dollars and fifty cents
                    $1,234                         | one thousand two hundred thirty four dollars
                    €20                            | twenty euros
                    1,000,000                      | one million
                    1234567                        | one million two hundred thirty four thousand five hundred sixty seven
                    0.5                            | zero point five
                    -0.25                          | minus zero point two five
                    007                            | zero zero seven
                    3/4 of a cup                   | three quarters of a cup
                    5/8                            | five over eight
                    1.2.3                          | one point two point three
                    the 21st                       | the twenty first
                    10 min                         | ten minutes
                    1 h 30 min                     | one hour thirty minutes
                    90 s                           | ninety seconds
                    a 5-minute timer               | a five-minute timer
                    B2 and 4K                      | B two and four K
                    It is 7.                       | It is seven.
                    Take 2, or 3!                  | Take two, or three!
                    ٣ apples                       | three apples
                    """)
    void saysWhatIsWrittenInDigits(String written, String spoken) {
        // Then
        assertThat(verbalizer.verbalize(written)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello, I am Parley.", "I don't know that - sorry!"})
    void leavesTheRestAsItIs(String text) {
        // Then
        assertThat(verbalizer.verbalize(text)).isEqualTo(text);
    }

    @Test
    void numbersTooBigForNamesAreReadDigitByDigit() {
        // Then
        assertThat(verbalizer.verbalize("1" + "0".repeat(20)))
                .isEqualTo("one" + " zero".repeat(20));
    }

    @Property(tries = 500)
    void integersAreSpelledInWordsOnly(
            @ForAll @LongRange(min = -1_000_000_000_000_000L, max = 1_000_000_000_000_000L)
                    long number) {
        // When
        String spoken = verbalizer.verbalize("" + number);

        // Then
        assertThat(spoken).matches("[a-z]+( [a-z]+)*");
        assertThat(spoken.startsWith("minus ")).isEqualTo(number < 0);
    }

    @Property(tries = 500)
    void anyTextIsTakenAndHoldsNoDigitsAfterwards(@ForAll String text) {
        // When
        String spoken = verbalizer.verbalize(text + " 5 " + text);

        // Then
        assertThat(spoken.codePoints())
                .noneMatch(Character::isDigit)
                .noneMatch(Character::isISOControl);
    }
}
