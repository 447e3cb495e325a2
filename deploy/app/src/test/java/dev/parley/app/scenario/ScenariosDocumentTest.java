package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenariosDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/scenarios.md");

    @Test
    void itsExampleGoesAsItSays(@TempDir Path folder) throws IOException {
        // Given
        List<String> examples =
                Pattern.compile("(?s)```yaml\n(.*?)```")
                        .matcher(Files.readString(DOCUMENT))
                        .results()
                        .map((MatchResult example) -> example.group(1))
                        .toList();

        // Then
        assertThat(examples).hasSize(1);
        Path file = Files.writeString(folder.resolve("one.yaml"), examples.getFirst());
        Scenario scenario = ScenarioReader.read(file, ScenarioEngines.tools());
        assertThat(
                        ScenarioRun.of(
                                        scenario,
                                        ParleyConfig.defaults(),
                                        new ScenarioEngines(
                                                HybridClassifier.rulesAlone(), () -> {}))
                                .misses())
                .isEmpty();
    }
}
