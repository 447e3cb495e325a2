package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.SchemaRegistryView;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this installation is made of: its topics, its configuration, its routes. */
public final class CatalogueRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistryView schemas;
    private final Function<Topic, Duration> retention;
    private final Supplier<List<ShownProperty>> configuration;
    private final ApiDocument document;

    /**
     * A property of the configuration, for people's eyes.
     *
     * @param value a secret's is not in it
     * @param unit of a number, or an empty text
     */
    public record ShownProperty(
            String property,
            String value,
            String defaultValue,
            String unit,
            String description,
            boolean secret) {}

    /**
     * @param retention how long a topic's records are kept here
     * @param configuration what holds here
     */
    public CatalogueRoutes(
            SchemaRegistryView schemas,
            Function<Topic, Duration> retention,
            Supplier<List<ShownProperty>> configuration,
            ApiDocument document) {
        this.schemas = schemas;
        this.retention = retention;
        this.configuration = configuration;
        this.document = document;
    }

    public void addTo(Router router) {
        router.get("/api/topics").produces("application/json").handler(this::topics);
        router.get("/api/config").produces("application/json").handler(this::config);
        router.get("/openapi.json")
                .handler(
                        context ->
                                context.response()
                                        .putHeader("content-type", "application/json")
                                        .end(document.text()));
    }

    private void topics(RoutingContext context) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("topics");
        for (Topic topic : Topics.all()) {
            ObjectNode json =
                    all.addObject()
                            .put("name", topic.fullName())
                            .put("key", topic.key().name().toLowerCase(Locale.ROOT))
                            .put("cleanup", topic.cleanup().name().toLowerCase(Locale.ROOT))
                            .put("retention", retention(topic))
                            .put("audio", topic.audio());
            ArrayNode events = json.putArray("events");
            String prefix = topic.fullName() + "-";
            for (String subject : schemas.subjects()) {
                if (subject.startsWith(prefix) && isRecord(subject, prefix)) {
                    ObjectNode event =
                            events.addObject().put("type", subject.substring(prefix.length()));
                    ArrayNode ids = event.putArray("schemas");
                    schemas.versions(subject).forEach(version -> ids.add(version.id()));
                }
            }
        }
        Blocking.send(context, Blocking.Answer.ok(body));
    }

    /** Topics' names hold dashes too; what follows the right one is a record's full name. */
    private static boolean isRecord(String subject, String prefix) {
        return subject.indexOf('-', prefix.length()) < 0;
    }

    private @Nullable String retention(Topic topic) {
        Duration kept = retention.apply(topic);
        return kept.equals(Topic.UNLIMITED) ? null : kept.toString();
    }

    private void config(RoutingContext context) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("properties");
        for (ShownProperty property : configuration.get()) {
            all.addObject()
                    .put("property", property.property())
                    .put("value", property.value())
                    .put("default", property.defaultValue())
                    .put("unit", property.unit())
                    .put("description", property.description())
                    .put("secret", property.secret());
        }
        Blocking.send(context, Blocking.Answer.ok(body));
    }
}
