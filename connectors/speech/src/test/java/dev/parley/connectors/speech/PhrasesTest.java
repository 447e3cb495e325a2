package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    @Test
    void theFirstIsShortAndTheOthersAreNot() {
        // When
        List<String> phrases =
                Phrases.of(
                        "Your timer is set, for ten minutes, and I will tell you, when it is over,"
                                + " so go on.");

        // Then
        assertThat(phrases)
                .containsExactly(
                        "Your timer is set,",
                        "for ten minutes, and I will tell you, when it is over,",
                        "so go on.");
    }

    @Test
    void aSentenceEndsAPhraseHoweverShort() {
        // When
        List<String> phrases = Phrases.of("Hello! It is ten. Bye");

        // Then
        assertThat(phrases).containsExactly("Hello!", "It is ten.", "Bye");
    }

    @Test
    void aPointWithinANumberOrAWordEndsNothing() {
        // When
        List<String> clauses = Phrases.clauses("It is 3.5 at parley.dev, isn't it?");

        // Then
        assertThat(clauses).containsExactly("It is 3.5 at parley.dev,", "isn't it?");
    }

    @Test
    void whatHasNoWordsIsLeftOut() {
        // Then
        assertThat(Phrases.of("")).isEmpty();
        assertThat(Phrases.of("... , - !")).isEmpty();
        assertThat(Phrases.of("so . . . on")).containsExactly("so .", "on");
    }

    @Property(tries = 300)
    void noWordIsLostAndNoPhraseIsLong(
            @ForAll
                    @StringLength(max = 2_000)
                    @CharRange(from = 'a', to = 'f')
                    @Chars({' ', ' ', '.', ',', '!', '\ud83d', '\ude00'})
                    String text) {
        // When
        List<String> phrases = Phrases.of(text);

        // Then
        assertThat(letters(String.join("", phrases))).isEqualTo(letters(text));
        assertThat(phrases).allMatch(phrase -> phrase.length() <= 240 && !phrase.isBlank());
    }

    @Test
    void aLongTextIsCutInATimeThatGrowsAsItDoes() {
        // Given
        String text = "a,b. ".repeat(40_000) + "x".repeat(200_000);

        // When
        List<String> phrases = Phrases.of(text);

        // Then
        assertThat(letters(String.join("", phrases))).hasSize(280_000);
    }

    private static String letters(String text) {
        return text.replaceAll("[^a-z]", "");
    }
}
