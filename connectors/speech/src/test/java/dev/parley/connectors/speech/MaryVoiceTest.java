package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaryVoiceTest implements SpeechSynthesizerContract {
    private static final List<String> REPLIES =
            List.of(
                    "It is 10:04 in Tokyo.",
                    "It is 10:04 PM in Tokyo.",
                    "It is 3:00 in London.",
                    "Today is November 22, 2026.",
                    "Twelve times seven is 84.",
                    "144 divided by 12 is 12.",
                    "2.5 plus 3 is 5.5.",
                    "Your timer is set for 10 minutes.",
                    "Your timer for 10 seconds is over.",
                    "10 miles is 16.09 km.",
                    "3 kilograms is 6.61 pounds.",
                    "50% of 80 is 40.",
                    "It is -5 degrees.");

    @TempDir static Path folder;
    private static MaryVoice voice;

    @BeforeAll
    static void load() throws Exception {
        voice = new MaryVoice();
    }

    @AfterAll
    static void close() {
        voice.close();
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void comesInPiecesWhileItIsMade() {
        // Given
        List<Integer> lengths = new ArrayList<>();

        // When
        voice.speak(
                "Your timer for ten minutes is set, and I will tell you when it is over.",
                samples -> {
                    lengths.add(samples.length);
                    return true;
                });

        // Then
        assertThat(lengths).hasSizeGreaterThan(10).allMatch(length -> length <= 2_400);
    }

    @Test
    void aLongSentenceBeginsAsSoonAsItsFirstPhraseDoes() {
        // Given
        String rest = " with a high of twenty three degrees, light wind, and no rain at all,";
        String sentence = "The weather is sunny," + rest.repeat(8) + " so take a hat.";
        SpeechSynthesizerContract.spoken(voice, sentence);

        // When
        long begun = System.nanoTime();
        List<Long> at = new ArrayList<>();
        voice.speak(sentence, samples -> at.add(System.nanoTime() - begun));

        // Then
        assertThat(at.getFirst()).isLessThan(at.getLast() / 10);
    }

    @Test
    void aConversationGoesBeforeThoseWhoCanWaitWhoseSoundIsNoneTheWorse() throws Exception {
        // Given
        String sentence = "Your timer for ten minutes is set, and I will tell you when it is over.";
        short[] alone = SpeechSynthesizerContract.spoken(voice, sentence);
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        List<short[]> pieces = new CopyOnWriteArrayList<>();

        // When
        Thread patient =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    voice.patient()
                                            .speak(
                                                    sentence,
                                                    samples -> {
                                                        begun.countDown();
                                                        return pieces.add(samples);
                                                    });
                                    done.add("patient");
                                });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        voice.speak("It is ten.", samples -> true);
        done.add("conversation");
        patient.join();

        // Then
        assertThat(done).containsExactly("conversation", "patient");
        short[] joined = new short[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (short[] piece : pieces) {
            System.arraycopy(piece, 0, joined, at, piece.length);
            at += piece.length;
        }
        assertThat(joined).isEqualTo(alone);
    }

    @Test
    void isUnderstoodByTheStarterModel() throws Exception {
        assertThat(misheard(REPLIES, 1).rate()).isLessThan(0.03);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.25})
    void isUnderstoodFasterAndSlowerToo(double rate) throws Exception {
        assertThat(misheard(REPLIES.subList(5, 10), rate).rate()).isLessThan(0.1);
    }

    private static WordErrors misheard(List<String> replies, double rate) throws Exception {
        Verbalizer verbalizer = new SpokenEnglish();
        WordErrors errors = WordErrors.NONE;
        try (VoskRecognizer recognizer = new VoskRecognizer(StarterModel.unpackInto(folder), 1)) {
            for (String written : replies) {
                String reply = verbalizer.verbalize(written);
                short[] sound =
                        Resampler.convert(
                                SpeechSynthesizerContract.paced(
                                        SpeechSynthesizerContract.spoken(voice, reply), rate),
                                SpeechSynthesizer.SAMPLE_RATE,
                                16_000);
                try (Utterance utterance = recognizer.begin()) {
                    utterance.accept(sound);
                    errors = errors.plus(WordErrors.between(reply, utterance.finish().text()));
                }
            }
        }
        return errors;
    }
}
