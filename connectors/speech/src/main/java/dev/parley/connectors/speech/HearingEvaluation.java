package dev.parley.connectors.speech;

import dev.parley.streams.audio.G711;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How many words recognisers get wrong, of recordings as they are, with noise, and as they come
 * through a telephone. Every engine hears the same sound, and each sound once: what two passes make
 * of it is worked out from what the two heard. Engines are asked with patience, so that what is
 * measured doesn't depend on how busy the machine is; numbers are compared in words. Used by one
 * thread.
 */
public final class HearingEvaluation {
    private static final int SAMPLE_RATE = 16_000;
    private static final int SAMPLES_A_MILLI = SAMPLE_RATE / 1_000;
    private static final int PIECE = 960;
    private static final int SILENCE_AFTER = 700 * SAMPLES_A_MILLI;
    private static final int LINE_RATE = 8_000;
    private static final long SEED = 20_261_123;

    private final List<Spoken> recordings;
    private final Set<Condition> conditions;
    private final Map<Cell, WordErrors> errors = new LinkedHashMap<>();
    private final Map<Hearing, Transcript> heard = new HashMap<>();
    private final Map<String, List<Long>> finishMillis = new LinkedHashMap<>();
    private final WrittenSpeech written = new WrittenSpeech();

    /**
     * A recording with what is said in it.
     *
     * @param set to which it belongs, such as "synthetic voices"
     * @param name of its own
     * @param samples 16 kHz mono
     */
    public record Spoken(String set, String name, String said, short[] samples) {}

    /** What a recording goes through. */
    public enum Condition {
        AS_RECORDED("clean", "as recorded"),
        NOISE_20("20dB", "noise, 20 dB"),
        NOISE_10("10dB", "noise, 10 dB"),
        NOISE_5("5dB", "noise, 5 dB"),
        LINE("line", "8 kHz line");

        private final String typed;
        private final String told;

        Condition(String typed, String told) {
            this.typed = typed;
            this.told = told;
        }

        /** One word, for a command line. */
        public String typed() {
            return typed;
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

    /** Is told after each sound. */
    @FunctionalInterface
    public interface Watcher {
        void measured(String engine, int done, int of);
    }

    private record Cell(String engine, String set, Condition condition) {}

    private record Hearing(String engine, String recording, Condition condition) {}

    /**
     * @param conditions at least one
     */
    public HearingEvaluation(List<Spoken> recordings, Collection<Condition> conditions) {
        this.recordings = List.copyOf(recordings);
        this.conditions = EnumSet.copyOf(conditions);
    }

    /**
     * Lets an engine hear everything, which takes about as long as the recordings last, or less.
     */
    public void measure(String engine, SpeechRecognizer recognizer, Watcher watcher) {
        SpeechRecognizer patient = recognizer.patient();
        int done = 0;
        for (Spoken recording : recordings) {
            for (Condition condition : conditions) {
                Transcript transcript = heard(engine, patient, sound(recording, condition));
                heard.put(new Hearing(engine, recording.name(), condition), transcript);
                count(engine, recording, condition, transcript);
                watcher.measured(engine, ++done, recordings.size() * conditions.size());
            }
        }
    }

    /**
     * What {@link TwoPassRecognizer} makes of what two measured engines heard, if the second is in
     * time.
     *
     * @param both what the two together are called
     */
    public void combine(String both, String first, String second, VoiceActivityDetector detector) {
        for (Spoken recording : recordings) {
            for (Condition condition : conditions) {
                short[] sound = sound(recording, condition);
                Transcript agreed =
                        TwoPassRecognizer.agreed(
                                measured(first, recording, condition),
                                measured(second, recording, condition).text(),
                                speechMillis(detector, sound),
                                sound.length / SAMPLES_A_MILLI);
                count(both, recording, condition, agreed);
            }
        }
    }

    private Transcript measured(String engine, Spoken recording, Condition condition) {
        Transcript transcript = heard.get(new Hearing(engine, recording.name(), condition));
        if (transcript == null) {
            throw new IllegalStateException(engine + " was not measured");
        }
        return transcript;
    }

    private static short[] sound(Spoken recording, Condition condition) {
        short[] speech = condition.of(recording.samples(), SEED + recording.name().hashCode());
        return Arrays.copyOf(speech, speech.length + SILENCE_AFTER);
    }

    private void count(String engine, Spoken recording, Condition condition, Transcript heard) {
        errors.merge(
                new Cell(engine, recording.set(), condition),
                WordErrors.between(written.spoken(recording.said()), written.spoken(heard.text())),
                WordErrors::plus);
    }

    private Transcript heard(String engine, SpeechRecognizer recognizer, short[] samples) {
        try (Utterance utterance = recognizer.begin()) {
            for (int at = 0; at < samples.length; at += PIECE) {
                utterance.accept(
                        Arrays.copyOfRange(samples, at, Math.min(samples.length, at + PIECE)));
            }
            long begun = System.nanoTime();
            Transcript transcript = utterance.finish();
            finishMillis
                    .computeIfAbsent(engine, e -> new ArrayList<>())
                    .add((System.nanoTime() - begun) / 1_000_000);
            return transcript;
        }
    }

    private static long speechMillis(VoiceActivityDetector detector, short[] samples) {
        int frame = VoiceActivityDetector.FRAME_SAMPLES;
        long millis = 0;
        try (VoiceActivityDetector.Ear ear = detector.open()) {
            for (int at = 0; at + frame <= samples.length; at += frame) {
                if (ear.isSpeech(Arrays.copyOfRange(samples, at, at + frame))) {
                    millis += frame / SAMPLES_A_MILLI;
                }
            }
        }
        return millis;
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

    /** Tables: the words that each engine gets wrong on each set, and how long it takes. */
    public String markdown() {
        StringBuilder table = new StringBuilder("| engine | recordings | words |");
        for (Condition condition : conditions) {
            table.append(' ').append(condition.told).append(" |");
        }
        table.append("\n|---|---|---|").append("---|".repeat(conditions.size()));
        Condition any = conditions.iterator().next();
        errors.keySet().stream()
                .filter(cell -> cell.condition() == any)
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
        for (Condition condition : conditions) {
            WordErrors found = errors.get(new Cell(cell.engine(), cell.set(), condition));
            table.append(
                    found == null
                            ? " |"
                            : String.format(Locale.ROOT, " %.1f %% |", 100 * found.rate()));
        }
    }
}
