package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With phrases that were said before, where the test doesn't say otherwise. */
class FixedPhrasesTest implements SpeechSynthesizerContract {
    private static final int SAMPLES_A_LETTER = 1_200;
    private static final Set<String> PHRASES =
            Set.of(
                    "It is ten past four.",
                    "This sentence is long, and nobody wants to hear it to its end.",
                    "Hello!",
                    "Goodbye!");

    private final Tones tones = new Tones();
    private final FixedPhrases voice = new FixedPhrases(tones, PHRASES, 10_000_000);

    @BeforeEach
    void sayEachOnce() {
        PHRASES.forEach(phrase -> SpeechSynthesizerContract.spoken(voice, phrase));
        tones.asked.clear();
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void aFixedPhraseIsMadeOnce() {
        // When
        short[] again = SpeechSynthesizerContract.spoken(voice, "Hello!");

        // Then
        assertThat(tones.asked).isEmpty();
        assertThat(again).isEqualTo(SpeechSynthesizerContract.spoken(tones, "Hello!"));
    }

    @Test
    void whatMayBeAUsersOwnIsNeverKept() {
        // When
        for (int i = 0; i < 3; i++) {
            SpeechSynthesizerContract.spoken(voice, "Your name is Ada.");
        }

        // Then
        assertThat(tones.asked).hasSize(3);
    }

    @Test
    void whatASinkDoesWithTheSamplesIsItsOwnAffair() {
        // Given
        voice.speak(
                "Hello!",
                samples -> {
                    samples[0] = 1;
                    return true;
                });

        // When
        short[] again = SpeechSynthesizerContract.spoken(voice, "Hello!");

        // Then
        assertThat(again).isEqualTo(SpeechSynthesizerContract.spoken(tones, "Hello!"));
    }

    @Test
    void wordsEndWhereTheyDidTheFirstTime() {
        // Given
        List<String> steps = new ArrayList<>();

        // When
        voice.speak(
                "Hello!",
                new SpeechSynthesizer.Sink() {
                    @Override
                    public boolean accept(short[] samples) {
                        steps.add("sound");
                        return true;
                    }

                    @Override
                    public void wordsSpoken(int words) {
                        steps.add("words " + words);
                    }
                });

        // Then
        assertThat(voice.marksWords()).isTrue();
        assertThat(voice.patient().marksWords()).isTrue();
        assertThat(steps).endsWith("words 1").contains("sound");
    }

    @Test
    void whatWasNotHeardToItsEndIsNotKept() {
        // Given
        FixedPhrases fresh = new FixedPhrases(tones, PHRASES, 10_000_000);
        fresh.speak("It is ten past four.", samples -> false);
        tones.fails = true;
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(fresh, "Hello!"))
                .isInstanceOf(PassingFaultException.class);
        tones.fails = false;
        tones.asked.clear();

        // When
        short[] whole = SpeechSynthesizerContract.spoken(fresh, "It is ten past four.");
        short[] hello = SpeechSynthesizerContract.spoken(fresh, "Hello!");

        // Then
        assertThat(tones.asked).hasSize(2);
        assertThat(whole).hasSize(20 * SAMPLES_A_LETTER);
        assertThat(hello).hasSize(6 * SAMPLES_A_LETTER);
    }

    @Test
    void whatWasUsedLongestAgoMakesRoom() {
        // Given
        int room = 2 * SAMPLES_A_LETTER * ("Hello!".length() + "Goodbye!".length());
        FixedPhrases small = new FixedPhrases(tones, Set.of("Hello!", "Goodbye!", "Hi!"), room);
        for (String phrase : List.of("Goodbye!", "Hello!", "Goodbye!", "Hi!")) {
            SpeechSynthesizerContract.spoken(small, phrase);
        }
        tones.asked.clear();

        // When
        for (String phrase : List.of("Goodbye!", "Hi!", "Hello!")) {
            SpeechSynthesizerContract.spoken(small, phrase);
        }

        // Then
        assertThat(tones.asked).containsExactly("Hello!");
    }

    @Test
    void withoutRoomNothingIsKept() {
        // Given
        FixedPhrases none = new FixedPhrases(tones, PHRASES, 0);

        // When
        SpeechSynthesizerContract.spoken(none, "Hello!");
        SpeechSynthesizerContract.spoken(none, "Hello!");

        // Then
        assertThat(tones.asked).hasSize(2);
    }

    @Test
    void thoseWhoCanWaitHearTheSame() {
        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice.patient(), "Hello!");

        // Then
        assertThat(tones.asked).isEmpty();
        assertThat(sound).hasSize(6 * SAMPLES_A_LETTER);
    }

    @Test
    void theAgentsPhrasesAreKnownAsTheyAreSpoken() {
        // When
        Set<String> phrases = FixedPhrases.ofTheAgent(new SpokenEnglish());

        // Then
        assertThat(phrases)
                .hasSizeGreaterThan(20)
                .contains("Hello!", "Sorry, I did not understand that.")
                .allMatch(phrase -> !SpeakableText.of(phrase).isEmpty())
                .noneMatch(phrase -> phrase.contains("%") || phrase.contains("#"));
    }

    /** A tone for each letter. */
    private static final class Tones implements SpeechSynthesizer {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile boolean fails;

        @Override
        public void speak(String sentence, Sink sink) {
            asked.add(sentence);
            String text = SpeakableText.of(sentence);
            for (int letter = 0; letter < text.length(); letter++) {
                short[] samples = new short[SAMPLES_A_LETTER];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = (short) (8_000 * Math.sin(i * 0.1));
                }
                if (!sink.accept(samples)) {
                    return;
                }
                if (fails) {
                    throw new PassingFaultException("told to fail");
                }
            }
            sink.wordsSpoken(text.split(" ").length);
        }

        @Override
        public boolean marksWords() {
            return true;
        }
    }
}
