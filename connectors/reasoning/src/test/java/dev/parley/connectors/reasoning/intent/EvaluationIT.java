package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.language.Sentence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real encoder on the frozen set; the set is never looked at for rules or examples. */
class EvaluationIT {
    private static MiniLm encoder;
    private static HybridClassifier classifier;

    private record Case(String intent, String sentence) {}

    @BeforeAll
    static void load() {
        long before = ManagementFactory.getRuntimeMXBean().getUptime();
        encoder = new MiniLm(Path.of("target", "tokenizers"), 2);
        classifier = new HybridClassifier(encoder);
        System.out.printf(
                "loaded in %d ms%n", ManagementFactory.getRuntimeMXBean().getUptime() - before);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void understandsTheFrozenSentencesAndRefusesWhatIsOutOfScope() throws IOException {
        // Given
        List<Case> cases = cases();
        Map<String, Map<String, Integer>> confusion = new TreeMap<>();
        int right = 0;
        int refused = 0;
        int inScope = 0;
        int accepted = 0;

        // When
        for (Case each : cases) {
            var found = classifier.classify(each.sentence());
            confusion
                    .computeIfAbsent(each.intent(), k -> new TreeMap<>())
                    .merge(found.intent(), 1, Integer::sum);
            boolean none = each.intent().equals("none");
            inScope += none ? 0 : 1;
            if (found.intent().equals(each.intent())) {
                right += none ? 0 : 1;
                refused += none ? 1 : 0;
            } else {
                accepted++;
                System.out.printf(
                        "missed: %s -> %s %.2f %s (%s)%n",
                        each.intent(),
                        found.intent(),
                        found.confidence(),
                        found.source(),
                        each.sentence());
            }
        }

        // Then
        int outOfScope = cases.size() - inScope;
        confusion.forEach((intent, found) -> System.out.println(intent + " -> " + found));
        System.out.printf(
                "in scope %d/%d, out of scope %d/%d, missed %d%n",
                right, inScope, refused, outOfScope, accepted);
        assertThat(cases).hasSizeGreaterThan(190);
        assertThat((double) right / inScope).isGreaterThanOrEqualTo(0.94);
        assertThat((double) refused / outOfScope).isGreaterThanOrEqualTo(0.90);
    }

    @Test
    void sharesNoSentenceWithTheExamples() throws IOException {
        // Given
        var frozen = cases().stream().map(each -> Sentence.of(each.sentence()).spoken()).toList();

        // When
        var examples =
                Stream.concat(Intents.all().stream(), Stream.of(Intents.outOfScope()))
                        .flatMap(intent -> intent.examples().stream())
                        .map(example -> Sentence.of(example).spoken())
                        .toList();

        // Then
        assertThat(examples).hasSizeGreaterThan(50).doesNotContainAnyElementsOf(frozen);
    }

    @Test
    void spendsFewMillisecondsOfCpuOnASentence() throws IOException {
        // Given
        List<Case> cases = cases();
        var cpu =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        cases.forEach(each -> classifier.classify(each.sentence()));

        // When
        long before = cpu.getProcessCpuTime();
        cases.forEach(each -> classifier.classify(each.sentence()));
        double millis = (cpu.getProcessCpuTime() - before) / 1e6 / cases.size();

        // Then
        System.out.printf("%.2f ms of CPU per sentence%n", millis);
        assertThat(millis).isLessThan(10);
    }

    private static List<Case> cases() throws IOException {
        try (var in =
                EvaluationIT.class.getResourceAsStream("/intents/evaluation-2026-11-22.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(parts -> new Case(parts[0], parts[1]))
                    .toList();
        }
    }
}
