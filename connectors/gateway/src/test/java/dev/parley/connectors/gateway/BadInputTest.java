package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.ReplyId;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is named, and nobody else notices. */
class BadInputTest {
    private static Gateway gateway;
    private Client bystander;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connectAnother() {
        bystander = gateway.connect();
    }

    @AfterEach
    void theOtherDidNotNotice() {
        ReplyId reply = new ReplyId("bystander");
        TurnTest.speak(gateway.log, bystander.session, reply, "All is well.");
        bystander.next("response.created");
        bystander.until("response.done");
        assertThat(bystander.events).isEmpty();
        bystander.close();
        gateway.log.await(bystander.session, Control.SessionEnded.class, 1);
    }

    static Stream<Arguments> badEvents() {
        return Stream.of(
                bad("{\"type\":\"input_audio", "invalid_json", null),
                bad("", "invalid_json", null),
                bad("[]", "invalid_json", null),
                bad("42", "invalid_json", null),
                bad("{\"type\":\"session.update\"} {}", "invalid_json", null),
                bad("\u0000\u0001\u0002", "invalid_json", null),
                bad("{".repeat(5000), "invalid_json", null),
                bad("{\"a\":" + "[".repeat(50_000), "invalid_json", null),
                bad("{\"event_id\":\"e1\"}", "missing_required_parameter", "type"),
                bad("{\"type\":7,\"event_id\":\"e1\"}", "missing_required_parameter", "type"),
                bad("{\"type\":\"no.such\",\"event_id\":\"e1\"}", "unknown_event_type", "type"),
                bad(event("input_audio_buffer.append", ""), "missing_required_parameter", "audio"),
                bad(
                        event("input_audio_buffer.append", ",\"audio\":{\"a\":[1,2]}"),
                        "missing_required_parameter",
                        "audio"),
                bad(
                        event("input_audio_buffer.append", ",\"audio\":\"not base64!\""),
                        "invalid_audio",
                        "audio"),
                bad(
                        event("input_audio_buffer.append", ",\"audio\":\"AAAA\""),
                        "invalid_audio",
                        "audio"),
                bad(
                        event("input_audio_buffer.commit", ""),
                        "input_audio_buffer_commit_empty",
                        null),
                bad(event("session.update", ""), "missing_required_parameter", "session"),
                bad(
                        event("session.update", ",\"session\":{\"type\":\"transcription\"}"),
                        "invalid_value",
                        "session.type"),
                bad(
                        event("session.update", format("\"audio/pcm\"", "44100")),
                        "invalid_value",
                        "session.audio.input.format.rate"),
                bad(
                        event("session.update", format("\"audio/pcm\"", "\"24000\"")),
                        "invalid_value",
                        "session.audio.input.format.rate"),
                bad(
                        event("session.update", format("\"audio/opus\"", "48000")),
                        "invalid_value",
                        "session.audio.input.format.type"),
                bad(
                        session("\"output_modalities\":[\"audio\",\"text\"]"),
                        "invalid_value",
                        "session.output_modalities"),
                bad(
                        session("\"prompt\":{\"id\":\"pmpt_1\"}"),
                        "unsupported_value",
                        "session.prompt"),
                bad(
                        session(
                                "\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\","
                                        + "\"server_url\":\"https://example.org\"}]"),
                        "unsupported_value",
                        "session.tools[0].type"),
                bad(
                        session("\"tools\":[{\"type\":\"function\",\"name\":\"a b\"}]"),
                        "invalid_value",
                        "session.tools[0].name"),
                bad(
                        session(
                                "\"tools\":[{\"type\":\"function\",\"name\":\"a\"},"
                                        + "{\"type\":\"function\",\"name\":\"a\"}]"),
                        "invalid_value",
                        "session.tools[1].name"),
                bad(
                        session("\"tool_choice\":{\"type\":\"function\",\"name\":\"b\"}"),
                        "invalid_value",
                        "session.tool_choice"),
                bad(
                        detection("\"type\":\"psychic_vad\""),
                        "invalid_value",
                        "session.audio.input.turn_detection.type"),
                bad(
                        detection("\"type\":\"server_vad\",\"threshold\":1.5"),
                        "invalid_value",
                        "session.audio.input.turn_detection.threshold"),
                bad(
                        detection("\"type\":\"server_vad\",\"silence_duration_ms\":-1"),
                        "invalid_value",
                        "session.audio.input.turn_detection.silence_duration_ms"),
                bad(
                        detection("\"type\":\"semantic_vad\",\"eagerness\":\"greedy\""),
                        "invalid_value",
                        "session.audio.input.turn_detection.eagerness"),
                bad(
                        detection("\"type\":\"semantic_vad\",\"idle_timeout_ms\":5000"),
                        "invalid_value",
                        "session.audio.input.turn_detection.idle_timeout_ms"),
                bad(
                        event("session.update", ",\"session\":{\"audio\":7}"),
                        "invalid_value",
                        "session.audio.input.format.type"),
                bad(event("conversation.item.create", ""), "missing_required_parameter", "item"),
                bad(
                        item("{\"type\":\"function_call_output\"}"),
                        "missing_required_parameter",
                        "item.call_id"),
                bad(
                        item(
                                "{\"type\":\"function_call_output\",\"call_id\":\"c\","
                                        + "\"output\":\"\"}"),
                        "tool_call_not_found",
                        "item.call_id"),
                bad(item("{\"type\":\"item_reference\"}"), "invalid_value", "item.type"),
                bad(item("{\"type\":\"mcp_approval_response\"}"), "unsupported_value", "item.type"),
                bad(
                        item(
                                "{\"type\":\"message\",\"role\":\"user\",\"content\":"
                                        + "[{\"type\":\"input_image\",\"image_url\":"
                                        + "\"data:image/png;base64,AA==\"}]}"),
                        "unsupported_value",
                        "item.content"),
                bad(
                        event(
                                "conversation.item.create",
                                typed("hello") + ",\"previous_item_id\":\"nope\""),
                        "item_not_found",
                        "previous_item_id"),
                bad(
                        event("conversation.item.delete", ",\"item_id\":\"nope\""),
                        "item_not_found",
                        "item_id"),
                bad(event("conversation.item.create", typed("")), "invalid_value", "item.content"),
                bad(
                        event("conversation.item.create", typed("x".repeat(1001))),
                        "invalid_value",
                        "item.content"),
                bad(
                        event("conversation.item.retrieve", ",\"item_id\":\"nope\""),
                        "item_not_found",
                        "item_id"),
                bad(
                        event(
                                "conversation.item.truncate",
                                ",\"item_id\":\"item_x\",\"content_index\":0,\"audio_end_ms\":-1"),
                        "invalid_value",
                        "audio_end_ms"),
                bad(event("response.create", ""), "nothing_to_answer", null),
                bad(
                        response("\"conversation\":\"none\""),
                        "unsupported_value",
                        "response.conversation"),
                bad(response("\"input\":[]"), "unsupported_value", "response.input"),
                bad(
                        response("\"prompt\":{\"id\":\"pmpt_1\"}"),
                        "unsupported_value",
                        "response.prompt"),
                bad(response("\"metadata\":{\"a\":{}}"), "invalid_value", "response.metadata"),
                bad(event("response.cancel", ""), "response_cancel_not_active", null),
                bad(
                        event("response.cancel", ",\"response_id\":\"nope\""),
                        "response_cancel_not_active",
                        "response_id"),
                bad(event("output_audio_buffer.clear", ""), "unknown_event_type", "type"),
                bad(
                        event("response.cancel", ",\"response_id\":[]"),
                        "invalid_value",
                        "response_id"),
                bad(
                        event(
                                "parley.playback.ended",
                                ",\"response_id\":\"r\",\"heard_ms\":1,\"complete\":true"),
                        "response_not_found",
                        "response_id"));
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void aBadEventIsNamedAndTheSessionGoesOn(String json, String code, String param) {
        try (Client client = gateway.connect()) {
            // When
            client.send(json);

            // Then
            JsonNode error = client.next("error").path("error");
            assertThat(error.path("code").asText()).isEqualTo(code);
            assertThat(error.path("param").textValue()).isEqualTo(param);
            assertThat(error.path("message").asText()).isNotBlank();
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.path("event_id").textValue())
                    .isEqualTo(json.contains("\"e1\"") ? "e1" : null);
            client.isQuietAndWell();
            client.close();
            gateway.log.await(client.session, Control.SessionEnded.class, 1);
        }
    }

