package dev.parley.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.EphemeralKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two builds, of which the newer has added a field to an event and to a state's lines. */
class SchemasOfOthersTest {
    private static final Owner OWNER = new Owner.Session(SessionId.on(3, "abcdef"));

    private final EphemeralKeys keys = new EphemeralKeys();
    private final Map<Integer, PublishedSchema> topic = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private final SchemaSource source =
            id -> {
                asked.add(id);
                return Optional.ofNullable(topic.get(id));
            };
    private final Codec older =
            build(entry(1, 1, Older.Letter.Sent.class), entry(1000, 1, Older.Desk.Pile.class));
    private final Codec newer =
            build(
                    entry(2, 2, Newer.Letter.Sent.class),
                    entry(1001, 2, Newer.Desk.Pile.class),
                    entry(3, 1, Newer.Letter.Burnt.class));

    static final class Older {
        interface Letter {
            record Sent(Personal<String> text, int index) {}
        }

        interface Desk {
            record Pile(List<Sheet> sheets, int height) {}

            record Sheet(String title) {}
        }
    }

    static final class Newer {
        interface Letter {
            record Sent(@Nullable Integer stamps, Personal<String> text, int index) {}

            record Burnt(String why) {}
        }

        interface Desk {
            record Pile(List<Sheet> sheets, int height, List<String> labels) {}

            record Sheet(String title, @Nullable String colour) {}
        }
    }

    @Test
    void anOlderBuildReadsANewerEventWithoutTheAddedField() {
        byte[] written = newer.encode(new Newer.Letter.Sent(3, Personal.of("dear"), 7), OWNER);

        assertThat(older.decode(written)).isEqualTo(new Older.Letter.Sent(Personal.of("dear"), 7));
    }

    @Test
    void aNewerBuildReadsAnOlderEventWithTheAddedFieldsDefault() {
        byte[] written = older.encode(new Older.Letter.Sent(Personal.of("dear"), 7), OWNER);

        assertThat(newer.decode(written))
                .isEqualTo(new Newer.Letter.Sent(null, Personal.of("dear"), 7));
    }

    @Test
    void aStateGoesThereAndBackAndLosesOnlyTheAddedFields() {
        // Given
        Newer.Desk.Pile state =
                new Newer.Desk.Pile(
                        List.of(new Newer.Desk.Sheet("rent", "red")), 1, List.of("urgent"));

        // When
        Object there = older.decode(newer.encode(state, OWNER));
        Object back = newer.decode(older.encode(there, OWNER));

        // Then
        assertThat(there).isEqualTo(new Older.Desk.Pile(List.of(new Older.Desk.Sheet("rent")), 1));
        assertThat(back)
                .isEqualTo(
                        new Newer.Desk.Pile(
                                List.of(new Newer.Desk.Sheet("rent", null)), 1, List.of()));
    }

    @Test
    void aTypeThatTheReaderDoesNotHaveStaysUnknown() {
        assertThat(older.decode(newer.encode(new Newer.Letter.Burnt("cold"), OWNER)))
                .isEqualTo(new Unknown(3));
    }

    @Test
    void anIdThatNobodyPublishedStaysUnknown() {
        // Given
        byte[] written = newer.encode(new Newer.Letter.Sent(3, Personal.of("dear"), 7), OWNER);
        topic.clear();

        // Then
        assertThat(older.decode(written)).isEqualTo(new Unknown(2));
    }

    @Test
    void nobodyIsAskedForWhatThisBuildHasItself() {
        older.decode(older.encode(new Older.Letter.Sent(Personal.of("dear"), 7), OWNER));

        assertThat(asked).isEmpty();
    }

    @Test
    void aSchemaThatCannotBeReadIntoOursIsTheRecordsFaultAlone() {
        // Given
        byte[] written = newer.encode(new Newer.Letter.Sent(3, Personal.of("dear"), 7), OWNER);
        topic.put(
                2,
                new PublishedSchema(
                        2,
                        "dev.parley.letter.Sent",
                        2,
                        """
                        {"type": "record", "name": "Sent", "namespace": "dev.parley.letter",
                         "fields": [{"name": "text", "type": "double"}]}\
                        """));

        // Then
        assertThatThrownBy(() -> older.decode(written)).isInstanceOf(CodecException.class);
    }

    @Test
    void whatIsPublishedIsReadBack() {
        for (SchemaCatalogue.Entry entry : SchemaCatalogue.load().entries()) {
            PublishedSchema published = PublishedSchema.of(entry);

            assertThat(PublishedSchema.read(published.key(), published.value()))
                    .hasValueSatisfying(read -> assertThat(read.says(published)).isTrue());
        }
    }

    @Test
    void garbageIsNoSchema() {
        String schema = "{\"type\":\"record\",\"name\":\"a.B\",\"fields\":[]}";
        String good = "{\"name\":\"a.B\",\"version\":1,\"schema\":" + schema + "}";

        assertThat(read("7", good)).isPresent();
        assertThat(read("seven", good)).isEmpty();
        assertThat(PublishedSchema.read(null, bytes(good))).isEmpty();
        assertThat(PublishedSchema.read(bytes("7"), null)).isEmpty();
        assertThat(read("7", "")).isEmpty();
        assertThat(read("7", "[")).isEmpty();
        assertThat(read("7", "{}")).isEmpty();
        assertThat(read("7", good.replace("a.B\",\"version", "a.C\",\"version"))).isEmpty();
        assertThat(read("7", good.replace("\"version\":1", "\"version\":0"))).isEmpty();
        assertThat(read("7", good.replace("record", "recorder"))).isEmpty();
        assertThat(read("7", good + " ".repeat(300_000))).isEmpty();
    }

    private static Optional<PublishedSchema> read(String key, String value) {
        return PublishedSchema.read(bytes(key), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Its schemas are in the topic, as a process puts them there when it starts. */
    private Codec build(SchemaCatalogue.Entry... entries) {
        for (SchemaCatalogue.Entry entry : entries) {
            topic.put(entry.id(), PublishedSchema.of(entry));
        }
        return new Codec(keys, SchemaCatalogue.of(List.of(entries)), source);
    }

    private static SchemaCatalogue.Entry entry(int id, int version, Class<?> type) {
        return new SchemaCatalogue.Entry(
                id, AvroForm.fullName(type), version, type, AvroForm.of(type).toString());
    }
}
