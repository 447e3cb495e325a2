package dev.parley.connectors.speech;

import dev.parley.streams.audio.G711;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How many words recognisers get wrong, of recordings as they are, with noise, and as they come
 * through a telephone. Every engine hears the same noise. Engines are asked with patience, so that
 * what is measured doesn't depend on how busy the machine is; numbers are compared in words.
 */
public final class HearingEvaluation {
    private static final int SAMPLE_RATE = 16_000;
    private static final int PIECE = 960;
    private static final int SILENCE_AFTER = 700 * 16;
    private static final int LINE_RATE = 8_000;
    private static final long SEED = 20_261_123;

    private final Map<Cell, WordErrors> errors = new LinkedHashMap<>();
    private final Map<String, List<Long>> finishMillis = new LinkedHashMap<>();
    private final WrittenSpeech written = new WrittenSpeech();

    /**
     * A recording with what is said in it.
     *
     * @param set to which it belongs, such as "synthetic voices"
     * @param samples 16 kHz mono
     */
    public record Spoken(String set, String name, String said, short[] samples) {}

    /** What a recording goes through. */
    public enum Condition {
        AS_RECORDED("as recorded"),
        NOISE_20("noise, 20 dB"),
        NOISE_10("noise, 10 dB"),
        NOISE_5("noise, 5 dB"),
        LINE("8 kHz line");

        private final String told;

        Condition(String told) {
            this.told = told;
        }

        short[] of(short[] samples, long seed) {
            return switch (this) {
                case AS_RECORDED -> samples;
                case NOISE_20 -> noisy(samples, 20, seed);
                case NOISE_10 -> noisy(samples, 10, seed);
                case NOISE_5 -> noisy(samples, 5, seed);
                case LINE -> throughALine(samples);
            };
        }
    }

    private record Cell(String engine, String set, Condition condition) {}

    public void measure(String engine, SpeechRecognizer recognizer, List<Spoken> recordings) {
        SpeechRecognizer patient = recognizer.patient();
        for (Spoken recording : recordings) {
            for (Condition condition : Condition.values()) {
                long seed = SEED + recording.name().hashCode();
                String heard = heard(engine, patient, condition.of(recording.samples(), seed));
                errors.merge(
                        new Cell(engine, recording.set(), condition),
                        WordErrors.between(written.spoken(recording.said()), written.spoken(heard)),
                        WordErrors::plus);
            }
        }
    }

    private String heard(String engine, SpeechRecognizer recognizer, short[] speech) {
        short[] samples = Arrays.copyOf(speech, speech.length + SILENCE_AFTER);
        try (Utterance utterance = recognizer.begin()) {
            for (int at = 0; at < samples.length; at += PIECE) {
                utterance.accept(
                        Arrays.copyOfRange(samples, at, Math.min(samples.length, at + PIECE)));
            }
            long begun = System.nanoTime();
            String text = utterance.finish().text();
            finishMillis
                    .computeIfAbsent(engine, e -> new ArrayList<>())
                    .add((System.nanoTime() - begun) / 1_000_000);
            return text;
        }
    }

    /** White noise, so many decibels below the recording's mean power. */
    static short[] noisy(short[] samples, int decibels, long seed) {
        double power = Arrays.stream(doubles(samples)).map(s -> s * s).average().orElse(0);
        double deviation = Math.sqrt(power / Math.pow(10, decibels / 10.0));
        Random random = new Random(seed);
        short[] noisy = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            noisy[i] = clipped(samples[i] + deviation * random.nextGaussian());
        }
        return noisy;
    }

    /** 8 kHz in G.711's µ-law, and back. */
    static short[] throughALine(short[] samples) {
        short[] narrow = Resampler.convert(samples, SAMPLE_RATE, LINE_RATE);
        return Resampler.convert(
                G711.MU_LAW.decode(G711.MU_LAW.encode(narrow)), LINE_RATE, SAMPLE_RATE);
    }

    private static double[] doubles(short[] samples) {
        double[] doubles = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            doubles[i] = samples[i];
        }
        return doubles;
    }

    private static short clipped(double sample) {
        return (short) Math.clamp(Math.round(sample), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** A table: each engine on each set of recordings, under each condition. */
    public String markdown() {
        StringBuilder table = new StringBuilder("| engine | recordings | words |");
        for (Condition condition : Condition.values()) {
            table.append(' ').append(condition.told).append(" |");
        }
        table.append("\n|---|---|---|").append("---|".repeat(Condition.values().length));
        errors.keySet().stream()
                .filter(cell -> cell.condition() == Condition.AS_RECORDED)
                .forEach(cell -> row(table, cell));
        table.append("\n\n| engine | from the utterance's end to its text, median | 9 of 10 |\n")
                .append("|---|---|---|\n");
        finishMillis.forEach(
                (engine, millis) -> {
                    List<Long> sorted = millis.stream().sorted().toList();
                    table.append(
                            String.format(
                                    Locale.ROOT,
                                    "| %s | %d ms | %d ms |%n",
                                    engine,
                                    sorted.get(sorted.size() / 2),
                                    sorted.get(sorted.size() * 9 / 10)));
                });
        return table.toString();
    }

    private void row(StringBuilder table, Cell cell) {
        table.append(
                String.format(
                        Locale.ROOT,
                        "\n| %s | %s | %d |",
                        cell.engine(),
                        cell.set(),
                        errors.getOrDefault(cell, WordErrors.NONE).words()));
        for (Condition condition : Condition.values()) {
            WordErrors found =
                    errors.getOrDefault(
                            new Cell(cell.engine(), cell.set(), condition), WordErrors.NONE);
            table.append(String.format(Locale.ROOT, " %.1f %% |", 100 * found.rate()));
        }
    }
}
