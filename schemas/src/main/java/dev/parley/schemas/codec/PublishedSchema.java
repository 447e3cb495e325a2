package dev.parley.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as builds tell each other of it: a record keyed by its id in decimal, whose value is the
 * JSON object {@code {"name": …, "version": …, "schema": <Avro schema>}}.
 *
 * @param id on the wire
 * @param name the Avro full name
 * @param version from 1
 * @param json the schema; it parses, and is of that name
 */
public record PublishedSchema(int id, String name, int version, String json) {
    private static final int MOST_BYTES = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What this build tells of one of its own. */
    public static PublishedSchema of(SchemaCatalogue.Entry entry) {
        return new PublishedSchema(entry.id(), entry.name(), entry.version(), entry.json());
    }

    public byte[] key() {
        return Integer.toString(id).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] value() {
        try {
            ObjectNode value = JSON.createObjectNode().put("name", name).put("version", version);
            value.set("schema", JSON.readTree(json));
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @return empty if the bytes are not what {@link #key} and {@link #value} make
     */
    public static Optional<PublishedSchema> read(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null || value.length > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            int id = Integer.parseInt(new String(key, StandardCharsets.UTF_8));
            JsonNode read = JSON.readTree(value);
            String json = read.path("schema").toString();
            Schema schema = new Schema.Parser().parse(json);
            String name = read.path("name").textValue();
            int version = read.path("version").intValue();
            return schema.getFullName().equals(name) && version > 0
                    ? Optional.of(new PublishedSchema(id, name, version, json))
                    : Optional.empty();
        } catch (IOException | AvroRuntimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether both say the same, however they are written. */
    public boolean says(PublishedSchema other) {
        return id == other.id
                && name.equals(other.name)
                && version == other.version
                && new Schema.Parser().parse(json).equals(new Schema.Parser().parse(other.json));
    }
}
