package dev.parley.app.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.parley.app.UserError;
import dev.parley.schemas.codec.SchemaCatalogue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A schema registry of somebody's own, into which schemas are put with their ids kept.
 *
 * <p>As Confluent's "Schema Registry API Reference" has it: a schema is posted with its id and
 * version while its subject is in mode {@code IMPORT}, which needs a registry that allows a change
 * of mode.
 */
final class SchemaRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String url;
    private final @Nullable String authorization;

    /** What became of a registration. */
    enum Outcome {
        REGISTERED,
        /** It was there, as it is here. */
        KNOWN
    }

    /**
     * @param credentials {@code user:password}, or null
     */
    SchemaRegistry(URI url, @Nullable String credentials) {
        String scheme = String.valueOf(url.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new UserError("--url must begin with http:// or https://.");
        }
        this.url = url.toString().replaceAll("/+$", "");
        this.authorization =
                credentials == null
                        ? null
                        : "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws UserError if the registry can't be reached, refuses, or has another schema there
     */
    Outcome register(String subject, SchemaCatalogue.Entry entry) throws InterruptedException {
        String at = "/subjects/" + encoded(subject) + "/versions";
        HttpResponse<String> there = ask("GET", at + "/" + entry.version(), null);
        if (there.statusCode() == 200) {
            checkSame(subject, entry, read(there));
            return Outcome.KNOWN;
        }
        if (there.statusCode() != 404) {
            throw refused("show " + subject, there);
        }
        String mode = "/mode/" + encoded(subject);
        succeed(
                "set the mode of " + subject,
                ask("PUT", mode + "?force=true", JSON.createObjectNode().put("mode", "IMPORT")));
        try {
            JsonNode registered =
                    read(
                            succeed(
                                    "register " + subject,
                                    ask(
                                            "POST",
                                            at,
                                            JSON.createObjectNode()
                                                    .put("schemaType", "AVRO")
                                                    .put("schema", entry.json())
                                                    .put("id", entry.id())
                                                    .put("version", entry.version()))));
            if (registered.path("id").asInt() != entry.id()) {
                throw new UserError(
                        "The registry gave %s the id %s instead of %d, so its readers can't decode Parley's records: it must keep ids that are posted in mode IMPORT."
                                .formatted(subject, registered.path("id"), entry.id()));
            }
            return Outcome.REGISTERED;
        } finally {
            succeed(
                    "set the mode of " + subject,
                    ask("PUT", mode, JSON.createObjectNode().put("mode", "READWRITE")));
        }
    }

    private static void checkSame(String subject, SchemaCatalogue.Entry entry, JsonNode there) {
        try {
            if (there.path("id").asInt() == entry.id()
                    && JSON.readTree(there.path("schema").asText("null"))
                            .equals(JSON.readTree(entry.json()))) {
                return;
            }
        } catch (JsonProcessingException e) {
            // What isn't JSON is another schema.
        }
        throw new UserError(
                "The registry has another schema, or another id, as version %d of %s: remove that subject there, or use another registry."
                        .formatted(entry.version(), subject));
    }

    private HttpResponse<String> ask(String method, String path, @Nullable ObjectNode body)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(PATIENCE)
                        .header("accept", CONTENT_TYPE)
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("content-type", CONTENT_TYPE);
        }
        if (authorization != null) {
            request.header("authorization", authorization);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UserError(
                    "The registry at %s can't be reached (%s): check the address."
                            .formatted(url, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static HttpResponse<String> succeed(String what, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw refused(what, answer);
        }
        return answer;
    }

    private static UserError refused(String what, HttpResponse<String> answer) {
        String said;
        try {
            said = JSON.readTree(answer.body()).path("message").asText("");
        } catch (JsonProcessingException e) {
            said = "";
        }
        String cure =
                switch (answer.statusCode()) {
                    case 401, 403 -> "check --user.";
                    case 405, 422 ->
                            "it must allow a change of mode (mode.mutability) and the mode IMPORT.";
                    default -> "check the address and the registry's log.";
                };
        return new UserError(
                "The registry refused to %s (%d%s): %s"
                        .formatted(
                                what,
                                answer.statusCode(),
                                said.isEmpty() ? "" : ", " + said,
                                cure));
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "What answers at the registry's address is no schema registry: check --url.",
                    e);
        }
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
