package dev.parley.connectors.gateway;

import static dev.parley.connectors.gateway.TurnTest.TURN;
import static dev.parley.connectors.gateway.TurnTest.chunk;
import static dev.parley.connectors.gateway.TurnTest.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose connection broke comes back to its session. */
class ResumptionTest {
    private final ReplyId reply = new ReplyId("r1");
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String query(SessionId session, JsonNode lastOfResponse) {
        return "?session="
                + session
                + "&after="
                + URLEncoder.encode(
                        lastOfResponse.path("event_id").asText(), StandardCharsets.UTF_8);
    }

    private static byte[] sound(List<JsonNode> events) {
        var all = new java.io.ByteArrayOutputStream();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals("response.output_audio.delta")) {
                all.writeBytes(Base64.getDecoder().decode(event.path("delta").asText()));
            }
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void sentence(SessionId session, int index, String text, boolean last) {
        gateway.log.say(session, new Reply.Sentence(reply, TURN, index, Personal.of(text), last));
    }

    private void spoken(SessionId session, int sentence, int chunks, boolean last) {
        gateway.log.say(
                session,
                new Audio.SentenceSpoken(reply, TURN, 1, sentence, chunks, chunks * 40L, last));
    }

    @Test
    void theReplyAtHandGoesOnWhereTheClientWasLeft() {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;
        sentence(session, 0, "One.", false);
        sentence(session, 1, "Two.", true);
        gateway.log.say(session, chunk(reply, 1, 0, 0, 40));
        gateway.log.say(session, chunk(reply, 1, 0, 1, 40));
        spoken(session, 0, 2, false);
        List<JsonNode> first = before.until("response.output_audio.delta");
        first.add(before.next("response.output_audio.delta"));

        // When
        before.sever();
        gateway.log.say(session, chunk(reply, 1, 1, 0, 40));
        spoken(session, 1, 1, true);
        Client after = gateway.connect(query(session, first.getLast()));
        List<JsonNode> second = after.until("response.done");

        // Then
        assertThat(after.session).isEqualTo(session);
        assertThat(types(second))
                .startsWith("parley.session.resumed", "response.output_audio.delta")
                .doesNotContain(
                        "response.created",
                        "response.output_audio_transcript.delta",
                        "conversation.item.added");
        byte[] heard = joined(sound(first), sound(second));
        assertThat(heard).hasSize(3 * 40 * 48);
        assertThat(heard[0]).isEqualTo((byte) 10);
        assertThat(heard[40 * 48]).isEqualTo((byte) 11);
        assertThat(heard[2 * 40 * 48]).isEqualTo((byte) 10);
        assertThat(second.getLast().at("/response/output/0/content/0/transcript").asText())
                .isEqualTo("One. Two.");
        after.close();
    }

    @Test
    void aReplyThatWasToldToItsEndIsNotToldAgainButTheNextOneIs() {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;
        TurnTest.speak(gateway.log, session, reply, "One.");
        JsonNode done = before.until("response.done").getLast();
        ReplyId next = new ReplyId("r2");

        // When
        before.sever();
        TurnTest.speak(gateway.log, session, next, "Two.");
        Client after = gateway.connect(query(session, done));
        List<JsonNode> events = after.until("response.done");

        // Then
        assertThat(events.getLast().at("/response/id").asText()).isEqualTo("r2");
        assertThat(sound(events)).hasSize(40 * 48);
        after.send(
                "{\"type\":\"parley.playback.ended\",\"response_id\":\"r1\","
                        + "\"heard_ms\":40,\"complete\":true}");
        assertThat(gateway.log.await(session, Control.PlaybackEnded.class, 1).getFirst())
                .isEqualTo(new Control.PlaybackEnded(reply, TURN, 40, true, 1, 0));
        after.close();
    }

