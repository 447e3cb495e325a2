package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.speech.Recordings.Recording;
import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoskRecognizerTest implements SpeechRecognizerContract {
    /** Of the test set, as the starter model's notes say, and two points of margin. */
    private static final double GREATEST_WORD_ERROR_RATE = 0.059 + 0.02;

    @TempDir static Path folder;
    private static Path model;
    private static VoskRecognizer recognizer;

    @BeforeAll
    static void loadTheModel() throws IOException {
        model = StarterModel.unpackInto(folder);
        recognizer = new VoskRecognizer(model, 2);
    }

    @AfterAll
    static void close() {
        recognizer.close();
    }

    @Override
    public SpeechRecognizer hearing() {
        return recognizer;
    }

    @Override
    public SpeechRecognizer closing() {
        try {
            return new VoskRecognizer(model, 1);
        } catch (SpeechModelException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void understandsTheTestSet() throws Exception {
        // Given
        List<Recording> recordings = Recordings.all();

        // When
        WordErrors errors = WordErrors.NONE;
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WordErrors>> heard = new ArrayList<>();
            for (Recording recording : recordings) {
                heard.add(
                        lanes.submit(
                                () ->
                                        WordErrors.between(
                                                recording.text(),
                                                hear(recording.samples()).text())));
            }
            for (Future<WordErrors> one : heard) {
                errors = errors.plus(one.get());
            }
        }

        // Then
        assertThat(recordings).hasSize(60);
        assertThat(errors.words()).isEqualTo(341);
        assertThat(errors.rate()).isLessThan(GREATEST_WORD_ERROR_RATE);
    }

    @Test
    void tellsWhatItUnderstoodSoFar() {
        // Given
        Recording recording = recording("espeak-05.wav");
        List<String> partials = new ArrayList<>();

        // When
        Transcript transcript = hear(recording.samples(), partials);

        // Then
        assertThat(transcript.text()).isEqualTo(recording.text());
        assertThat(partials).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        assertThat(partials.getFirst().length()).isLessThan(transcript.text().length());
    }

    @Test
    void givesEachWordItsTimeAndConfidence() {
        // Given
        Recording recording = recording("espeak-05.wav");
        short[] samples = recording.samples();

        // When
        Transcript transcript = hear(samples);

        // Then
        assertThat(transcript.words().stream().map(Speech.Word::text))
                .containsExactly(recording.text().split(" "));
        assertWordTimesRise(transcript.words(), samples.length / 16);
        assertThat(transcript.words())
                .allSatisfy(word -> assertThat(word.confidence()).isBetween(0.0, 1.0));
        assertThat(transcript.confidence()).isBetween(0.5, 1.0);
    }

    @Test
    void joinsWhatIsSaidBeforeAndAfterAPause() {
        // Given
        Recording first = recording("espeak-01.wav");
        Recording second = recording("espeak-02.wav");
        short[] pause = new short[32_000];

        // When
        short[] samples = join(first.samples(), pause, second.samples());
        Transcript transcript = hear(samples);

        // Then
        assertThat(transcript.text()).isEqualTo(first.text() + " " + second.text());
        assertWordTimesRise(transcript.words(), samples.length / 16);
        assertThat(transcript.words().getLast().startMillis())
                .isGreaterThan((first.samples().length + pause.length) / 16);
    }

    static Map<String, short[]> soundsWithoutWords() {
        return Sounds.withoutWords(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "white noise", "pink noise", "tone 440", "tone 1000", "hum"})
    void hearsNoWordsWhereThereAreNone(String sound) {
        // When
        Transcript transcript = hear(soundsWithoutWords().get(sound));

        // Then
        assertThat(transcript.text()).isEmpty();
        assertThat(transcript.words()).isEmpty();
        assertThat(transcript.confidence()).isZero();
    }

    @Test
    void anUtteranceWithoutSoundHasNoWords() {
        // Then
        try (Utterance utterance = recognizer.begin()) {
            assertThat(utterance.accept(new short[0])).isNull();
            assertThat(utterance.finish().text()).isEmpty();
        }
    }

    @Test
    void aClosedUtteranceIsRefusedAndCanBeClosedAgain() {
        // Given
        Utterance utterance = recognizer.begin();
        utterance.close();
        utterance.close();

        // Then
        assertThatThrownBy(() -> utterance.accept(new short[320]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(utterance::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closesWhileAnUtteranceIsOpen() throws IOException {
        // Given
        VoskRecognizer closing = new VoskRecognizer(model, 1);
        Utterance open = closing.begin();
        open.accept(recording("espeak-01.wav").samples());

        // When
        closing.close();
        closing.close();

        // Then
        assertThatThrownBy(() -> open.accept(new short[320]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(closing::begin).isInstanceOf(IllegalStateException.class);
        open.close();
    }

    @Test
    void anInterruptedLaneStaysInterruptedAndLosesNothing() {
        // Given
        Recording recording = recording("espeak-05.wav");

        // When
        Thread.currentThread().interrupt();
        Transcript transcript = hear(recording.samples());

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transcript.text()).isEqualTo(recording.text());
    }

    @Test
    void aFolderWithoutAModelIsAClearError(@TempDir Path other) throws IOException {
        // Then
        assertThatThrownBy(() -> new VoskRecognizer(other.resolve("nowhere"), 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> new VoskRecognizer(other, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("am/final.mdl");
        Path file = Files.writeString(other.resolve("file"), "no model");
        assertThatThrownBy(() -> new VoskRecognizer(file, 1))
                .isInstanceOf(SpeechModelException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"am/final.mdl", "graph/HCLr.fst", "graph/words.txt", "conf/model.conf"})
    void anIncompleteModelIsAClearError(String missing, @TempDir Path other) throws IOException {
        // Given
        Path incomplete = StarterModel.unpackInto(other);
        Files.delete(incomplete.resolve(missing));

        // Then
        assertThatThrownBy(() -> new VoskRecognizer(incomplete, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining(incomplete.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"am/final.mdl", "graph/HCLr.fst"})
    void aModelCutShortIsAClearError(String file, @TempDir Path other) throws IOException {
        // Given
        Path damaged = StarterModel.unpackInto(other);
        Path cut = damaged.resolve(file);
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        // Then
        assertThatThrownBy(() -> new VoskRecognizer(damaged, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining(damaged.toString());
    }

    private static Recording recording(String file) {
        return Recordings.all().stream().filter(r -> r.file().equals(file)).findAny().orElseThrow();
    }

    private static Transcript hear(short[] samples) {
        return hear(samples, new ArrayList<>());
    }

    private static Transcript hear(short[] samples, List<String> partials) {
        try (Utterance utterance = recognizer.begin()) {
            for (int at = 0; at < samples.length; at += 960) {
                String partial =
                        utterance.accept(
                                Arrays.copyOfRange(
                                        samples, at, Math.min(samples.length, at + 960)));
                if (partial != null) {
                    partials.add(partial);
                }
            }
            return utterance.finish();
        }
    }

    private static void assertWordTimesRise(List<Speech.Word> words, long millis) {
        long before = 0;
        for (Speech.Word word : words) {
            assertThat(word.startMillis()).isGreaterThanOrEqualTo(before);
            assertThat(word.endMillis()).isGreaterThan(word.startMillis());
            before = word.endMillis();
        }
        assertThat(before).isPositive().isLessThanOrEqualTo(millis);
    }

    private static short[] join(short[]... pieces) {
        short[] all = new short[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (short[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
