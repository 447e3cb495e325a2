package dev.parley.app.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.client.Endpoint;
import dev.parley.app.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the HTTP API of a running Parley as one of its users. */
public final class UserApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI http;
    private final String token;
    private final @Nullable Path authority;

    /**
     * @param http the address of the HTTP API
     * @param authority that vouches for it, see {@link Trust#in}
     */
    public UserApi(URI http, String token, @Nullable Path authority) {
        this.http = http;
        this.token = token;
        this.authority = authority;
    }

    /**
     * The Parley that runs on a data directory, in one process or in several.
     *
     * @throws UserError if none does
     */
    public static UserApi on(Path data) {
        for (Path root : roots(data)) {
            try {
                Endpoint endpoint = Endpoint.read(root).orElse(null);
                if (endpoint != null && endpoint.http() != null) {
                    return new UserApi(endpoint.http(), endpoint.token(), endpoint.authority());
                }
            } catch (IOException e) {
                throw new UserError(String.valueOf(e.getMessage()), e);
            }
        }
        throw new UserError(
                "No Parley with an entrance runs on "
                        + data
                        + ": start one (parley up), or name another by --url and --token.");
    }

    private static List<Path> roots(Path data) {
        Path instances = data.resolve("instances");
        if (!Files.isDirectory(instances)) {
            return List.of(data);
        }
        try (Stream<Path> each = Files.list(instances)) {
            return Stream.concat(Stream.of(data), each.sorted()).toList();
        } catch (IOException e) {
            throw new UserError(instances + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param body null for none
     * @return the answer, or a missing node if it has no body
     * @throws UserError with the server's own sentence if it refuses
     */
    public JsonNode ask(String method, String path, @Nullable ObjectNode body)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body.toString()))
                        .build();
        try (HttpClient client = Trust.in(authority).connectTimeout(PATIENCE).build()) {
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UserError("Nothing answers at " + http + ".", e);
        }
    }

    private JsonNode answer(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            body = JSON.missingNode();
        }
        if (response.statusCode() / 100 != 2) {
            throw new UserError(
                    "%s answers %d: %s"
                            .formatted(
                                    http,
                                    response.statusCode(),
                                    body.path("detail").asText("it gives no reason")));
        }
        return body;
    }

    /**
     * A user by name or id.
     *
     * @throws UserError if there is none
     */
    String idOf(String nameOrId) throws InterruptedException {
        for (JsonNode user : ask("GET", "/api/users", null).path("users")) {
            if (user.path("id").asText().equals(nameOrId)
                    || user.path("name").asText().equals(nameOrId)) {
                return user.path("id").asText();
            }
        }
        throw new UserError(
                "There is no user " + nameOrId + ": parley user list shows those who are.");
    }

    /** As {@link #idOf}, but an id may also be that of a user whose removal stopped halfway. */
    String idOrGone(String nameOrId) throws InterruptedException {
        return nameOrId.matches("[uj]-[A-Za-z0-9_-]+") ? nameOrId : idOf(nameOrId);
    }

    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