    @Test
    void aReplyThatWasCancelledMeanwhileIsToldAsCancelledAndGivesNoSound() {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;
        sentence(session, 0, "One.", true);
        gateway.log.say(session, chunk(reply, 1, 0, 0, 40));
        JsonNode last = before.until("response.output_audio.delta").getLast();

        // When
        before.sever();
        gateway.log.say(session, new Cancellation.ReplyCancelled(reply, TURN, "client"));
        Client after = gateway.connect(query(session, last));
        List<JsonNode> events = after.until("response.done");

        // Then
        assertThat(sound(events)).isEmpty();
        assertThat(events.getLast().at("/response/status").asText()).isEqualTo("cancelled");
        after.close();
    }

    @Test
    void aBrokenConnectionEndsTheSessionOnlyIfNobodyComesBack() throws Exception {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;

        // When
        before.sever();
        Client after = gateway.connect("?session=" + session);
        after.next("parley.session.resumed");
        Thread.sleep(900);

        // Then
        assertThat(gateway.log.written(session, Control.SessionEnded.class)).isEmpty();
        assertThat(gateway.log.written(session, Control.SessionResumed.class)).hasSize(1);
        assertThat(gateway.log.written(session, Presence.Left.class)).isEmpty();

        // When
        after.sever();

        // Then
        assertThat(gateway.log.await(session, Control.SessionEnded.class, 1).getFirst().reason())
                .isEqualTo("connection-lost");
    }

    @Test
    void whoCannotBeToldWhatWasMissedIsSentToTryAgainAndTheSessionGoesOn() {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;
        before.sever();
        gateway.log.away = true;

        // When
        Client refused = gateway.connect("?session=" + session);

        // Then
        assertThat(refused.closeCode()).isEqualTo(1012);
        assertThat(gateway.log.written(session, Control.SessionEnded.class)).isEmpty();

        // When
        gateway.log.away = false;
        Client after = gateway.connect("?session=" + session);

        // Then
        after.next("parley.session.resumed");
        after.isQuietAndWell();
        after.close();
    }

    @Test
    void aStaleConnectionIsClosedWhenItsSessionGoesOnOverAnother() {
        // Given
        Client stale = gateway.connect();

        // When
        Client fresh = gateway.connect("?session=" + stale.session);
        fresh.next("parley.session.resumed");

        // Then
        assertThat(stale.closeCode()).isEqualTo(1000);
        fresh.isQuietAndWell();
        fresh.close();
    }

    @Test
    void theEndOfTheConnectionBeforeDoesNotEndTheNewOne() {
        // Given
        Client before = gateway.connect();
        before.sever();
        gateway.log.sayLate(new Control.SessionEnded("left"));

        // When
        Client after = gateway.connect("?session=" + before.session);

        // Then
        after.until("parley.session.resumed");
        after.isQuietAndWell();
        after.close();
    }

