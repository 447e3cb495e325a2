package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.streams.intent.IntentClassifier.Classification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of sentences that mean something only after others. */
class FollowUpsTest {
    /** Takes everything for a timer that no rule knows. */
    private static final LinearModel EAGER =
            new LinearModel(
                    "", List.of("timer.set", "none"), List.of(), new float[][] {{9, 9}, {0, 0}});

    private final HybridClassifier classifier =
            new HybridClassifier(true, java.util.Optional.of(text -> new float[] {1}), EAGER, 0.3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ten minutes",
                "um for ten minutes please",
                "fifteen",
                "make it twenty",
                "make it twenty minutes",
                "no i said fifteen",
                "no fifteen minutes",
                "not fifty fifteen",
                "actually half an hour",
                "change it to seven",
                "and another one for five",
                "one more for ten minutes",
                "and tomorrow",
                "what about next friday",
                "the second one",
                "the last one",
                "the pizza one",
                "both of them",
                "seven thirty",
                "tomorrow at eight",
                "every weekday",
                "and the day after",
                "noon"
            })
    void isNothingButAnAnswer(String sentence) {
        assertThat(classifier.classify(sentence))
                .extracting(
                        Classification::intent, Classification::confidence, Classification::source)
                .containsExactly("none", 1.0, "rule");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "and in paris",
                "how about london",
                "same for milk",
                "milk and eggs",
                "milk, two eggs and bread",
                "another one",
                "try again",
                "no i said oat milk"
            })
    void isMostLikelyNothingByItself(String sentence) {
        assertThat(classifier.classify(sentence))
                .extracting(
                        Classification::intent, Classification::confidence, Classification::source)
                .containsExactly("none", 0.9, "rule");
    }

    @ParameterizedTest
    @CsvSource({
        "how long is left, timer.list",
        "cancel it, cancel",
        "never mind, cancel",
        "repeat that, repeat",
        "say that again, repeat",
        "stop the timer, timer.cancel",
        "cancel the second timer, timer.cancel",
        "set another timer for five minutes, timer.set",
        "'no, i said what time is it in rome', time",
        "no i said set a timer for ten minutes, timer.set",
        "no thanks, no"
    })
    void isARequestStill(String sentence, String intent) {
        assertThat(classifier.classify(sentence).intent()).isEqualTo(intent);
    }

    @Test
    void mentionsTheSameWhateverTheIntent() {
        // When
        Classification byRule = classifier.classify("set a timer for the eggs");
        Classification byExample = classifier.classify("dawdle with the one for the eggs");
        Classification none = HybridClassifier.rulesAlone().classify("dawdle the one for the eggs");

        // Then
        for (Classification each : List.of(byRule, byExample, none)) {
            assertThat(each.mentions()).containsEntry("label", "eggs");
        }
        assertThat(List.of(byRule.source(), byExample.source(), none.source()))
                .containsExactly("rule", "example", "none");
    }

    @Test
    void mentionsOnlyTheWordsOfALongText() {
        // Given
        String note = "um write this down " + "and that ".repeat(900).strip();

        // When
        Map<String, String> mentions = classifier.classify(note).mentions();

        // Then
        assertThat(mentions).containsOnlyKeys("words");
        assertThat(mentions.get("words")).startsWith("write this").hasSize(note.length() - 3);
        assertThat(classifier.classify("a".repeat(10_001)).mentions()).isEmpty();
    }

    static List<String> hostile() {
        return List.of(
                "no ".repeat(333),
                "no i said ".repeat(99),
                "not ".repeat(249) + "x",
                "not " + "5 ".repeat(40) + "x",
                "and ".repeat(249) + "x",
                "one more ".repeat(50),
                "make it to ".repeat(50),
                "it is ".repeat(160) + "x",
                "the first one ".repeat(20),
                "all of the ".repeat(50),
                "for the ".repeat(50) + "1",
                "in a ".repeat(59) + "x",
                "a, ".repeat(333),
                "?!,.".repeat(250),
                "a".repeat(999),
                "'".repeat(999),
                "9".repeat(999),
                "9 ".repeat(59),
                "minus ".repeat(59) + "5",
                "مرحبا ".repeat(58),
                "東京".repeat(400),
                "\ud800\udfff<".repeat(300),
                "um ".repeat(3_300),
                "u".repeat(10_000),
                "<".repeat(10_000),
                " ".repeat(9_999) + "x");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void readsHostileTextsInBoundedTime(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () ->
                        assertThat(classifier.classify(text).mentions())
                                .allSatisfy((name, value) -> assertThat(value).isNotBlank()));
    }
}
