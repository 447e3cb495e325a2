package dev.parley.app.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Unknown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.StringJoiner;

/**
 * Records as lines: for people {@code partition@offset time id type session field=value …}, or an
 * object of JSON.
 */
final class RecordForm {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private final SchemaCatalogue schemas;
    private final ZoneId zone;

    /**
     * @param zone in which people are told the time; JSON has UTC
     */
    RecordForm(SchemaCatalogue schemas, ZoneId zone) {
        this.schemas = schemas;
        this.zone = zone;
    }

    String line(TopicRecord record) {
        TopicRecord.Place place = record.place();
        String where = "%d@%d".formatted(place.partition(), place.offset());
        return switch (record) {
            case TopicRecord.Decoded(var at, Envelope<?> envelope) ->
                    "%-8s %s  %s  %s  %s%s"
                            .formatted(
                                    where,
                                    TIME.format(envelope.times().emitted().atZone(zone)),
                                    envelope.id(),
                                    shortened(type(envelope.event())),
                                    envelope.session(),
                                    fields(envelope.event()));
            case TopicRecord.Undecodable(var at, String reason) ->
                    "%-8s %s  undecodable: %s"
                            .formatted(where, TIME.format(at.time().atZone(zone)), reason);
        };
    }

    String json(TopicRecord record) {
        TopicRecord.Place place = record.place();
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("topic", place.topic().fullName())
                        .put("partition", place.partition())
                        .put("offset", place.offset())
                        .put("key", place.key());
        switch (record) {
            case TopicRecord.Decoded(var at, Envelope<?> envelope) -> {
                json.put("time", envelope.times().emitted().toString())
                        .put("received", envelope.times().received().toString())
                        .put("id", envelope.id().toString())
                        .put("type", type(envelope.event()))
                        .put("session", envelope.session().value())
                        .put("owner", envelope.owner().text());
                if (envelope.traceparent() != null) {
                    json.put("traceparent", envelope.traceparent());
                }
                json.set("event", EventFields.of((Record) envelope.event()));
            }
            case TopicRecord.Undecodable(var at, String reason) ->
                    json.put("time", at.time().toString()).put("undecodable", reason);
        }
        return json.toString();
    }

    private String type(Event event) {
        return event instanceof Unknown(int id)
                ? "unknown (schema " + id + ")"
                : schemas.newest(event.getClass())
                        .map(SchemaCatalogue.Entry::name)
                        .orElse(event.getClass().getSimpleName());
    }

    /** {@code dev.parley.speech.Final} as {@code speech.Final}. */
    private static String shortened(String type) {
        return type.startsWith("dev.parley.") ? type.substring("dev.parley.".length()) : type;
    }

    private static String fields(Event event) {
        StringJoiner fields = new StringJoiner(" ", "  ", "").setEmptyValue("");
        EventFields.of((Record) event)
                .properties()
                .forEach(field -> fields.add(field.getKey() + "=" + shown(field.getValue())));
        return fields.toString();
    }

    private static String shown(JsonNode value) {
        if (value.isBinary()) {
            return bytes(value);
        }
        if (value.isTextual() && value.textValue().matches("[^\\s\"=]+|\\(erased\\)")) {
            return value.textValue();
        }
        return value.toString();
    }

    private static String bytes(JsonNode value) {
        try {
            return "<" + value.binaryValue().length + " bytes>";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