    @Test
    void soundGoesOnFromWhereItWasAcknowledgedUnderIdsOfItsOwn() {
        // Given
        Client before = gateway.connect("?audio_acks=true");
        SessionId session = before.session;
        before.send(
                "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":{\"input\":"
                    + "{\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}}}}}");
        before.next("session.updated");
        before.append(new byte[2 * 16 * 240]);
        JsonNode acked = before.next("parley.audio.acked");

        // When
        before.sever();
        Client after =
                gateway.connect(
                        "?session=" + session + "&audio_cursor=" + acked.path("cursor").asText());
        after.append(new byte[2 * 24 * 120]);
        List<Audio.Frames> frames = gateway.log.await(session, Audio.Frames.class, 5);

        // Then
        assertThat(acked.path("audio_ms").asDouble()).isEqualTo(180);
        assertThat(frames.get(4).startMillis()).isEqualTo(180);
        assertThat(frames.get(4).sequence()).isEqualTo(3);
        assertThat(gateway.log.of(session, Audio.Frames.class).map(frame -> frame.id()))
                .doesNotHaveDuplicates();
        after.close();
    }

    @Test
    void whoSaidAllBeforeTheConnectionBrokeIsFoundSilentAfterIt() {
        // Given
        Client before = gateway.connect("?audio_acks=true");
        SessionId session = before.session;
        before.append(new byte[2 * 24 * 180]);
        JsonNode acked = before.next("parley.audio.acked");

        // When
        Client after =
                gateway.connect(
                        "?session=" + session + "&audio_cursor=" + acked.path("cursor").asText());

        // Then
        assertThat(gateway.log.await(session, Audio.Stalled.class, 1).getFirst())
                .isEqualTo(new Audio.Stalled(3, 180, false));
        after.close();
    }

    @Test
    void aTypedTurnThatIsSaidAgainIsTheSameEventAndIsToldAsKept() {
        // Given
        Client before = gateway.connect();
        SessionId session = before.session;
        type(before, "set a timer");
        JsonNode kept = before.next("parley.text.acked");

        // When
        before.sever();
        Client after = gateway.connect("?session=" + session);
        after.next("parley.session.resumed");
        type(after, "set a timer");
        after.next("parley.text.acked");

        // Then
        assertThat(kept.path("turn").asLong()).isEqualTo(3);
        assertThat(gateway.log.of(session, Control.TextSubmitted.class).map(text -> text.id()))
                .containsExactly(EventId.of("client-k7", 3), EventId.of("client-k7", 3));
        after.close();
    }

    @Test
    void aTurnWithoutAProperNameIsRefused() {
        // Given
        Client mine = gateway.connect();

        // When
        for (String name :
                List.of("{}", "7", "{\"client\":\"A/b\",\"turn\":1}", "{\"client\":\"a\"}")) {
            mine.send("{\"type\":\"response.create\",\"parley\":" + name + "}");

            // Then
            assertThat(mine.next("error").at("/error/param").asText()).isEqualTo("parley");
        }
        mine.close();
    }

    private static void type(Client client, String text) {
        client.send(
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                        + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\""
                        + text
                        + "\"}]}}");
        client.send("{\"type\":\"response.create\",\"parley\":{\"client\":\"k7\",\"turn\":3}}");
        client.next("conversation.item.added");
        client.next("conversation.item.done");
    }

    @Test
    void nobodyElseComesBackToASession() throws Exception {
        // Given
        Client mine = gateway.connect();

        // When
        HttpResponse<String> answer = upgrade(Gateway.OTHERS_TOKEN, "?session=" + mine.session);
        HttpResponse<String> forged =
                upgrade(
                        Gateway.TOKEN,
                        "?session=" + mine.session.value().replaceFirst("^s2-", "s3-"));
        HttpResponse<String> garbage = upgrade(Gateway.TOKEN, "?session=x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(forged.statusCode()).isEqualTo(404);
        assertThat(garbage.statusCode()).isEqualTo(400);
        mine.isQuietAndWell();
        mine.close();
    }

    @Test
    void cursorsThatAreNoneAreRefused() throws Exception {
        // Given
        Client mine = gateway.connect();

        // When, Then
        for (String cursor :
                List.of(
                        "&after=event_1",
                        "&after=event_1@r@1@1.2",
                        "&after=" + "x".repeat(5000),
                        "&audio_cursor=1",
                        "&audio_cursor=-1.2",
                        "&audio_cursor=99999999999999999999.1")) {
            assertThat(upgrade(Gateway.TOKEN, "?session=" + mine.session + cursor).statusCode())
                    .as(cursor)
                    .isBetween(400, 431);
        }
        mine.close();
    }

    private HttpResponse<String> upgrade(String token, String query) throws Exception {
        try (java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
            http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(
                            URI.create(
                                    "ws://127.0.0.1:"
                                            + gateway.server.voicePort()
                                            + "/v1/realtime"
                                            + query),
                            new java.net.http.WebSocket.Listener() {})
                    .join();
            throw new AssertionError("was let in");
        } catch (java.util.concurrent.CompletionException refused) {
            var answer = (java.net.http.WebSocketHandshakeException) refused.getCause();
            @SuppressWarnings("unchecked")
            HttpResponse<String> response = (HttpResponse<String>) answer.getResponse();
            return response;
        }
    }
}
