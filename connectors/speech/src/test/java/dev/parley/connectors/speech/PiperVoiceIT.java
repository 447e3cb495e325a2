package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import java.lang.management.ManagementFactory;
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

/** With a published voice, {@code en_US-joe-medium} (CC0), and the real espeak-ng. */
class PiperVoiceIT implements SpeechSynthesizerContract {
    private static final String LONG =
            "Your timer for ten minutes is set, and I will tell you when it is over, so do"
                    + " something else until then.";

    @TempDir static Path folder;
    private static PiperVoice voice;

    @BeforeAll
    static void load() throws Exception {
        voice = new PiperVoice(model(), 2);
    }

    @AfterAll
    static void close() {
        if (voice != null) {
            voice.close();
        }
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void theFirstPhraseIsHeardBeforeTheLastIsMade() {
        // Given
        List<Long> at = new ArrayList<>();

        // When
        long begun = System.nanoTime();
        voice.speak(
                LONG,
                samples -> {
                    at.add(System.nanoTime() - begun);
                    return true;
                });

        // Then
        assertThat(at).hasSizeGreaterThan(30);
        assertThat(at.getFirst()).isLessThan(at.getLast() * 3 / 4);
    }

    /** Counted in processor time, so that a busy machine makes no difference. */
    @Test
    void costsLessThanItLasts() {
        // Given
        OperatingSystemMXBean machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        SpeechSynthesizerContract.spoken(voice, LONG);

        // When
        long begun = machine.getProcessCpuTime();
        short[] sound = SpeechSynthesizerContract.spoken(voice, LONG);
        double seconds = (machine.getProcessCpuTime() - begun) / 1e9;

        // Then
        assertThat(seconds).isLessThan(0.5 * sound.length / SpeechSynthesizer.SAMPLE_RATE);
    }

    @Test
    void aTextWithoutAnEndIsSpokenInParts() {
        // Given
        List<short[]> pieces = new ArrayList<>();

        // When
        voice.speak(
                "and so on ".repeat(1_000), samples -> pieces.add(samples) && pieces.size() < 200);

        // Then
        assertThat(pieces).hasSize(200);
    }

    @Test
    void wordsOfOtherScriptsAreHarmless() {
        // Then
        for (String text : List.of("Привет, мир", "你好", "مرحبا", "Grüße aus Köln")) {
            assertThat(SpeechSynthesizerContract.spoken(voice, "So: " + text)).isNotEmpty();
        }
    }

    @Test
    void aConversationGoesBeforeThoseWhoCanWait() throws Exception {
        // Given
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        try (PiperVoice alone = new PiperVoice(model(), 1)) {
            // When
            Thread patient =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        alone.patient()
                                                .speak(
                                                        (LONG + " ").repeat(5),
                                                        samples -> {
                                                            begun.countDown();
                                                            return true;
                                                        });
                                        done.add("patient");
                                    });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            alone.speak("It is ten.", samples -> true);
            done.add("conversation");
            patient.join();
        }

        // Then
        assertThat(done).containsExactly("conversation", "patient");
    }

    /** Far less than a robot's voice, on which alone that model was trained: some half of it. */
    @Test
    void isUnderstoodInPartByTheStarterModel() throws Exception {
        // Given
        List<String> replies =
                List.of(
                        "It is 10:04 in Tokyo.",
                        "It is 3:00 in London.",
                        "Today is November 22, 2026.",
                        "Twelve times seven is 84.",
                        "Your timer is set for 10 minutes.",
                        "Your timer for 10 seconds is over.",
                        "3 kilograms is 6.61 pounds.",
                        "50% of 80 is 40.");
        Verbalizer verbalizer = new SpokenEnglish();

        // When
        WordErrors errors = WordErrors.NONE;
        try (VoskRecognizer recognizer = new VoskRecognizer(StarterModel.unpackInto(folder), 1)) {
            for (String written : replies) {
                String reply = verbalizer.verbalize(written);
                short[] sound =
                        Resampler.convert(
                                SpeechSynthesizerContract.spoken(voice, reply),
                                SpeechSynthesizer.SAMPLE_RATE,
                                16_000);
                try (Utterance utterance = recognizer.begin()) {
                    utterance.accept(sound);
                    errors = errors.plus(WordErrors.between(reply, utterance.finish().text()));
                }
            }
        }

        // Then
        assertThat(errors.rate()).isLessThan(0.7);
    }

    private static Path model() {
        String model = System.getProperty("parley.piper.voice");
        if (model == null) {
            String reason =
                    "-Dparley.piper.voice names no Piper voice (.onnx); parley check fetches one";
            if (Boolean.getBoolean("parley.nothing.skipped")) {
                fail(reason);
            }
            abort(reason);
        }
        return Path.of(model);
    }
}