    @Test
    void anOversizedMessageIsNamedHoweverItIsCut() {
        try (Client client = gateway.connect()) {
            // When
            client.sendSound(new byte[(1 << 20) + 2]);
            JsonNode whole = client.next("error");
            String half = "x".repeat(700_000);
            client.socket().sendText(half, false).join();
            client.socket().sendText(half, true).join();
            JsonNode cut = client.next("error");

            // Then
            assertThat(whole.at("/error/code").asText()).isEqualTo("message_too_long");
            assertThat(cut.at("/error/code").asText()).isEqualTo("message_too_long");
            client.isQuietAndWell();
            assertThat(gateway.log.written(client.session, Audio.Frames.class)).isEmpty();
        }
    }

    @Test
    void anOddNumberOfBytesIsNamedAndRandomOnesAreSound() {
        try (Client client = gateway.connect()) {
            // Given
            byte[] garbage = new byte[5761];
            new Random(1).nextBytes(garbage);

            // When
            client.sendSound(garbage);
            JsonNode odd = client.next("error");
            client.sendSound(java.util.Arrays.copyOf(garbage, 5760));

            // Then
            assertThat(odd.at("/error/code").asText()).isEqualTo("invalid_audio");
            gateway.log.await(client.session, Audio.Stalled.class, 1);
            assertThat(gateway.log.written(client.session, Audio.Frames.class)).hasSize(2);
        }
    }

