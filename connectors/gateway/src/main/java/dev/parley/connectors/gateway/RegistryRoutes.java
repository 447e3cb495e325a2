package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The read-only part of the Confluent schema registry's API, so that stock tools decode every
 * topic.
 *
 * <p>Format and error codes: Confluent's "Schema Registry API Reference".
 */
final class RegistryRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int NO_SUBJECT = 40401;
    private static final int NO_VERSION = 40402;
    private static final int NO_SCHEMA = 40403;

    private final SchemaRegistryView schemas;

    RegistryRoutes(SchemaRegistryView schemas) {
        this.schemas = schemas;
    }

    void addTo(Router router) {
        router.get("/registry/schemas/types")
                .handler(context -> answer(context, JSON.createArrayNode().add("AVRO")));
        router.get("/registry/schemas/ids/:id").handler(this::schema);
        router.get("/registry/schemas/ids/:id/schema").handler(this::plainSchema);
        router.get("/registry/schemas/ids/:id/subjects").handler(this::subjectsOf);
        router.get("/registry/schemas/ids/:id/versions").handler(this::versionsOf);
        router.get("/registry/subjects").handler(this::subjects);
        router.get("/registry/subjects/:subject/versions").handler(this::versions);
        router.get("/registry/subjects/:subject/versions/:version").handler(this::version);
        router.get("/registry/subjects/:subject/versions/:version/schema")
                .handler(this::versionSchema);
        router.get("/registry/config")
                .handler(
                        context ->
                                answer(
                                        context,
                                        JSON.createObjectNode()
                                                .put("compatibilityLevel", "FULL_TRANSITIVE")));
        router.get("/registry/mode")
                .handler(
                        context ->
                                answer(context, JSON.createObjectNode().put("mode", "READONLY")));
        router.route("/registry/*").handler(RegistryRoutes::refuse);
    }

    private void schema(RoutingContext context) {
        Optional<String> schema = schemaOf(context);
        if (schema.isPresent()) {
            answer(context, JSON.createObjectNode().put("schema", schema.get()));
        } else {
            fail(context, 404, NO_SCHEMA, "Schema not found");
        }
    }

    private void plainSchema(RoutingContext context) {
        Optional<String> schema = schemaOf(context);
        if (schema.isPresent()) {
            plain(context, schema.get());
        } else {
            fail(context, 404, NO_SCHEMA, "Schema not found");
        }
    }

    private void subjectsOf(RoutingContext context) {
        ArrayNode found = JSON.createArrayNode();
        int id = number(context.pathParam("id"));
        for (String subject : schemas.subjects()) {
            if (schemas.versions(subject).stream().anyMatch(version -> version.id() == id)) {
                found.add(subject);
            }
        }
        answerFound(context, found);
    }

    private void versionsOf(RoutingContext context) {
        ArrayNode found = JSON.createArrayNode();
        int id = number(context.pathParam("id"));
        for (String subject : schemas.subjects()) {
            for (SchemaRegistryView.Version version : schemas.versions(subject)) {
                if (version.id() == id) {
                    found.addObject().put("subject", subject).put("version", version.version());
                }
            }
        }
        answerFound(context, found);
    }

    private static void answerFound(RoutingContext context, ArrayNode found) {
        if (found.isEmpty()) {
            fail(context, 404, NO_SCHEMA, "Schema not found");
        } else {
            answer(context, found);
        }
    }

    private void subjects(RoutingContext context) {
        ArrayNode names = JSON.createArrayNode();
        schemas.subjects().forEach(names::add);
        answer(context, names);
    }

    private void versions(RoutingContext context) {
        List<SchemaRegistryView.Version> versions = schemas.versions(subjectAsked(context));
        if (versions.isEmpty()) {
            fail(context, 404, NO_SUBJECT, "Subject not found.");
            return;
        }
        ArrayNode numbers = JSON.createArrayNode();
        versions.forEach(version -> numbers.add(version.version()));
        answer(context, numbers);
    }

    private void version(RoutingContext context) {
        SchemaRegistryView.Version version = versionAsked(context);
        if (version != null) {
            ObjectNode found =
                    JSON.createObjectNode()
                            .put("subject", subjectAsked(context))
                            .put("version", version.version())
                            .put("id", version.id())
                            .put("schema", schemas.schema(version.id()).orElse("null"));
            answer(context, found);
        }
    }

    private void versionSchema(RoutingContext context) {
        SchemaRegistryView.Version version = versionAsked(context);
        if (version != null) {
            plain(context, schemas.schema(version.id()).orElse("null"));
        }
    }

    /** The version that is asked for; null if there is none, which is then answered. */
    private SchemaRegistryView.@Nullable Version versionAsked(RoutingContext context) {
        List<SchemaRegistryView.Version> versions = schemas.versions(subjectAsked(context));
        if (versions.isEmpty()) {
            fail(context, 404, NO_SUBJECT, "Subject not found.");
            return null;
        }
        String asked = context.pathParam("version");
        if ("latest".equals(asked) || "-1".equals(asked)) {
            return versions.getLast();
        }
        int wanted = number(asked);
        for (SchemaRegistryView.Version version : versions) {
            if (version.version() == wanted) {
                return version;
            }
        }
        fail(context, 404, NO_VERSION, "Version not found.");
        return null;
    }

    private Optional<String> schemaOf(RoutingContext context) {
        int id = number(context.pathParam("id"));
        return id < 0 ? Optional.empty() : schemas.schema(id);
    }

    private static String subjectAsked(RoutingContext context) {
        return Objects.requireNonNullElse(context.pathParam("subject"), "");
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void refuse(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.GET)) {
            fail(context, 404, 404, "HTTP 404 Not Found");
        } else {
            context.response().putHeader("allow", "GET");
            fail(context, 405, 405, "This registry is read only.");
        }
    }

    private static void fail(RoutingContext context, int status, int code, String message) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", CONTENT_TYPE)
                .end(
                        JSON.createObjectNode()
                                .put("error_code", code)
                                .put("message", message)
                                .toString());
    }

    private static void answer(RoutingContext context, Object json) {
        plain(context, json.toString());
    }

    private static void plain(RoutingContext context, String body) {
        context.response().putHeader("content-type", CONTENT_TYPE).end(body);
    }
}
