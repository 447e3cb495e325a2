package dev.parley.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecordFormTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final SessionId SESSION = new SessionId("s2-abcdef");

    private final RecordForm form = new RecordForm(SchemaCatalogue.load(), ZoneOffset.UTC);

    @Test
    void isALineOfPlaceTimeIdTypeSessionAndFields() {
        // Given
        Speech.Partial partial =
                new Speech.Partial(new UtteranceId("u1"), Personal.of("what time is it"), 1_240L);

        // Then
        assertThat(form.line(decoded(Topics.SPEECH, partial)))
                .isEqualTo(
                        "2@41     10:00:00.123456  hearing/7.0  speech.Partial  s2-abcdef"
                                + "  utterance=u1 text=\"what time is it\" endMillis=1240");
    }

    @Test
    void showsThatAValueIsErased() throws IOException {
        // Given
        TopicRecord record =
                decoded(
                        Topics.SPEECH,
                        new Speech.Partial(new UtteranceId("u1"), Personal.erased(), 1_240L));

        // Then
        assertThat(form.line(record)).endsWith("utterance=u1 text=(erased) endMillis=1240");
        assertThat(json(record).path("event").path("text").asText()).isEqualTo("(erased)");
    }

    @Test
    void tellsTheLengthOfSoundToPeopleAndItsBytesToPrograms() throws IOException {
        // Given
        TopicRecord record =
                decoded(Topics.AUDIO_IN, new Audio.Frames(3, 180, Personal.of(new byte[] {1, 2})));

        // Then
        assertThat(form.line(record)).contains("sequence=3 startMillis=180 pcm=<2 bytes>");
        assertThat(json(record).path("event").path("pcm").asText()).isEqualTo("AQI=");
    }

    @Test
    void hasTheWholeEnvelopeInJson() throws IOException {
        // When
        JsonNode json = json(decoded(Topics.SPEECH, new Speech.Started(new UtteranceId("u1"), 60)));

        // Then
        assertThat(json.path("topic").asText()).isEqualTo("parley.speech");
        assertThat(json.path("offset").asLong()).isEqualTo(41);
        assertThat(json.path("time").asText()).isEqualTo(AT.toString());
        assertThat(json.path("type").asText()).isEqualTo("dev.parley.speech.Started");
        assertThat(json.path("owner").asText()).isEqualTo("session:s2-abcdef");
        assertThat(json.path("event").path("startMillis").asLong()).isEqualTo(60);
    }

    @Test
    void passesOverNothing() {
        assertThat(form.line(decoded(Topics.SPEECH, new Unknown(77))))
                .contains("unknown (schema 77)");
        assertThat(form.line(new TopicRecord.Undecodable(place(Topics.SPEECH), "it is cut off")))
                .isEqualTo("2@41     10:00:00.123456  undecodable: it is cut off");
    }

    private JsonNode json(TopicRecord record) throws IOException {
        return new ObjectMapper().readTree(form.json(record));
    }

    private static TopicRecord decoded(Topic topic, Event event) {
        return new TopicRecord.Decoded(
                place(topic),
                new Envelope<>(
                        EventId.of("hearing", 7, 0),
                        SESSION,
                        new Owner.Session(SESSION),
                        new Times(AT.minusMillis(1), AT),
                        null,
                        event));
    }

    private static TopicRecord.Place place(Topic topic) {
        return new TopicRecord.Place(topic, 2, 41, AT, "s2-abcdef");
    }
}