    @Test
    void afterTooManyBadEventsTheSessionIsClosed() {
        try (Client client = gateway.connect()) {
            // When
            for (int i = 0; i < 5; i++) {
                client.send("nonsense");
            }

            // Then
            assertThat(client.closeCode()).isEqualTo(1008);
            assertThat(
                            gateway.log
                                    .await(client.session, Control.SessionEnded.class, 1)
                                    .getFirst()
                                    .reason())
                    .isEqualTo("too-many-bad-events");
        }
    }

    @Test
    void tenMinutesSentAtOnceAllReachTheLog() {
        try (Client client = gateway.connect()) {
            // Given
            byte[] tenSeconds = new byte[480_000];

            // When
            for (int i = 0; i < 60; i++) {
                client.sendSound(tenSeconds);
            }

            // Then
            assertThat(gateway.log.await(client.session, Audio.Frames.class, 10_000)).isNotNull();
            assertThat(gateway.log.await(client.session, Audio.Stalled.class, 1)).hasSize(1);
            assertThat(gateway.log.written(client.session, Audio.Frames.class).size())
                    .isBetween(10_000, 10_001);
            client.isQuietAndWell();
        }
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheUpgrade() {
        assertThatThrownBy(
                        () -> Client.connect(gateway.http, gateway.server.voicePort(), "", "wrong"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void aUserCanHoldOnlySoManySessions() {
        // Given
        Client second = gateway.connect();
        Client third = gateway.connect();

        // When
        assertThatThrownBy(() -> gateway.connect())
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429));

        // Then
        second.close();
        third.close();
        gateway.log.await(second.session, Control.SessionEnded.class, 1);
        gateway.log.await(third.session, Control.SessionEnded.class, 1);
    }

    @Test
    void aClientThatStopsReadingIsDropped() throws Exception {
        // Given
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(64 << 10);
            deaf.connect(new java.net.InetSocketAddress("127.0.0.1", gateway.server.voicePort()));
            OutputStream out = deaf.getOutputStream();
            out.write(
                    ("GET /v1/realtime?token=good-token HTTP/1.1\r\nHost: x\r\n"
                                    + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Sec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = deaf.getInputStream();
            byte[] beginning = new byte[2048];
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("\"id\":\"")
                    || read.toString().split("\"id\":\"")[1].indexOf('"') < 0) {
                int count = in.read(beginning);
                assertThat(count).isPositive();
                read.append(new String(beginning, 0, count, StandardCharsets.ISO_8859_1));
            }
            var session =
                    new dev.parley.schemas.event.SessionId(
                            read.toString().split("\"id\":\"")[1].split("\"")[0]);

            // When
            ReplyId reply = new ReplyId("endless");
            gateway.log.say(
                    session,
                    new dev.parley.schemas.event.Reply.Sentence(
                            reply,
                            TurnTest.TURN,
                            0,
                            dev.parley.schemas.event.Personal.of("Endless."),
                            true));
            for (int i = 0; i < 60; i++) {
                gateway.log.say(session, TurnTest.chunk(reply, 1, 0, i, 1000));
            }

            // Then its connection ends too, and what it never read is gone
            assertThat(
                            gateway.log
                                    .await(session, Control.SessionEnded.class, 1)
                                    .getFirst()
                                    .reason())
                    .isEqualTo("slow-reader");
            Thread.sleep(2500);
            assertThat(rest(deaf).contains("slow-reader")).isFalse();
        }
    }

    /** What can still be read, to the connection's end; what waited in the gateway is not in it. */
    private static String rest(Socket deaf) throws Exception {
        deaf.setSoTimeout(10_000);
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        try {
            deaf.getInputStream().transferTo(all);
        } catch (java.net.SocketException reset) {
            // an end as good as any
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static Arguments bad(String json, String code, String param) {
        return Arguments.of(json, code, param);
    }

    private static String event(String type, String more) {
        return "{\"type\":\"" + type + "\",\"event_id\":\"e1\"" + more + "}";
    }

    private static String session(String fields) {
        return event("session.update", ",\"session\":{" + fields + "}");
    }

    private static String detection(String fields) {
        return session("\"audio\":{\"input\":{\"turn_detection\":{" + fields + "}}}");
    }

    private static String item(String item) {
        return event("conversation.item.create", ",\"item\":" + item);
    }

    private static String response(String fields) {
        return event("response.create", ",\"response\":{" + fields + "}");
    }

    private static String format(String type, String rate) {
        return ",\"session\":{\"audio\":{\"input\":{\"format\":{\"type\":"
                + type
                + ",\"rate\":"
                + rate
                + "}}}}";
    }

    private static String typed(String text) {
        return ",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":"
                + "[{\"type\":\"input_text\",\"text\":\""
                + text
                + "\"}]}";
    }
}
