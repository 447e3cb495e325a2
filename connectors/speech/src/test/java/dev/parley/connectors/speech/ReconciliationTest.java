package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b c|a b c|a 0-100! b 100-200! c 200-300!",
                "a b c|a x c|a 0-100! x 100-200 c 200-300!",
                "a b c|a xx yy c|a 0-100! xx 100-150 yy 150-200 c 200-300!",
                "a b c|a c|a 0-100! c 200-300!",
                "a c|a b c|a 0-100! b 100-100 c 100-200!",
                "a b|a b c|a 0-100! b 100-200! c 200-1000",
                "a|x a|x 0-0 a 0-100!",
                "''|hello there|hello 0-500 there 500-1000",
                "a b c|x y z|x 0-100 y 100-200 z 200-300"
            })
    void keepsTheTimesAndConfidencesOfWordsThatBothHeard(
            String first, String second, String words) {
        // When
        Transcript made = Reconciliation.of(ScriptedRecognizer.transcript(first), second, 1_000);

        // Then
        assertThat(made.text()).isEqualTo(second);
        assertThat(
                        made.words().stream()
                                .map(
                                        word ->
                                                word.text()
                                                        + " "
                                                        + word.startMillis()
                                                        + "-"
                                                        + word.endMillis()
                                                        + (word.confidence() == 0.5 ? "!" : ""))
                                .collect(Collectors.joining(" ")))
                .isEqualTo(words);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "bb", "ccc", "dddd")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(words -> String.join(" ", words));
    }

    @Property(tries = 500)
    void whateverBothHeardTheWordsAreTheTextInRisingTime(
            @ForAll("texts") String first, @ForAll("texts") String second) {
        // When
        Transcript heard = ScriptedRecognizer.transcript(first);
        Transcript made = Reconciliation.of(heard, second, 2_000);

        // Then
        List<Speech.Word> words = made.words();
        assertThat(words.stream().map(Speech.Word::text).collect(Collectors.joining(" ")))
                .isEqualTo(second);
        long before = 0;
        for (Speech.Word word : words) {
            assertThat(word.startMillis()).isGreaterThanOrEqualTo(before);
            assertThat(word.endMillis()).isGreaterThanOrEqualTo(word.startMillis());
            before = word.endMillis();
        }
        assertThat(before).isLessThanOrEqualTo(2_000);
        assertThat(made.confidence()).isBetween(0.5, 0.75);
        Set<Speech.Word> common = new HashSet<>(words);
        common.retainAll(heard.words());
        WordErrors apart = WordErrors.between(first, second);
        assertThat(common.size())
                .isGreaterThanOrEqualTo(
                        Math.max(heard.words().size(), words.size()) - apart.errors());
    }
}
