package dev.parley.app.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The topics and their messages as AsyncAPI 3.0.0, with the Kafka bindings 0.5.0.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">the specification</a>
 */
final class AsyncApiDocument {
    private static final String BINDING = "0.5.0";
    private static final String AVRO = "application/vnd.apache.avro+json;version=1.9.0";
    private static final String SCHEMA = "schema";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each type's newest schema, by name. */
    private final Map<String, SchemaCatalogue.Entry> types = new TreeMap<>();

    AsyncApiDocument(SchemaCatalogue catalogue) {
        catalogue.entries().stream()
                .filter(entry -> entry.type() != null && Event.class.isAssignableFrom(entry.type()))
                .sorted(Comparator.comparingInt(SchemaCatalogue.Entry::version))
                .forEach(entry -> types.put(entry.name(), entry));
    }

    String yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setSplitLines(true);
        return "# Generated from the code: mvn test with -Dparley.docs.write=true writes it anew.\n"
                + new Yaml(options).dump(document());
    }

    private Map<String, Object> document() {
        Map<String, Object> channels = new LinkedHashMap<>();
        Topics.all().forEach(topic -> channels.put(topic.name(), channel(topic)));
        Map<String, Object> messages = new LinkedHashMap<>();
        types.forEach((name, entry) -> messages.put(name, message(entry)));
        messages.put(SCHEMA, schema());
        return map(
                "asyncapi",
                "3.0.0",
                "info",
                map(
                        "title",
                        "Parley",
                        "version",
                        "0.1.0",
                        "description",
                        "The topics of a conversation. Events are CloudEvents in binary mode, their"
                                + " values Avro in Confluent's framing with fixed schema ids."
                                + " docs/analysts.md tells how to read them."),
                "defaultContentType",
                "application/avro",
                "servers",
                map(
                        "embedded",
                        map(
                                "host",
                                "127.0.0.1:{port}",
                                "protocol",
                                "kafka",
                                "description",
                                "The broker that comes along, on the port in ports.properties of"
                                        + " the data directory; SASL_PLAINTEXT, mechanism PLAIN.",
                                "variables",
                                map("port", map("description", "kafka in ports.properties")),
                                "bindings",
                                kafka(
                                        "schemaRegistryUrl",
                                        "http://127.0.0.1:8000/registry",
                                        "schemaRegistryVendor",
                                        "confluent"))),
                "channels",
                channels,
                "components",
                map(
                        "messages",
                        messages,
                        "schemas",
                        map("eventHeaders", eventHeaders(), "soundHeaders", soundHeaders())));
    }

    private Map<String, Object> channel(Topic topic) {
        Map<String, Object> messages = new LinkedHashMap<>();
        types.forEach(
                (name, entry) -> {
                    if (topic.carries(
                            Objects.requireNonNull(entry.type()).asSubclass(Event.class))) {
                        messages.put(name, ref("messages", name));
                    }
                });
        if (topic.key() == Topic.Key.SCHEMA) {
            messages.put(SCHEMA, ref("messages", SCHEMA));
        }
        return map(
                "address",
                topic.fullName(),
                "description",
                "Keyed by %s; kept %s."
                        .formatted(
                                topic.key().name().toLowerCase(Locale.ROOT),
                                topic.retention().equals(Topic.UNLIMITED)
                                        ? "for ever"
                                        : topic.retention().toString()),
                "messages",
                messages,
                "bindings",
                kafka(
                        "topic",
                        topic.fullName(),
                        "topicConfiguration",
                        map(
                                "cleanup.policy",
                                List.of(topic.cleanup().name().toLowerCase(Locale.ROOT)),
                                "retention.ms",
                                topic.retention().toMillis())));
    }

    private Map<String, Object> message(SchemaCatalogue.Entry entry) {
        Class<? extends Event> type = Objects.requireNonNull(entry.type()).asSubclass(Event.class);
        List<Topic> topics = Topics.all().stream().filter(topic -> topic.carries(type)).toList();
        boolean sound = topics.stream().allMatch(Topic::audio);
        return map(
                "name",
                entry.name(),
                "title",
                type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName(),
                "contentType",
                "application/avro",
                "headers",
                ref("schemas", sound ? "soundHeaders" : "eventHeaders"),
                "payload",
                map("schemaFormat", AVRO, "schema", parsed(entry.json())),
                "bindings",
                kafka(
                        "key",
                        map("type", "string", "description", key(topics)),
                        "schemaIdLocation",
                        "payload",
                        "schemaIdPayloadEncoding",
                        "confluent"),
                "x-schema-id",
                entry.id(),
                "x-schema-version",
                entry.version());
    }

    /** What builds tell each other; no event. */
    private static Map<String, Object> schema() {
        return map(
                "name",
                SCHEMA,
                "title",
                "A schema of some build",
                "contentType",
                "application/json",
                "payload",
                map(
                        "type",
                        "object",
                        "required",
                        List.of("name", "version", "schema"),
                        "properties",
                        map(
                                "name",
                                text("the schema's full name"),
                                "version",
                                map("type", "integer", "minimum", 1),
                                "schema",
                                map("description", "the Avro schema"))),
                "bindings",
                kafka("key", map("type", "string", "description", "the schema's id, in decimal")));
    }

    private static String key(List<Topic> topics) {
        boolean session = topics.stream().anyMatch(topic -> topic.key() == Topic.Key.SESSION);
        boolean user = topics.stream().anyMatch(topic -> topic.key() == Topic.Key.USER);
        if (session && user) {
            return "the session's id; the user's in topics that are keyed by user";
        }
        return session ? "the session's id" : "the user's id";
    }

    private static Map<String, Object> eventHeaders() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("ce_specversion", map("type", "string", "const", "1.0"));
        properties.put("ce_id", text("the event's id; the same id is the same event"));
        properties.put("ce_type", text("the name of the schema"));
        properties.put("ce_source", text("/parley/ and the writer"));
        properties.put("ce_time", map("type", "string", "format", "date-time"));
        properties.put("ce_subject", text("the session's id"));
        properties.put("content-type", map("type", "string", "const", "application/avro"));
        properties.put("traceparent", text("W3C Trace Context, if the turn is traced"));
        properties.putAll(ownHeaders());
        List<String> required =
                properties.keySet().stream().filter(name -> !name.equals("traceparent")).toList();
        return map("type", "object", "required", required, "properties", properties);
    }

    private static Map<String, Object> soundHeaders() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("ce_id", text("the event's id; the same id is the same event"));
        properties.putAll(ownHeaders());
        return map(
                "type",
                "object",
                "required",
                List.copyOf(properties.keySet()),
                "properties",
                properties);
    }

    private static Map<String, Object> ownHeaders() {
        return map(
                "parley-owner",
                text("whose key seals personal fields: user:<id> or session:<id>"),
                "parley-times",
                text(
                        "16 bytes, two big-endian longs: microseconds since 1970 when the writer"
                                + " took up the cause, and when it wrote the event"));
    }

    private static Map<String, Object> text(String description) {
        return map("type", "string", "description", description);
    }

    private static Map<String, Object> ref(String kind, String name) {
        return map("$ref", "#/components/" + kind + "/" + name);
    }

    private static Map<String, Object> kafka(Object... pairs) {
        Map<String, Object> binding = map(pairs);
        binding.put("bindingVersion", BINDING);
        return map("kafka", binding);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Object parsed(String schema) {
        try {
            return JSON.readValue(schema, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
