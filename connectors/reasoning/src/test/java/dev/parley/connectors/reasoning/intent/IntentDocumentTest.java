package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IntentDocumentTest {
    @Test
    void definesEveryIntentInOneLine() throws IOException {
        // Given
        String document = Files.readString(Path.of("..", "..", "docs", "intents.md"));

        // Then
        assertThat(document).contains(IntentDocument.table());
        assertThat(LearnedModel.classes())
                .hasSize(53)
                .allSatisfy(intent -> assertThat(intent.meaning()).hasSizeBetween(10, 200));
    }
}
