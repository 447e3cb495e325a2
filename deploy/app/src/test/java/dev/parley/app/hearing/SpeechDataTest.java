package dev.parley.app.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.UserError;
import dev.parley.connectors.speech.HearingEvaluation.Spoken;
import dev.parley.streams.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechDataTest {
    @TempDir Path folder;

    @Test
    void aFolderWithoutRecordingsIsASentenceThatNamesTheCure() {
        assertThatThrownBy(() -> SpeechData.in(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("PARLEY_SPEECH_DATA");
    }

    @Test
    void aRecordingThatIsMissingIsNotSkipped() throws IOException {
        Files.createDirectory(folder.resolve("testset"));
        Files.writeString(folder.resolve("testset/transcripts.tsv"), "a.wav\thello\tme\n");

        assertThatThrownBy(() -> SpeechData.in(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a.wav");
    }

    @Test
    void hasTheSentencesAndThePeople() throws IOException {
        Files.createDirectory(folder.resolve("testset"));
        Files.createDirectory(folder.resolve("human"));
        Files.writeString(folder.resolve("testset/transcripts.tsv"), "a.wav\thello\tme\n");
        Wav.write(folder.resolve("testset/a.wav"), 8_000, new short[800]);
        for (String person : new String[] {"digits", "platforms", "expression"}) {
            Wav.write(folder.resolve("human/" + person + ".wav"), 16_000, new short[160]);
        }

        assertThat(SpeechData.in(folder))
                .extracting(Spoken::name)
                .containsExactly("a.wav", "digits.wav", "expression.wav", "platforms.wav");
        assertThat(SpeechData.in(folder).getFirst().samples()).hasSize(1_600);
    }
}
