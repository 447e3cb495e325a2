package dev.parley.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.ListenCommand;
import dev.parley.app.client.TalkCommand;
import dev.parley.app.demo.DemoCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;

/** The exit codes in {@code docs/talking.md} are those that the commands' help names. */
class TalkingDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/talking.md");

    private static final Map<String, Class<?>> COMMANDS =
            Map.of(
                    "talk", TalkCommand.class,
                    "listen", ListenCommand.class,
                    "demo", DemoCommand.class);

    @ParameterizedTest
    @CsvSource({"talk, 2", "listen, 3", "demo, 4"})
    void namesEveryExitCodeAsTheHelpDoes(String command, int column) throws IOException {
        // Given
        Map<String, String> helped = new TreeMap<>();
        for (String line : COMMANDS.get(command).getAnnotation(Command.class).exitCodeList()) {
            helped.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
        }

        // When
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (cells.size() > column && cells.get(1).strip().matches("\\d+")) {
                String meaning = cells.get(column).strip();
                if (!meaning.isEmpty()) {
                    documented.put(cells.get(1).strip(), meaning);
                }
            }
        }

        // Then
        assertThat(documented).isEqualTo(helped);
    }
}
