package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.streams.synthesis.Verbalizer;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
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
                    11/22/2026                     | November twenty second, twenty twenty six
                    31/12/1999                     | December thirty first, nineteen ninety nine
                    24.12.2026                     | December twenty fourth, twenty twenty six
                    31/31/2026                     | thirty one/thirty one over two thousand twenty six
                    in May 2026                    | in May twenty twenty six
                    Sept. 2007                     | September two thousand seven
                    2026-11-22T10:04               | November twenty second, twenty twenty six at ten oh four
                    the 1990s and the 2000s        | the nineteen nineties and the two thousands
                    10:00–11:30                    | ten o'clock to eleven thirty
                    9–5                            | nine to five
                    5-10 minutes                   | five to ten minutes
                    5–10 °C                        | five to ten degrees celsius
                    open 24/7                      | open twenty four seven
                    call (555) 123-4567            | call five five five, one two three, four five six seven
                    call +1 555 123-4567           | call plus one, five five five, one two three, four five six seven
                    call 555-0199                  | call five five five, zero one nine nine
                    $3M                            | three million dollars
                    $2.5 billion                   | two point five billion dollars
                    $1.05                          | one dollar and five cents
                    ¥500                           | five hundred yen
                    ₹1.50                          | one rupee and fifty paise
                    50¢                            | fifty cents
                    20 € or 5 USD                  | twenty euros or five US dollars
                    EUR 9.99                       | nine euros and ninety nine cents
                    12 m² and 3 m³                 | twelve square meters and three cubic meters
                    x² + y³                        | x squared + y cubed
                    2^10                           | two to the power of ten
                    1013 hPa                       | one thousand thirteen hectopascals
                    2 tbsp or 1 tsp                | two tablespoons or one teaspoon
                    5'11"                          | five feet eleven inches
                    2½ or ¾                        | two and a half or three quarters
                    #1 of ~100                     | number one of about one hundred
                    +5 points                      | plus five points
                    No. 5, p. 12                   | Number five, page twelve
                    221B Baker St., London         | two hundred twenty one B Baker Street, London
                    1600 Pennsylvania Ave.         | sixteen hundred Pennsylvania Avenue.
                    12 Elm Dr. Springfield, IL 62701 | twelve Elm Drive Springfield, Illinois six two seven zero one
                    """)
    void saysWhatIsWrittenInDigits(String written, String spoken) {
        // Then
        assertThat(verbalizer.verbalize(written)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Dr. Smith lives on Main St.    | Doctor Smith lives on Main Street.
                    In St. Louis, on Mt. Rainier   | In Saint Louis, on Mount Rainier
                    Mr. and Mrs. Jones vs. Ms. Lee | Mister and Missus Jones versus Miz Lee
                    fruit, e.g. apples, pears etc. | fruit, for example apples, pears et cetera.
                    apples etc. Then go on         | apples et cetera. Then go on
                    the U.S. and the U.K.          | the U S and the U K.
                    approx. half, i.e. much        | approximately half, that is much
                    R&D at AT&T                    | R and D at AT and T
                    me@example.org                 | me at example dot org
                    https://parley.dev/docs        | parley dot dev/docs
                    Is no. short for anything?     | Is no. short for anything?
                    """)
    void saysWholeWhatIsWrittenShort(String written, String spoken) {
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
    void whatIsInWordsAlreadyStaysAsItIs(
            @ForAll @CharRange(from = 'a', to = 'z') @Chars({' ', ',', '\'', 'A', 'Z'})
                    String words) {
        // When
        String once = verbalizer.verbalize(words);

        // Then
        assertThat(once).isEqualTo(words);
    }

    @Property(tries = 300)
    void whatWasPutIntoWordsOnceIsNotChangedAgain(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'1', '2', '0', '.', ',', ':', '/', '-', '$', '%', ' ', 'm', 'k', 'S'})
                    String text) {
        // When
        String once = verbalizer.verbalize(text);

        // Then
        assertThat(verbalizer.verbalize(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.",
                "1,000,",
                "1/",
                "1:",
                "$1 ",
                "+1 ",
                "1-",
                "Dr. ",
                "A ",
                "May 1 ",
                "²",
                "½",
                "a@",
                ".com",
                "https://",
                "12 Elm ",
                "<b>1</b>",
                "\ud83d\ude00",
                "零一",
                " "
            })
    void theTimeItTakesGrowsAsTheTextDoes(String part) {
        // Given
        String text = part.repeat(60_000 / part.length());

        // Then
        assertThat(
                        assertTimeoutPreemptively(
                                Duration.ofSeconds(20), () -> verbalizer.verbalize(text)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "<b>5</b> apples, <b>five</b> apples",
        "Привет 5, Привет five",
        "你好 5, 你好 five",
        "**5** _apples_, **five** _apples_"
    })
    void leavesMarkupAndOtherScriptsToThoseWhoSpeak(String written, String spoken) {
        // Then
        assertThat(verbalizer.verbalize(written)).isEqualTo(spoken);
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
