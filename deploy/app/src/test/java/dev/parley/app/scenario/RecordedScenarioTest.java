package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedScenarioTest {
    @TempDir private Path folder;

    private final ScenarioEngines engines =
            new ScenarioEngines(HybridClassifier.rulesAlone(), () -> {});

    @Test
    void whatIsMadeOfARecordingGoesAsItWasRecorded() throws IOException {
        // Given
        Outcome held =
                run(
                        """
                        name: x
                        zone: Asia/Tokyo
                        start: 2026-03-01T08:30
                        steps:
                          - user: set a timer for two minutes
                          - wait: 30s
                          - heard: {text: what can you do, confidence: 0.8125}
                          - interrupts: {text: what time is it, after: 17}
                          - user: roll three dice
                          - user: "what is two plus two"
                          - wait: 2m
                          - heard: who are you
                          - cancels: {after: 4}
                          - wait: 1h
                          - user: what time is it in paris
                        """);

        // When
        String made = RecordedScenario.of(recording(held), "Made").orElseThrow();
        Outcome again = run(made);

        // Then
        assertThat(again.misses()).isEmpty();
        assertThat(made)
                .startsWith("name: Made\nzone: Asia/Tokyo\nstart: 2026-03-01T08:30\n")
                .contains(
                        "user: set a timer for two minutes",
                        "wait: 30s",
                        "confidence: 0.813",
                        "after: 17",
                        "exactly: The answer is 4.",
                        "exactly: Your timer for 2 minutes is over.",
                        "cancels:\n",
                        "after: 4",
                        "duration: PT2M",
                        "place: paris")
                .doesNotContain("home:");
        assertThat(said(again)).isEqualTo(said(held));
    }

    @Test
    void nothingIsMadeOfASessionInWhichNobodySpoke() throws IOException {
        // Given
        Outcome held =
                run(
                        """
                        name: x
                        steps:
                          - arrives:
                          - wait: 3s
                        """);

        // Then
        assertThat(RecordedScenario.of(recording(held), "Made")).isEmpty();
    }

    private static List<String> said(Outcome outcome) {
        return Said.in(outcome.events()).stream()
                .map(Said::text)
                .filter(text -> !text.startsWith("I rolled"))
                .toList();
    }

    private static Recording recording(Outcome outcome) {
        SessionId session = outcome.events().getFirst().envelope().session();
        Map<Topic, Long> ends = new HashMap<>();
        List<Recorded> records = new ArrayList<>();
        for (Happening each : outcome.events()) {
            records.add(
                    new Recorded(
                            each.topic(),
                            session.partition(),
                            ends.merge(each.topic(), 1L, Long::sum) - 1,
                            each.envelope()));
        }
        return new Recording(session, records, List.of());
    }

    private Outcome run(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), text);
        return ScenarioRun.of(
                ScenarioReader.read(file, ScenarioEngines.tools()),
                ParleyConfig.defaults(),
                engines);
    }
}
