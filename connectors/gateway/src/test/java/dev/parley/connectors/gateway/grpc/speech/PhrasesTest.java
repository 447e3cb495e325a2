package dev.parley.connectors.gateway.grpc.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is spoken at a time. */
class PhrasesTest {
    @Test
    void cutsATextIntoItsSentences() {
        assertThat(Phrases.of(" It is ten. Is it?\n\nYes! "))
                .containsExactly("It is ten.", "Is it?", "Yes!");
    }

    @Test
    void cutsALongSentenceBetweenWordsBestAfterAComma() {
        String sentence = "word ".repeat(14) + "word, " + "word ".repeat(20) + "end.";

        assertThat(Phrases.of(sentence))
                .startsWith("word ".repeat(14) + "word,")
                .allSatisfy(
                        phrase ->
                                assertThat(phrase.length())
                                        .isLessThanOrEqualTo(Phrases.MOST_CHARACTERS));
        assertThat(String.join(" ", Phrases.of(sentence))).isEqualTo(sentence);
    }

    @Test
    void cutsAWordThatNeverEndsWithoutHalvingACharacter() {
        String endless = "a" + "\uD83D\uDE00".repeat(200);

        assertThat(Phrases.of(endless))
                .hasSizeGreaterThan(3)
                .noneMatch(phrase -> Character.isHighSurrogate(phrase.charAt(phrase.length() - 1)));
        assertThat(String.join("", Phrases.of(endless))).isEqualTo(endless);
    }

    @Test
    void findsNothingInBlanks() {
        assertThat(Phrases.of(" \n\t ")).isEmpty();
    }
}
