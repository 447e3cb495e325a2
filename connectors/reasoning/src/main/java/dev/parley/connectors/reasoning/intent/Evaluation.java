package dev.parley.connectors.reasoning.intent;

import dev.parley.schemas.event.Intent;
import dev.parley.streams.intent.IntentClassifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a classifier does on sentences whose intents are known.
 *
 * @param confusion how many sentences of an intent (outer name) were taken for which (inner name)
 * @param millis CPU of the whole process a sentence, warm; the one figure that differs from run to
 *     run
 */
public record Evaluation(Map<String, Map<String, Integer>> confusion, double millis) {
    /** A sentence and its intent; {@code none} is out of scope. */
    public record Case(String intent, String sentence) {}

    /**
     * Reads a set: a line each, intent and sentence with a tab between them; {@code #} begins a
     * comment.
     */
    public static List<Case> cases(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t", 2))
                .map(parts -> new Case(parts[0], parts[1]))
                .toList();
    }

    /** Classifies all of them twice: once to warm up, once to be counted. */
    public static Evaluation of(IntentClassifier classifier, List<Case> cases) {
        cases.forEach(each -> classifier.classify(each.sentence()));
        long before = cpuNanos();
        Map<String, Map<String, Integer>> confusion = new TreeMap<>();
        for (Case each : cases) {
            confusion
                    .computeIfAbsent(each.intent(), intent -> new TreeMap<>())
                    .merge(classifier.classify(each.sentence()).intent(), 1, Integer::sum);
        }
        return new Evaluation(confusion, (cpuNanos() - before) / 1e6 / cases.size());
    }

    /** The part of the sentences in scope whose intent was found. */
    public double accuracyInScope() {
        int right = 0;
        int all = 0;
        for (String intent : confusion.keySet()) {
            if (!intent.equals(Intent.NONE)) {
                right += count(intent, intent);
                all += said(intent);
            }
        }
        return part(right, all);
    }

    /** The part of the sentences out of scope that were told to be so. */
    public double recallOutOfScope() {
        return part(count(Intent.NONE, Intent.NONE), said(Intent.NONE));
    }

    /** The part of the sentences told to be out of scope that are. */
    public double precisionOutOfScope() {
        return part(count(Intent.NONE, Intent.NONE), found(Intent.NONE));
    }

    /** As a section of a document in Markdown. */
    public String markdown() {
        int all = confusion.keySet().stream().mapToInt(this::said).sum();
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        """
                        | measure | here | goal |
                        |---|---|---|
                        | right of the %d sentences in scope | %.1f %% | 92 %% |
                        | recall of the %d sentences out of scope | %.1f %% | 80 %% |
                        | precision of "out of scope" | %.1f %% | |
                        | CPU a sentence | %s | 10 ms |

                        | intent | sentences | recall | precision | taken for |
                        |---|---|---|---|---|
                        """,
                        all - said(Intent.NONE),
                        100 * accuracyInScope(),
                        said(Intent.NONE),
                        100 * recallOutOfScope(),
                        100 * precisionOutOfScope(),
                        millis < 10 ? "below 10 ms" : Math.round(millis) + " ms"));
        for (String intent : confusion.keySet()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s` | %d | %.0f %% | %.0f %% | %s |%n",
                            intent,
                            said(intent),
                            100 * part(count(intent, intent), said(intent)),
                            100 * part(count(intent, intent), found(intent)),
                            mistakes(intent)));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private String mistakes(String intent) {
        List<String> mistakes = new ArrayList<>();
        confusion.getOrDefault(intent, Map.of()).entrySet().stream()
                .filter(found -> !found.getKey().equals(intent))
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(found -> mistakes.add("`" + found.getKey() + "` " + found.getValue()));
        return String.join(", ", mistakes);
    }

    private int count(String said, String found) {
        return confusion.getOrDefault(said, Map.of()).getOrDefault(found, 0);
    }

    private int said(String intent) {
        return confusion.getOrDefault(intent, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private int found(String intent) {
        return confusion.keySet().stream().mapToInt(said -> count(said, intent)).sum();
    }

    private static double part(int some, int all) {
        return all == 0 ? 0 : (double) some / all;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
