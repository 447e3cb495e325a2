package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The HTTP API as its own document describes it, asked everything that a fuzzer can think of. Run
 * by {@code parley check --long --only api-fuzz}, which brings the fuzzer.
 *
 * <p>The fuzzer asks again with what it was answered: it goes on in any session that it finds in a
 * list, and revokes and removes whatever it may. So it is never the user whose answers are watched,
 * and what puts others out is asked last, when nobody is there any more.
 */
@ExtendWith(SharedInstallation.class)
class ApiFuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REMOVAL = "^/api/users/.+";
    private static final List<String> CHECKS =
            List.of(
                    "not_a_server_error",
                    "status_code_conformance",
                    "content_type_conformance",
                    "response_schema_conformance",
                    "negative_data_rejection",
                    "missing_required_header",
                    "unsupported_method",
                    "ignored_auth");

    @TempDir Path folder;

    @Test
    void noRequestMakesTheServerFailOrReachesAnotherUser(LocalInstallation parley)
            throws Exception {
        // Given
        int seconds = Integer.getInteger("parley.fuzz.seconds", 90);
        String user = tokenOf(parley, "fuzzing user", "user");
        String admin = tokenOf(parley, "fuzzing administrator", "admin");
        List<String> safe = new ArrayList<>();
        for (String path : pathsThatRemove(parley)) {
            safe.addAll(List.of("--exclude-name", "DELETE " + path));
        }
        try (Bystander bystander = new Bystander(parley)) {
            // When
            fuzz(parley, user, seconds * 2 / 5, List.of());
            bystander.assertUnharmed();
            fuzz(parley, admin, seconds * 2 / 5, safe);

            // Then
            bystander.assertUnharmed();
            System.out.println("api-fuzz: the bystander had " + bystander.figures());
        }
        fuzz(
                parley,
                admin,
                seconds / 5,
                List.of("--include-method", "DELETE", "--include-path-regex", REMOVAL));
        assertThat(get(parley, "health/ready").statusCode()).isEqualTo(200);
    }

    private void fuzz(LocalInstallation parley, String token, int seconds, List<String> selection)
            throws Exception {
        String schemathesis = System.getProperty("parley.schemathesis");
        assertThat(schemathesis).as("-Dparley.schemathesis names the fuzzer").isNotNull();
        Path output = folder.resolve("schemathesis.txt");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                schemathesis,
                                "run",
                                parley.http() + "openapi.json",
                                "--url",
                                parley.http().toString(),
                                "--header",
                                "Authorization: Bearer " + token,
                                "--checks",
                                String.join(",", CHECKS),
                                "--phases",
                                "examples,coverage,fuzzing",
                                "--max-time",
                                Integer.toString(seconds),
                                "--seed",
                                "7",
                                "--request-timeout",
                                "30",
                                "--suppress-health-check",
                                "all",
                                "--continue-on-failure",
                                "--no-color"));
        command.addAll(selection);
        Process fuzzer =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = fuzzer.waitFor(seconds * 3L + 120, TimeUnit.SECONDS);
        fuzzer.destroyForcibly();
        String printed = Files.readString(output);
        printed.lines().forEach(line -> System.out.println("api-fuzz: " + line));
        assertThat(ended).as("it ends by itself").isTrue();
        assertThat(fuzzer.exitValue()).as(printed).isZero();
    }

    private static List<String> pathsThatRemove(LocalInstallation parley) throws Exception {
        List<String> paths = new ArrayList<>();
        JSON.readTree(get(parley, "openapi.json").body())
                .path("paths")
                .properties()
                .forEach(
                        path -> {
                            if (path.getKey().matches(REMOVAL) && path.getValue().has("delete")) {
                                paths.add(path.getKey());
                            }
                        });
        assertThat(paths).isNotEmpty();
        return paths;
    }

    private static String tokenOf(LocalInstallation parley, String name, String role)
            throws Exception {
        JsonNode user =
                post(
                        parley,
                        "api/users",
                        JSON.createObjectNode().put("name", name).put("role", role).toString());
        JsonNode token =
                post(
                        parley,
                        "api/users/" + user.path("id").asText() + "/tokens",
                        "{\"name\":\"fuzzing\"}");
        return token.path("token").asText();
    }

    private static JsonNode post(LocalInstallation parley, String path, String body)
            throws Exception {
        HttpResponse<String> answer =
                send(
                        request(parley, path)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> get(LocalInstallation parley, String path)
            throws Exception {
        return send(request(parley, path));
    }

    private static HttpRequest.Builder request(LocalInstallation parley, String path) {
        return HttpRequest.newBuilder(parley.http().resolve(path))
                .header("Authorization", "Bearer " + parley.token());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
