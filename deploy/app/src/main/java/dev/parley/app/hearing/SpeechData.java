package dev.parley.app.hearing;

import dev.parley.app.UserError;
import dev.parley.connectors.speech.HearingEvaluation.Spoken;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recordings that can't be committed, in a folder: {@code testset/} with {@code transcripts.tsv}
 * (file, what is said, voice) and {@code human/}.
 */
final class SpeechData {
    private static final Map<String, String> HUMAN =
            new TreeMap<>(
                    Map.of(
                            "digits.wav",
                            "one zero zero zero one nine oh two one oh zero one eight zero three",
                            "platforms.wav",
                            "today only platforms one and three are used",
                            "expression.wav",
                            "the expression goes six times ten equals sixty not six hundred"
                                    + " thousand that gives us a twelve percent chance"));

    private SpeechData() {}

    /**
     * @throws UserError with a sentence that names the cure, if there are none
     */
    static List<Spoken> in(Path folder) {
        Path transcripts = folder.resolve("testset").resolve("transcripts.tsv");
        if (!Files.isRegularFile(transcripts)) {
            throw new UserError(
                    "There are no recordings in "
                            + folder
                            + " (testset/transcripts.tsv, human/): name their folder in"
                            + " PARLEY_SPEECH_DATA or with --data.");
        }
        List<Spoken> recordings = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(transcripts, StandardCharsets.UTF_8)) {
                String[] columns = line.split("\t");
                if (columns.length >= 2) {
                    recordings.add(
                            new Spoken(
                                    "synthetic voices",
                                    columns[0],
                                    columns[1],
                                    samples(folder.resolve("testset").resolve(columns[0]))));
                }
            }
            for (Map.Entry<String, String> human : HUMAN.entrySet()) {
                recordings.add(
                        new Spoken(
                                "people",
                                human.getKey(),
                                human.getValue(),
                                samples(folder.resolve("human").resolve(human.getKey()))));
            }
        } catch (IOException e) {
            throw new UserError("A recording can't be read: " + e.getMessage(), e);
        }
        return recordings;
    }

    private static short[] samples(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Wav wav = Wav.read(in);
            return Resampler.convert(wav.mono(), wav.sampleRate(), 16_000);
        }
    }
}
