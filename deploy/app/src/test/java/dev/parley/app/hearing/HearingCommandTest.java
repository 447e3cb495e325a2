package dev.parley.app.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.UserError;
import dev.parley.streams.audio.Wav;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With the starter model, and recordings of silence. */
class HearingCommandTest {
    @TempDir private Path folder;
    private Path document;
    private String out = "";
    private String err = "";

    @BeforeEach
    void record() throws IOException {
        document =
                Files.writeString(
                        folder.resolve("quality.md"),
                        "before\n<!-- hearing -->\nNot yet.\n<!-- end of hearing -->\nafter\n");
        Files.createDirectories(folder.resolve("speech/testset"));
        Files.createDirectories(folder.resolve("speech/human"));
        Files.writeString(
                folder.resolve("speech/testset/transcripts.tsv"),
                "a.wav\thello there\tme\nb.wav\tone two three\tme\n");
        for (String name :
                List.of(
                        "testset/a",
                        "testset/b",
                        "human/digits",
                        "human/platforms",
                        "human/expression")) {
            Wav.write(folder.resolve("speech/" + name + ".wav"), 16_000, new short[4_800]);
        }
    }

    @Test
    void writesWhatWasMeasuredOfHowManyRecordingsAndUnderWhichConditions() throws IOException {
        // When
        int exitCode = run("--engines", "vosk", "--limit", "1", "--conditions", "line,clean");

        // Then
        assertThat(exitCode).as(err).isZero();
        assertThat(document)
                .content()
                .startsWith("before\n<!-- hearing -->\n")
                .contains("synthetic voices: 1 of 2; people: 1 of 3")
                .contains("| engine | recordings | words | as recorded | 8 kHz line |")
                .contains("| Vosk, starter model | synthetic voices | 2 | 100.0 % | 100.0 % |")
                .endsWith("<!-- end of hearing -->\nafter\n");
        assertThat(out).contains("Vosk, starter model: 4 of 4");
    }

    /** The figures of the engine before it stay. */
    @Test
    void keepsWhatWasMeasuredBeforeAnEngineFails() throws IOException {
        // When
        int exitCode =
                run(
                        "--conditions",
                        "clean",
                        "--set",
                        "engines.whisper.url=http://127.0.0.1:1/v1",
                        "--set",
                        "engines.whisper.patience=1s");

        // Then
        assertThat(exitCode).isNotZero();
        assertThat(document).content().contains("| Vosk, starter model | people |");
    }

    @Test
    void saysWhatIsWrong() {
        // Then
        assertThat(run("--engines", "both")).isEqualTo(1);
        assertThat(err).contains("Whisper isn't configured", "parley models use");
        assertThat(run("--conditions", "loud")).isEqualTo(2);
        assertThat(err).contains("no condition loud", "clean, 20dB, 10dB, 5dB, line");
        assertThat(run("--limit", "0")).isEqualTo(2);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of("--recordings", folder.resolve("speech").toString()));
        all.addAll(List.of("--set", "data=" + folder.resolve("data")));
        Collections.addAll(all, arguments);
        all.add(document.toString());
        StringWriter written = new StringWriter();
        StringWriter complained = new StringWriter();
        int exitCode =
                new CommandLine(new HearingCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(written, true))
                        .setErr(new PrintWriter(complained, true))
                        .setExecutionExceptionHandler(
                                (failure, commandLine, parsed) -> {
                                    complained.write(String.valueOf(failure.getMessage()));
                                    return failure instanceof UserError error
                                            ? error.exitCode()
                                            : 1;
                                })
                        .execute(all.toArray(String[]::new));
        out = written.toString();
        err = complained.toString();
        return exitCode;
    }
}
