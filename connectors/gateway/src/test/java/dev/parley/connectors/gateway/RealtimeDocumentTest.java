package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document tells every event of the protocol, and what it says stands in the code. */
class RealtimeDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/realtime.md");
    private static final Path SERVER_EVENTS =
            Path.of("src/main/java/dev/parley/connectors/gateway/ServerEvents.java");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_.]+)` \\| (yes|no) \\| .*");
    private static final Pattern SENT =
            Pattern.compile(
                    "\"((?:session|conversation|input_audio_buffer|output_audio_buffer|response"
                            + "|rate_limits|parley)\\.[a-z_.]+|error)\"");

    @Test
    void tellsEveryEventOfTheProtocol() throws IOException {
        assertThat(protocols(rows("Client events").keySet())).isEqualTo(published("client"));
        assertThat(protocols(rows("Server events").keySet())).isEqualTo(published("server"));
    }

    @Test
    void theClientEventsThatStandAreThoseThatAreRead() throws IOException {
        ClientEventReader reader = new ClientEventReader(100);
        Map<String, Boolean> rows = rows("Client events");

        assertThat(rows).hasSizeGreaterThan(10);
        rows.forEach((type, stands) -> assertThat(isRead(reader, type)).as(type).isEqualTo(stands));
    }

    @Test
    void theServerEventsThatStandAreThoseThatAreSent() throws IOException {
        Set<String> sent = new TreeSet<>();
        Matcher literals = SENT.matcher(Files.readString(SERVER_EVENTS));
        while (literals.find()) {
            sent.add(literals.group(1));
        }

        assertThat(sent)
                .isEqualTo(
                        rows("Server events").entrySet().stream()
                                .filter(Map.Entry::getValue)
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean isRead(ClientEventReader reader, String type) {
        try {
            return reader.read("{\"type\":\"" + type + "\"}") != null;
        } catch (BadEventException bad) {
            return !bad.code().equals("unknown_event_type");
        }
    }

    private static Map<String, Boolean> rows(String heading) throws IOException {
        String section =
                Files.readString(DOCUMENT).split("\n## " + heading + "\n")[1].split("\n## ")[0];
        Map<String, Boolean> rows = new TreeMap<>();
        section.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> rows.put(row.group(1), row.group(2).equals("yes")));
        return rows;
    }

    private static Set<String> protocols(Set<String> types) {
        return types.stream()
                .filter(type -> !type.startsWith("parley."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> published(String side) throws IOException {
        try (InputStream list =
                RealtimeDocumentTest.class.getResourceAsStream("realtime-events.txt")) {
            assertThat(list).isNotNull();
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(side + " "))
                    .map(line -> line.substring(side.length() + 1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
