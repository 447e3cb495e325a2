package dev.parley.app.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.UserError;
import dev.parley.connectors.speech.HearingEvaluation.Spoken;
import dev.parley.streams.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

        assertThat(SpeechData.in(folder).recordings())
                .extracting(Spoken::name)
                .containsExactly("a.wav", "digits.wav", "expression.wav", "platforms.wav");
        assertThat(SpeechData.in(folder).recordings().getFirst().samples()).hasSize(1_600);
    }

    @Test
    void fewAreSpreadOverAllOfASetAndSayHowManyTheyAre() {
        List<Spoken> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(new Spoken("voices", "v" + i, "hello", new short[160]));
        }
        all.add(new Spoken("people", "p", "hello", new short[160]));

        SpeechData few = new SpeechData(all, Map.of("voices", 6L)).spread(3);

        assertThat(few.recordings()).extracting(Spoken::name).containsExactly("v0", "v2", "v4");
        assertThat(few.told()).contains("voices: 3 of 6");
    }

    @Test
    void liesBesideTheDataUnlessTheEnvironmentNamesAnotherFolder() {
        Path data = Path.of("home", "data");

        assertThat(SpeechData.usualFolder(data, Map.of())).isEqualTo(Path.of("home/speech-data"));
        assertThat(SpeechData.usualFolder(data, Map.of("PARLEY_SPEECH_DATA", "/elsewhere")))
                .isEqualTo(Path.of("/elsewhere"));
    }
}
