package dev.parley.app.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.topics.EventFields;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's log in a file: lines of JSON in UTF-8. The first says what it is, in which version,
 * and holds the Avro schemas of all types that come; then comes a record a line, by topic and
 * offset; the last says how many there were. {@code docs/replay.md} describes it.
 */
public final class RecordingFile {
    static final String FORMAT = "parley-recording";
    static final int VERSION = 1;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** How personal values stand in it. */
    public enum PersonalValues {
        PLACEHOLDERS,
        CLEAR
    }

    private RecordingFile() {}

    /** Writes a recording; flushes, and doesn't close. */
    public static void write(Recording recording, PersonalValues personal, PrintWriter out) {
        SchemaCatalogue schemas = SchemaCatalogue.load();
        ObjectNode head =
                JSON.createObjectNode()
                        .put("format", FORMAT)
                        .put("version", VERSION)
                        .put("session", recording.session().value())
                        .put("written", Instant.now().toString())
                        .put("personal", personal.name().toLowerCase(java.util.Locale.ROOT));
        head.set("schemas", schemas(recording, schemas));
        line(out, head);
        for (Recorded each : recording.records()) {
            line(out, json(each, schemas));
        }
        for (Recording.Unreadable each : recording.unreadable()) {
            line(
                    out,
                    place(each.topic(), each.partition(), each.offset())
                            .put("unreadable", each.reason()));
        }
        line(
                out,
                JSON.createObjectNode()
                        .put("end", recording.records().size() + recording.unreadable().size()));
        out.flush();
    }

    private static void line(PrintWriter out, JsonNode json) {
        out.print(json);
        out.print('\n');
    }

    private static ObjectNode schemas(Recording recording, SchemaCatalogue catalogue) {
        ObjectNode schemas = JSON.createObjectNode();
        for (Recorded each : recording.records()) {
            catalogue
                    .newest(each.envelope().event().getClass())
                    .filter(entry -> !schemas.has(entry.name()))
                    .ifPresent(
                            entry ->
                                    schemas.putObject(entry.name())
                                            .put("id", entry.id())
                                            .put("version", entry.version())
                                            .set("schema", parsed(entry.json())));
        }
        return schemas;
    }

