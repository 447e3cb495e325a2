package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IntentDocumentTest {
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void hasARowForEveryMention() throws IOException {
        // Given
        String document = Files.readString(Path.of("..", "..", "docs", "intents.md"));
        String table = document.substring(document.indexOf("| mention | form |"));

        // When
        List<String> names =
                table.lines()
                        .takeWhile(line -> line.startsWith("|"))
                        .skip(2)
                        .map(line -> line.split("\\|")[1])
                        .flatMap(cell -> NAME.matcher(cell).results().map(each -> each.group(1)))
                        .toList();

        // Then
        assertThat(names).isEqualTo(Mentions.NAMES);
    }

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
