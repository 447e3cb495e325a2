package dev.parley.connectors.tools.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryToolTest {
    private static final DictionaryTool TOOL = new DictionaryTool();

    private static Map<String, String> call(String word) throws ToolFailureException {
        return TOOL.call(
                Map.of("word", word),
                new Tool.Circumstances(
                        Instant.EPOCH, ZoneOffset.UTC, new UserId("anna"), new CallId("call")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    serendipity    | serendipity    | noun      | good luck in making unexpected and fortunate discoveries
                    dogs           | dog            | noun      | a member of the genus Canis that has been domesticated by man since prehistoric times
                    a dog          | dog            | noun      | a member of the genus Canis that has been domesticated by man since prehistoric times
                    running        | run            | verb      | move fast by using one's feet, with one foot off the ground at any given time
                    Ice  Cream     | ice cream      | noun      | frozen dessert containing cream and sugar and flavoring
                    photosynthesis | photosynthesis | noun      | synthesis of compounds with the aid of radiant energy
                    happy          | happy          | adjective | enjoying or showing or marked by joy or pleasure
                    quickly        | quickly        | adverb    | with speed
                    """)
    void tellsTheCommonestMeaning(String said, String word, String kind, String meaning)
            throws Exception {
        assertThat(call(said)).isEqualTo(Map.of("word", word, "kind", kind, "meaning", meaning));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xyzzyq",
                "東京",
                "חלב",
                "<b>tide</b>",
                "42",
                "-",
                "'; drop table",
                "%s",
                "..",
                "a*"
            })
    void doesntKnowWhatIsNoEnglishWord(String said) {
        assertThatThrownBy(() -> call(said))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageStartingWith("I don't know the word ");
    }

    @Test
    void refusesWhatIsTooLongOrEmpty() {
        assertThatThrownBy(() -> call("x".repeat(10_000)))
                .hasMessage("That is too long for a word.");
        assertThatThrownBy(() -> call(" ")).isInstanceOf(ToolFailureException.class);
    }

    @Test
    void answersManyAtOnce() throws Exception {
        // Given
        List<Future<Map<String, String>>> asked = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String word = i % 2 == 0 ? "tide" : "happy";
                asked.add(threads.submit(() -> call(word)));
            }
        }

        // Then
        for (int i = 0; i < 20; i++) {
            assertThat(asked.get(i).get()).containsEntry("word", i % 2 == 0 ? "tide" : "happy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    frozen dessert                              | frozen dessert
                    go after; "he chased it"; "it was chased"   | go after
                    (of fluids) moving in a stream; "a stream"  | moving in a stream
                    (only an aside)                             | (only an aside)
                    the rise (and fall), twice a day; or so     | the rise, twice a day
                    """)
    void leavesOutExamplesAndAsides(String gloss, String brief) {
        assertThat(WordNet.inBrief(gloss)).isEqualTo(brief);
    }
}
