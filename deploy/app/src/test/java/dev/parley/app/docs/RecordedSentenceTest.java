package dev.parley.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.SpokenEnglish;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the gateway plays when all else is silent; -Dparley.docs.write=true makes it anew. */
class RecordedSentenceTest {
    private static final Path FOLDER =
            Path.of(
                    "../../connectors/gateway/src/main/resources/dev/parley/connectors/gateway/silent");
    private static final int RATE = 16_000;

    @Test
    void saysItsTextInTheVoiceThatComesWithParley() throws Exception {
        // Given
        Path file = FOLDER.resolve("sentence.wav");

        // When
        short[] spoken = spoken(Files.readString(FOLDER.resolve("sentence.txt")).strip());
        if (Boolean.getBoolean("parley.docs.write")) {
            Wav.write(file, RATE, spoken);
        }

        // Then
        Wav recorded = Wav.read(file);
        assertThat(recorded.sampleRate()).isEqualTo(RATE);
        assertThat(recorded.mono()).hasSameSizeAs(spoken);
        assertThat(loudestDifference(recorded.mono(), spoken)).isLessThan(500);
        assertThat(loudestDifference(recorded.mono(), new short[spoken.length]))
                .isGreaterThan(5_000);
    }

    private static short[] spoken(String text) throws Exception {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        Resampler resampler = new Resampler(SpeechSynthesizer.SAMPLE_RATE, RATE);
        try (MaryVoice voice = new MaryVoice()) {
            voice.speak(
                    new SpokenEnglish().verbalize(text),
                    samples -> {
                        sound.writeBytes(Pcm.toBytes(resampler.accept(samples)));
                        return true;
                    });
        }
        sound.writeBytes(Pcm.toBytes(resampler.flush()));
        return Pcm.toShorts(sound.toByteArray());
    }

    private static int loudestDifference(short[] one, short[] other) {
        int most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }
}
