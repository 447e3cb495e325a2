package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.speech.Plausibility.Objection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlausibilityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "turn of the light|turn off the light|1000|-",
                "''|turn off the light|1000|-",
                "turn off|''|1000|EMPTY",
                "''|''|0|EMPTY",
                "''|one two three four five six seven eight nine ten eleven|1000|TOO_MANY_WORDS",
                "''|one two three four five six seven eight nine ten|1000|-",
                "''|go away now please|0|TOO_MANY_WORDS",
                "no|no no no|1000|-",
                "no|no no no no|1000|REPEATED",
                "zero zero zero zero|zero zero zero zero|2000|-",
                "call home|call home call home|2000|-",
                "call home|call home call home call home|2000|REPEATED",
                "yes|well i think i think i think so|2000|REPEATED",
                "yes|you|1000|WRITTEN_ON_SILENCE",
                "''|thank you|1000|WRITTEN_ON_SILENCE",
                "thank him|thank you|1000|-",
                "thank you|thank you|1000|-",
                "good bye|bye|1000|-",
                "set a timer for ten minutes|set|2000|TOO_FEW_WORDS",
                "set a timer for ten minutes|set a|2000|-",
                "one two three|seventeen|2000|-"
            })
    void holdsAgainstATextWhatItMust(
            String first, String second, long speechMillis, Objection objection) {
        // Then
        assertThat(Plausibility.objection(first, second, speechMillis).orElse(null))
                .isEqualTo(objection);
    }
}