    private static JsonNode parsed(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode json(Recorded record, SchemaCatalogue schemas) {
        Envelope<?> envelope = record.envelope();
        ObjectNode json =
                place(record.topic(), record.partition(), record.offset())
                        .put("id", envelope.id().toString())
                        .put("type", type(envelope.event(), schemas))
                        .put("session", envelope.session().value())
                        .put("owner", envelope.owner().text())
                        .put("received", envelope.times().received().toString())
                        .put("emitted", envelope.times().emitted().toString());
        if (envelope.traceparent() != null) {
            json.put("traceparent", envelope.traceparent());
        }
        json.set("event", EventFields.of((Record) envelope.event()));
        return json;
    }

    private static ObjectNode place(Topic topic, int partition, long offset) {
        return JSON.createObjectNode()
                .put("topic", topic.fullName())
                .put("partition", partition)
                .put("offset", offset);
    }

    private static String type(Event event, SchemaCatalogue schemas) {
        return schemas.newest(event.getClass()).map(SchemaCatalogue.Entry::name).orElse("unknown");
    }

    /**
     * @throws AskedWrongly if the file isn't there, is none of this kind, or not whole
     */
    public static Recording read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new Lines(file, lines).recording();
        } catch (NoSuchFileException e) {
            throw new AskedWrongly("There is no file " + file + ".");
        } catch (CharacterCodingException e) {
            throw new AskedWrongly(file + " is no recording: it isn't text in UTF-8.");
        } catch (IOException e) {
            throw new UserError(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static final class Lines {
        private final Path file;
        private final BufferedReader lines;
        private final Map<String, Class<?>> types = new HashMap<>();
        private final Set<String> places = new HashSet<>();
        private final List<Recorded> records = new ArrayList<>();
        private final List<Recording.Unreadable> unreadable = new ArrayList<>();
        private int number;

        Lines(Path file, BufferedReader lines) {
            this.file = file;
            this.lines = lines;
            SchemaCatalogue.load()
                    .entries()
                    .forEach(
                            entry -> {
                                Class<?> type = entry.type();
                                if (type != null && Event.class.isAssignableFrom(type)) {
                                    types.put(entry.name(), type);
                                }
                            });
        }

        Recording recording() throws IOException {
            JsonNode head = next();
            if (head == null || !head.path("format").asText().equals(FORMAT)) {
                throw new AskedWrongly(file + " is no recording of parley export.");
            }
            if (head.path("version").asInt() != VERSION) {
                throw new AskedWrongly(
                        "%s is a recording of version %s; this Parley reads version %d."
                                .formatted(file, head.path("version"), VERSION));
            }
            SessionId session;
            try {
                session = new SessionId(head.path("session").asText());
            } catch (IllegalArgumentException e) {
                throw malformed("the session is none");
            }
            while (true) {
                JsonNode line = next();
                if (line == null) {
                    throw new AskedWrongly(
                            file
                                    + " ends in the middle, after line "
                                    + number
                                    + ": it was cut; export the session again.");
                }
                if (line.has("end")) {
                    ended(line);
                    return new Recording(session, records, unreadable);
                }
                take(line, session);
            }
        }

        private void ended(JsonNode line) throws IOException {
            int expected = line.path("end").asInt(-1);
            int found = records.size() + unreadable.size();
            if (expected != found) {
                throw malformed("the file should hold " + expected + " records, not " + found);
            }
            if (lines.readLine() != null) {
                number++;
                throw malformed("something follows the end");
            }
        }

        private @Nullable JsonNode next() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                return null;
            }
            number++;
            try {
                JsonNode json = JSON.readTree(line);
                if (json.isObject()) {
                    return json;
                }
            } catch (JsonProcessingException e) {
                // told below
            }
            if (number == 1) {
                throw new AskedWrongly(file + " is no recording of parley export.");
            }
            throw malformed("that is no whole object of JSON");
        }

        private void take(JsonNode line, SessionId session) {
            Topic topic =
                    Topics.named(line.path("topic").asText())
                            .orElseThrow(() -> malformed("there is no such topic"));
            int partition = line.path("partition").asInt(-1);
            long offset = line.path("offset").asLong(-1);
            if (partition < 0 || offset < 0) {
                throw malformed("partition or offset is missing");
            }
            if (!places.add(topic + "-" + partition + "@" + offset)) {
                throw malformed("another record has the same place");
            }
            if (line.has("unreadable")) {
                unreadable.add(
                        new Recording.Unreadable(
                                topic, partition, offset, line.path("unreadable").asText()));
                return;
            }
            Envelope<?> envelope = envelope(line);
            if (!envelope.session().equals(session)) {
                throw malformed("the record is of another session");
            }
            if (!(envelope.event() instanceof Unknown)
                    && !topic.carries(envelope.event().getClass())) {
                throw malformed(topic + " doesn't carry such an event");
            }
            records.add(new Recorded(topic, partition, offset, envelope));
        }

        private Envelope<?> envelope(JsonNode line) {
            try {
                Class<?> type = types.get(line.path("type").asText());
                JsonNode traceparent = line.path("traceparent");
                return new Envelope<>(
                        EventId.parse(line.path("id").asText()),
                        new SessionId(line.path("session").asText()),
                        Owner.parse(line.path("owner").asText()),
                        new Times(
                                Instant.parse(line.path("received").asText()),
                                Instant.parse(line.path("emitted").asText())),
                        traceparent.isTextual() ? traceparent.textValue() : null,
                        type == null
                                ? new Unknown(line.path("event").path("schemaId").asInt())
                                : (Event) EventReader.read(type, line.path("event")));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw malformed(
                        e.getMessage() == null || e instanceof DateTimeException
                                ? "a field is malformed"
                                : e.getMessage());
            }
        }

        private AskedWrongly malformed(@Nullable String why) {
            return new AskedWrongly("%s can't be read: line %d: %s.".formatted(file, number, why));
        }
    }
}
