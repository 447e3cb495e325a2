package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every recogniser keeps to. */
interface SpeechRecognizerContract {
    SpeechRecognizer hearing();

    /** One that may be closed. */
    default SpeechRecognizer closing() {
        return hearing();
    }

    /** Something of which the recogniser understands at least two words. */
    default short[] speech() {
        return Recordings.all().getFirst().samples();
    }

    @Test
    default void itsTextIsItsWordsOneAfterTheOther() {
        // Given
        short[] speech = speech();

        // When
        Transcript transcript = heard(hearing(), speech);

        // Then
        assertThat(transcript.words()).hasSizeGreaterThan(1);
        assertThat(transcript.text())
                .isEqualTo(
                        transcript.words().stream()
                                .map(Speech.Word::text)
                                .collect(Collectors.joining(" ")));
        long before = 0;
        for (Speech.Word word : transcript.words()) {
            assertThat(word.startMillis()).isGreaterThanOrEqualTo(before);
            assertThat(word.endMillis()).isGreaterThanOrEqualTo(word.startMillis());
            assertThat(word.confidence()).isBetween(0.0, 1.0);
            before = word.endMillis();
        }
        assertThat(before).isPositive().isLessThanOrEqualTo(speech.length / 16);
        assertThat(transcript.confidence())
                .isCloseTo(
                        transcript.words().stream()
                                .mapToDouble(Speech.Word::confidence)
                                .average()
                                .orElseThrow(),
                        within(1e-6));
    }

    @Test
    default void writesAsRecognisersDo() {
        // Then
        assertThat(heard(hearing(), speech()).text()).matches("[a-z']+( [a-z']+)*");
    }

    @Test
    default void withoutSoundThereAreNoWords() {
        // Given
        try (Utterance utterance = hearing().begin()) {
            // When
            utterance.accept(new short[0]);

            // Then
            assertThat(utterance.finish()).isEqualTo(new Transcript("", List.of(), 0));
        }
    }

    @Test
    default void refusesAnUtteranceThatWasClosed() {
        // Given
        Utterance utterance = hearing().begin();
        utterance.accept(new short[320]);

        // When
        utterance.close();
        utterance.close();

        // Then
        assertThatThrownBy(() -> utterance.accept(new short[320]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(utterance::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void hearsManyAtOnceEachForItself() throws Exception {
        // Given
        String alone = heard(hearing(), speech()).text();
        List<Future<Transcript>> all = new ArrayList<>();

        // When
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                boolean silent = i % 3 == 2;
                all.add(lanes.submit(() -> heard(hearing(), silent ? new short[0] : speech())));
            }
        }

        // Then
        for (int i = 0; i < 6; i++) {
            assertThat(all.get(i).get().text()).isEqualTo(i % 3 == 2 ? "" : alone);
        }
    }

    @Test
    default void hearsTheSameForThoseWhoCanWaitAndClosingThatClosesNothing() {
        // Given
        String live = heard(hearing(), speech()).text();

        // When
        SpeechRecognizer patient = hearing().patient();
        String waited = heard(patient, speech()).text();
        patient.close();

        // Then
        assertThat(waited).isEqualTo(live);
        assertThat(heard(hearing(), speech()).text()).isEqualTo(live);
    }

    @Test
    default void beginsNothingOnceClosed() {
        // Given
        SpeechRecognizer recognizer = closing();

        // When
        recognizer.close();
        recognizer.close();

        // Then
        assertThatThrownBy(recognizer::begin).isInstanceOf(IllegalStateException.class);
    }

    /** In pieces of 60 ms. */
    static Transcript heard(SpeechRecognizer recognizer, short[] samples) {
        try (Utterance utterance = recognizer.begin()) {
            for (int at = 0; at < samples.length; at += 960) {
                utterance.accept(
                        Arrays.copyOfRange(samples, at, Math.min(samples.length, at + 960)));
            }
            return utterance.finish();
        }
    }
}
