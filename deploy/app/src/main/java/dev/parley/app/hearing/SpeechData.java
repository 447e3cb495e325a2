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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Recordings that can't be committed, in a folder: {@code testset/} with {@code transcripts.tsv}
 * (file, what is said, voice) and {@code human/}.
 *
 * @param recordings to be measured
 * @param whole how many there are of each set
 */
record SpeechData(List<Spoken> recordings, Map<String, Long> whole) {
    /** Names the folder. */
    static final String VARIABLE = "PARLEY_SPEECH_DATA";

    private static final String USUAL = "speech-data";
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

    /**
     * The folder that the environment names, else {@code speech-data} beside the data directory.
     */
    static Path usualFolder(Path data, Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isBlank() ? data.resolveSibling(USUAL) : Path.of(named);
    }

    /**
     * @throws UserError with a sentence that names the cure, if there are none
     */
    static SpeechData in(Path folder) {
        Path transcripts = folder.resolve("testset").resolve("transcripts.tsv");
        if (!Files.isRegularFile(transcripts)) {
            throw new UserError(
                    "There are no recordings in "
                            + folder
                            + " (testset/transcripts.tsv, human/): name their folder in "
                            + VARIABLE
                            + " or with --recordings.");
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
        return new SpeechData(recordings, counts(recordings));
    }

    /** The same with at most so many of each set, evenly spread over it. */
    SpeechData spread(int limit) {
        List<Spoken> few = new ArrayList<>();
        for (String set : whole.keySet()) {
            List<Spoken> all = recordings.stream().filter(each -> each.set().equals(set)).toList();
            int wanted = Math.min(limit, all.size());
            for (int i = 0; i < wanted; i++) {
                few.add(all.get(i * all.size() / wanted));
            }
        }
        return new SpeechData(few, whole);
    }

    /** A sentence on which recordings these are. */
    String told() {
        Map<String, Long> counts = counts(recordings);
        return whole.entrySet().stream()
                .map(
                        set ->
                                "%s: %d of %d"
                                        .formatted(
                                                set.getKey(),
                                                counts.getOrDefault(set.getKey(), 0L),
                                                set.getValue()))
                .collect(Collectors.joining("; ", "Recordings measured, evenly spread: ", "."));
    }

    private static Map<String, Long> counts(List<Spoken> recordings) {
        return recordings.stream()
                .collect(
                        Collectors.groupingBy(
                                Spoken::set, LinkedHashMap::new, Collectors.counting()));
    }

    private static short[] samples(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Wav wav = Wav.read(in);
            return Resampler.convert(wav.mono(), wav.sampleRate(), 16_000);
        }
    }
}
