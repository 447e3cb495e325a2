package dev.parley.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.TurnId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonalValuesTest {
    @Test
    void keepsTheFixedWordsOfAMentionAndNothingElseOfIt() {
        // Given
        Intent.Recognized intent =
                recognized(
                        Map.of(
                                "manner", "correction",
                                "which", "2",
                                "referring", "one",
                                "label", "last",
                                "words", "the second one"));

        // Then
        assertThat(PersonalValues.replaced(intent, text -> "x"))
                .isEqualTo(
                        recognized(
                                Map.of(
                                        "manner", "correction",
                                        "which", "2",
                                        "referring", "one",
                                        "label", "x",
                                        "words", "x")));
    }

    @Test
    void replacesWhatIsNoFixedWordUnderTheNameOfOne() {
        // Given
        Intent.Recognized intent = recognized(Map.of("which", "anna's", "manner", "secretly"));

        // Then
        assertThat(PersonalValues.replaced(intent, text -> "x"))
                .isEqualTo(recognized(Map.of("which", "x", "manner", "x")));
    }

    private static Intent.Recognized recognized(Map<String, String> mentions) {
        return new Intent.Recognized(
                new TurnId("t"), "none", 1, "rule", Personal.of(Map.of()), Personal.of(mentions));
    }
}
