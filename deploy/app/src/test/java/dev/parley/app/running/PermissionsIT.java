package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.CommandLineRun;
import dev.parley.app.config.ParleyConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users may let the agent do, and what they are asked first, with the real servers. */
class PermissionsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ASKED = "Shall I delete everything on your shopping list?";

    @TempDir private static Path temporary;
    private static LocalInstallation parley;

    @BeforeAll
    static void start() throws Exception {
        parley =
                LocalInstallation.start(
                        ParleyConfig.defaults().in(temporary.resolve("data")).onAnyPort(),
                        line -> {});
    }

    @AfterAll
    static void stop() {
        if (parley != null) {
            parley.close();
        }
    }

    @Test
    void whatIsSensitiveIsDoneOnAYesAndWhatWasRefusedIsNot() throws Exception {
        // Given
        String token = user("Anna");
        JsonNode first = turn(token, null, "put milk on my shopping list");
        String session = first.path("session").asText();

        // When
        JsonNode asked = turn(token, session, "clear my shopping list");
        JsonNode done = turn(token, session, "yes");
        JsonNode after = turn(token, session, "what is on my shopping list");

        // Then
        assertThat(first.path("text").asText()).contains("milk");
        assertThat(asked.path("text").asText()).isEqualTo(ASKED);
        assertThat(done.path("text").asText()).contains("cleared");
        assertThat(after.path("text").asText()).contains("nothing");

        // When
        run(token, "permissions", "refuse", "list", "write");

        // Then
        assertThat(run(token, "permissions")).containsPattern("list +yes .* no \\(refused:user\\)");
        assertThat(eventually(token, session, "put bread on my to do list", "not allowed"))
                .contains("not allowed");
        assertThat(turn(token, session, "put bread on my shopping list").path("text").asText())
                .contains("not allowed");
        assertThat(turn(token, session, "what is on my shopping list").path("text").asText())
                .contains("nothing");

        // When
        run(token, "permissions", "revoke", "list", "write");

        // Then
        assertThat(eventually(token, session, "put bread on my shopping list", "bread"))
                .contains("bread");
    }

    /** What was changed holds within seconds. */
    private static String eventually(String token, String session, String text, String expected)
            throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            String answer = turn(token, session, text).path("text").asText();
            if (answer.contains(expected) || Instant.now().isAfter(until)) {
                return answer;
            }
            if (answer.contains("bread")) {
                turn(token, session, "take the bread off my shopping list");
            }
        }
    }

    private static JsonNode turn(String token, @Nullable String session, String text)
            throws Exception {
        ObjectNode body = JSON.createObjectNode().put("text", text);
        if (session != null) {
            body.put("session", session);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(
                    http.send(
                                    HttpRequest.newBuilder(parley.http().resolve("/api/turns"))
                                            .timeout(PATIENCE)
                                            .header("Authorization", "Bearer " + token)
                                            .header("Content-Type", "application/json")
                                            .POST(BodyPublishers.ofString(body.toString()))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body());
        }
    }

    private static String user(String name) {
        Matcher token =
                Pattern.compile("Token  (\\S{43})")
                        .matcher(run(parley.token(), "user", "add", name));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static String run(String token, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--url", parley.http().toString(), "--token", token));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }
}
