package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.streams.audio.G711;
import dev.parley.streams.audio.Pcm;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of the protocol goes beyond a turn that is heard and spoken. */
class ProtocolTest {
    private static final TurnId TURN = TurnTest.TURN;
    private static final CallId CALL = new CallId("call_1");
    private static Gateway gateway;
    private Client client;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        client = gateway.connect();
    }

    @AfterEach
    void leave() {
        client.close();
        gateway.log.await(client.session, Control.SessionEnded.class, 1);
    }

    // --- items

    @Test
    void anItemIsPutWhereTheClientWantsIt() {
        // Given
        create("\"id\":\"a\"", message("user", "input_text", "one"), "");
        create("\"id\":\"b\"", message("assistant", "output_text", "two"), "");

        // When
        JsonNode first = create("\"id\":\"c\"", message("system", "input_text", "zero"), "root");
        JsonNode middle = create("\"id\":\"d\"", message("user", "input_text", "half"), "a");
        JsonNode last = create("\"id\":\"e\"", message("user", "input_text", "three"), "");

        // Then
        assertThat(first.path("previous_item_id").isNull()).isTrue();
        assertThat(first.at("/item/role").asText()).isEqualTo("system");
        assertThat(middle.path("previous_item_id").asText()).isEqualTo("a");
        assertThat(last.path("previous_item_id").asText()).isEqualTo("b");
        send("conversation.item.retrieve", "\"item_id\":\"b\"");
        JsonNode kept = client.next("conversation.item.retrieved").path("item");
        assertThat(kept.at("/content/0/type").asText()).isEqualTo("output_text");
        assertThat(kept.at("/content/0/text").asText()).isEqualTo("two");
        assertThat(kept.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void anIdThatIsTakenIsRefused() {
        create("\"id\":\"a\"", message("user", "input_text", "one"), "");
        send(
                "conversation.item.create",
                "\"item\":{\"id\":\"a\"," + message("user", "input_text", "two") + "}");

        assertThat(client.next("error").at("/error/code").asText())
                .isEqualTo("item_already_exists");
    }

    @Test
    void whatWasDeletedIsNotAnswered() {
        // Given
        create("\"id\":\"a\"", message("user", "input_text", "what time is it"), "");
        create("\"id\":\"b\"", message("user", "input_text", "in tokyo"), "");

        // When
        send("conversation.item.delete", "\"item_id\":\"a\"");
        JsonNode deleted = client.next("conversation.item.deleted");
        send("response.create", "");

        // Then
        assertThat(deleted.path("item_id").asText()).isEqualTo("a");
        assertThat(
                        gateway.log
                                .await(client.session, Control.TextSubmitted.class, 1)
                                .getFirst()
                                .text()
                                .get())
                .isEqualTo("in tokyo");
        send("conversation.item.retrieve", "\"item_id\":\"a\"");
        assertThat(client.next("error").at("/error/code").asText()).isEqualTo("item_not_found");
    }

    @Test
    void aReplyCanBeTruncatedAndRetrievedWhileItIsBeingGiven() {
        // Given
        ReplyId reply = new ReplyId("r-truncated");
        gateway.log.say(
                client.session,
                new Reply.Sentence(reply, TURN, 0, Personal.of("A long story."), false));
        gateway.log.say(client.session, TurnTest.chunk(reply, 1, 0, 0, 2000));
        client.until("response.output_audio.delta");

        // When
        send(
                "conversation.item.truncate",
                "\"item_id\":\"item_r-truncated\",\"content_index\":0,\"audio_end_ms\":700");
        JsonNode truncated = client.next("conversation.item.truncated");
        send("conversation.item.retrieve", "\"item_id\":\"item_r-truncated\"");
        JsonNode item = client.next("conversation.item.retrieved").path("item");

        // Then
        assertThat(truncated.path("audio_end_ms").asInt()).isEqualTo(700);
        assertThat(item.path("role").asText()).isEqualTo("assistant");
        assertThat(
                        gateway.log
                                .await(client.session, Control.PlaybackEnded.class, 1)
                                .getFirst()
                                .heardMillis())
                .isEqualTo(700);
    }

    // --- responses

    @Test
    void aWrittenResponseHasNoSoundAndCountsAsHeard() {
        // Given
        update("\"output_modalities\":[\"text\"]");
        ReplyId reply = new ReplyId("r-written");

        // When
        gateway.log.say(
                client.session,
                new Reply.Sentence(reply, TURN, 0, Personal.of("It is ten."), false));
        gateway.log.say(client.session, TurnTest.chunk(reply, 1, 0, 0, 40));
        gateway.log.say(
                client.session,
                new Reply.Sentence(reply, TURN, 1, Personal.of("Good night."), true));
        List<JsonNode> events = client.until("response.done");

        // Then
        assertThat(TurnTest.types(events))
                .containsExactly(
                        "response.created",
                        "rate_limits.updated",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        assertThat(events.get(4).at("/part/type").asText()).isEqualTo("text");
        assertThat(events.get(7).path("text").asText()).isEqualTo("It is ten. Good night.");
        JsonNode response = events.getLast().path("response");
        assertThat(response.at("/output_modalities/0").asText()).isEqualTo("text");
        assertThat(response.at("/output/0/content/0/type").asText()).isEqualTo("output_text");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(gateway.log.await(client.session, Control.PlaybackEnded.class, 1))
                .containsExactly(new Control.PlaybackEnded(reply, TURN, 0, true, 2, 0));
        assertThat(gateway.log.written(client.session, Control.PlaybackStarted.class)).isEmpty();
    }

    @Test
    void whatAResponseIsAskedForWithHoldsForItAlone() {
        // Given
        create("\"id\":\"a\"", message("user", "input_text", "hello"), "");
        send(
                "response.create",
                "\"response\":{\"output_modalities\":[\"text\"],\"instructions\":\"be short\","
                        + "\"metadata\":{\"purpose\":\"test\"}}");
        gateway.log.await(client.session, Control.TextSubmitted.class, 1);
        TurnId second = new TurnId("t2");

        // When
        gateway.log.say(client.session, ended(TURN, "hello", false));
        TurnTest.speak(gateway.log, client.session, new ReplyId("first"), "Hello!");
        List<JsonNode> first = client.until("response.done");
        gateway.log.say(client.session, ended(second, "again", false));
        gateway.log.say(
                client.session,
                new Reply.Sentence(
                        new ReplyId("second"), second, 0, Personal.of("Hello again."), true));
        List<JsonNode> other = client.until("response.output_audio_transcript.delta");

        // Then
        JsonNode done = first.getLast().path("response");
        assertThat(done.at("/metadata/purpose").asText()).isEqualTo("test");
        assertThat(done.at("/output_modalities/0").asText()).isEqualTo("text");
        assertThat(TurnTest.types(first)).contains("response.output_text.done");
        JsonNode created =
                other.stream()
                        .filter(e -> e.path("type").asText().equals("response.created"))
                        .findFirst()
                        .orElseThrow();
        assertThat(created.at("/response/metadata").isNull()).isTrue();
        assertThat(created.at("/response/output_modalities/0").asText()).isEqualTo("audio");
    }

    @Test
    void aSessionLastsAsLongAsItMay() {
        // Given
        GatewayConfig usual = Gateway.config();
        GatewayConfig.Patience patience = usual.patience();
        GatewayConfig brief =
                new GatewayConfig(
                        usual.host(),
                        0,
                        0,
                        usual.presence(),
                        usual.limits(),
                        new GatewayConfig.Patience(
                                patience.quiet(),
                                patience.slowReader(),
                                patience.playbackReport(),
                                patience.reply(),
                                patience.comeBack(),
                                patience.redelivery(),
                                patience.sound(),
                                patience.answer(),
                                patience.clientTool(),
                                Duration.ofMillis(300)));
        try (Gateway strict = new Gateway(brief);
                Client guest = strict.connect()) {
            // When
            JsonNode error = guest.next("error");

            // Then
            assertThat(error.at("/error/code").asText()).isEqualTo("session_expired");
            assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(guest.closeCode()).isEqualTo(1000);
            assertThat(
                            strict.log
                                    .await(guest.session, Control.SessionEnded.class, 1)
                                    .getFirst()
                                    .reason())
                    .isEqualTo("session-expired");
        }
    }

    @Test
    void theSessionSaysWhenItExpires() {
        JsonNode session = update("\"instructions\":\"x\"");

        assertThat(session.path("expires_at").asLong())
                .isBetween(
                        Instant.now().plusSeconds(3500).getEpochSecond(),
                        Instant.now().plusSeconds(3700).getEpochSecond());
    }

    @Test
    void theTranscriptionOfWhatCouldNotBeRecognisedFails() {
        // Given
        UtteranceId utterance = new UtteranceId("u-lost");
        gateway.log.say(client.session, new Speech.Started(utterance, 0));
        gateway.log.say(client.session, heard(utterance, "", false));

        // When
        gateway.log.say(
                client.session,
                new Failure.StageFailed("hearing", "Engine", EventId.of("gateway", 3), null));

        // Then
        client.until("input_audio_buffer.speech_stopped");
        JsonNode failed = client.next("conversation.item.input_audio_transcription.failed");
        assertThat(failed.path("item_id").asText()).isEqualTo("item_u-lost");
        assertThat(failed.path("content_index").isInt()).isTrue();
        assertThat(failed.at("/error/code").asText()).isEqualTo("transcription_failed");
    }

    // --- sound

    @ParameterizedTest
    @EnumSource
    void soundIsSpokenAndHeardInTheTelephonesFormats(G711 law) {
        // Given
        String format = law == G711.MU_LAW ? "audio/pcmu" : "audio/pcma";
        JsonNode session =
                update(
                        "\"audio\":{\"input\":{\"format\":{\"type\":\""
                                + format
                                + "\"}},\"output\":{\"format\":{\"type\":\""
                                + format
                                + "\"}}}");
        assertThat(session.at("/audio/input/format").toString())
                .isEqualTo("{\"type\":\"" + format + "\"}");
        short[] second = new short[8000];
        for (int i = 0; i < second.length; i++) {
            second[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / 8000));
        }

        // When
        client.append(law.encode(second));
        client.send("{\"type\":\"input_audio_buffer.commit\"}");
        Audio.Stalled stalled =
                gateway.log.await(client.session, Audio.Stalled.class, 1).getFirst();
        TurnTest.speak(gateway.log, client.session, new ReplyId("phone"), "Hello.");
        List<JsonNode> events = client.until("response.done");

        // Then
        assertThat(stalled.startMillis()).isBetween(999L, 1001L);
        short[] heard =
                Pcm.toShorts(
                        gateway.log.written(client.session, Audio.Frames.class).get(5).pcm().get());
        assertThat(IntStream.range(0, heard.length).map(i -> Math.abs(heard[i])).max().orElse(0))
                .isBetween(7000, 9000);
        int bytes =
                events.stream()
                        .filter(
                                event ->
                                        event.path("type")
                                                .asText()
                                                .equals("response.output_audio.delta"))
                        .mapToInt(
                                event ->
                                        Base64.getDecoder()
                                                .decode(event.path("delta").asText())
                                                .length)
                        .sum();
        assertThat(bytes).isBetween(40 * 8 - 2, 40 * 8 + 2);
        assertThat(events.getFirst().at("/response/audio/output/format/type").asText())
                .isEqualTo(format);
    }

    // --- turn detection

    @Test
    void whatTheClientWantsOfTurnsIsSaidInTheLog() {
        // When
        JsonNode session =
                detection(
                        "{\"type\":\"server_vad\",\"threshold\":0.6,\"prefix_padding_ms\":200,"
                                + "\"silence_duration_ms\":400,\"interrupt_response\":false}");
        client.sendSound(new byte[4800]);
        List<Audio.Frames> sound = gateway.log.await(client.session, Audio.Frames.class, 1);

        // Then
        assertThat(gateway.log.written(client.session, Control.TurnDetectionChosen.class))
                .containsExactly(
                        new Control.TurnDetectionChosen(
                                Control.Mode.SERVER_VAD, null, null, true, true),
                        new Control.TurnDetectionChosen(
                                Control.Mode.SERVER_VAD, null, 400, true, false));
        assertThat(sound.getFirst().detection())
                .isEqualTo(new Audio.Detection(false, 0.6, 200, 400));
        assertThat(session.at("/audio/input/turn_detection/create_response").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"low, LOW", "auto, MEDIUM", "high, HIGH"})
    void semanticDetectionIsAsEagerAsTheClientWants(String eagerness, Control.Eagerness said) {
        JsonNode session =
                detection("{\"type\":\"semantic_vad\",\"eagerness\":\"" + eagerness + "\"}");

        assertThat(gateway.log.written(client.session, Control.TurnDetectionChosen.class).getLast())
                .isEqualTo(
                        new Control.TurnDetectionChosen(
                                Control.Mode.SEMANTIC_VAD, said, null, true, true));
        assertThat(session.at("/audio/input/turn_detection/interrupt_response").asBoolean())
                .isTrue();
        assertThat(session.at("/audio/input/turn_detection").has("threshold")).isFalse();
    }

    @Test
    void withPushToTalkACommitMakesTheItemAndAResponseIsRequested() {
        // Given
        assertThat(detection("null").at("/audio/input/turn_detection").isNull()).isTrue();
        client.sendSound(new byte[48 * 600]);
        client.send("{\"type\":\"input_audio_buffer.commit\"}");
        gateway.log.await(client.session, Audio.Stalled.class, 1);

        // When
        send("response.create", "\"response\":{\"metadata\":{\"n\":\"1\"}}");
        client.isQuietAndWell();
        List<Control.ResponseRequested> before =
                gateway.log.written(client.session, Control.ResponseRequested.class);
        UtteranceId utterance = new UtteranceId("u-pushed");
        gateway.log.say(client.session, new Speech.Started(utterance, 0));
        gateway.log.say(client.session, heard(utterance, "what time is it", false));
        List<JsonNode> events =
                client.until("conversation.item.input_audio_transcription.completed");

        // Then
        assertThat(before).isEmpty();
        assertThat(gateway.log.await(client.session, Control.ResponseRequested.class, 1))
                .containsExactly(new Control.ResponseRequested(utterance));
        assertThat(TurnTest.types(events))
                .startsWith("input_audio_buffer.committed", "conversation.item.added")
                .doesNotContain(
                        "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped");
        gateway.log.say(client.session, ended(TURN, "what time is it", true));
        TurnTest.speak(gateway.log, client.session, new ReplyId("pushed"), "Ten.");
        assertThat(client.until("response.done").getLast().at("/response/metadata/n").asText())
                .isEqualTo("1");
        send("response.create", "");
        assertThat(client.next("error").at("/error/code").asText()).isEqualTo("nothing_to_answer");
    }

    @Test
    void withPushToTalkTooLittleIsNotCommittedAndWhatIsTakenBackIsSaid() {
        // Given
        detection("null");

        // When
        client.sendSound(new byte[48 * 60]);
        send("input_audio_buffer.commit", "");
        JsonNode error = client.next("error");
        client.isQuietAndWell();

        // Then
        assertThat(error.at("/error/code").asText()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(gateway.log.await(client.session, Audio.Cleared.class, 1)).hasSize(1);
        assertThat(gateway.log.written(client.session, Audio.Stalled.class)).isEmpty();
    }

    @Test
    void theAgentSpeaksAgainOnceWhenNothingIsSaidForAsLongAsTheClientWants() throws Exception {
        // Given
        detection("{\"type\":\"server_vad\",\"idle_timeout_ms\":1000}");
        TurnTest.speak(gateway.log, client.session, new ReplyId("alone"), "Hello.");
        client.until("response.done");

        // When
        JsonNode idle = client.next("input_audio_buffer.timeout_triggered");

        // Then
        for (String field : List.of("item_id", "audio_start_ms", "audio_end_ms")) {
            assertThat(idle.has(field)).as(field).isTrue();
        }
        assertThat(client.next("input_audio_buffer.committed").path("item_id"))
                .isEqualTo(idle.path("item_id"));
        assertThat(gateway.log.await(client.session, Control.UserIdle.class, 1)).hasSize(1);
        client.next("conversation.item.added");
        client.next("conversation.item.done");
        TurnTest.speak(gateway.log, client.session, new ReplyId("asking"), "Still there?");
        client.until("response.done");
        gateway.log.await(client.session, Control.PlaybackEnded.class, 2);
        Thread.sleep(1200);
        client.isQuietAndWell();
    }

    // --- functions of the client

    @Test
    void aFunctionOfTheClientIsRunByItAndItsOutputIsTheResult() {
        // Given
        update(
                "\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":"
                        + "\"object\",\"properties\":{\"place\":{\"type\":\"string\"}},"
                        + "\"required\":[\"place\"]}}],\"tool_choice\":{\"type\":\"function\","
                        + "\"name\":\"weather\"}");
        assertThat(gateway.log.written(client.session, Control.ToolsDeclared.class))
                .containsExactly(
                        new Control.ToolsDeclared(
                                List.of(
                                        new Control.ClientTool(
                                                "weather", List.of("place"), List.of("place"))),
                                "weather"));

        // When
        authorized();
        List<JsonNode> events = client.until("response.done");
        send(
                "conversation.item.create",
                "\"item\":{\"type\":\"function_call_output\",\"call_id\":\"call_1\","
                        + "\"output\":\"sunny\"}");
        JsonNode added = client.next("conversation.item.added");
        client.next("conversation.item.done");
        send("response.create", "");

        // Then
        assertThat(TurnTest.types(events))
                .containsExactly(
                        "response.created",
                        "rate_limits.updated",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        JsonNode item = events.get(6).path("item");
        assertThat(item.path("type").asText()).isEqualTo("function_call");
        assertThat(item.path("status").asText()).isEqualTo("completed");
        assertThat(item.path("call_id").asText()).isEqualTo("call_1");
        assertThat(item.path("name").asText()).isEqualTo("weather");
        assertThat(item.path("arguments").asText()).isEqualTo("{\"place\":\"tokyo\"}");
        assertThat(events.get(5).path("arguments").asText()).isEqualTo("{\"place\":\"tokyo\"}");
        assertThat(events.getLast().at("/response/output/0/type").asText())
                .isEqualTo("function_call");
        assertThat(added.at("/item/type").asText()).isEqualTo("function_call_output");
        Tool.Succeeded result =
                gateway.log.await(client.session, Tool.Succeeded.class, 1).getFirst();
        assertThat(result.call()).isEqualTo(CALL);
        assertThat(result.turn()).isEqualTo(TURN);
        assertThat(result.tool()).isEqualTo("client:weather");
        assertThat(result.result().get()).isEqualTo(Map.of("output", "sunny"));
        client.isQuietAndWell();
    }

    @Test
    void aCallIsAnsweredOnce() {
        // Given
        authorized();
        client.until("response.done");
        String output =
                "\"item\":{\"type\":\"function_call_output\",\"call_id\":\"call_1\","
                        + "\"output\":\"sunny\"}";
        send("conversation.item.create", output);
        client.until("conversation.item.done");

        // When
        send("conversation.item.create", output);

        // Then
        assertThat(client.next("error").at("/error/code").asText())
                .isEqualTo("tool_call_not_found");
        assertThat(gateway.log.written(client.session, Tool.Succeeded.class)).hasSize(1);
    }

    @Test
    void aCallThatTheClientNeverAnswersFails() {
        // Given
        authorized();
        client.until("response.done");

        // When
        Tool.Failed failed = gateway.log.await(client.session, Tool.Failed.class, 1).getFirst();

        // Then
        assertThat(failed.reason()).isEqualTo(Tool.Reason.TIMED_OUT);
        assertThat(failed.call()).isEqualTo(CALL);
    }

    @Test
    void aClientThatComesBackIsAskedAgainForWhatItDidNotAnswer() {
        // Given
        authorized();
        JsonNode last = client.until("response.done").getLast();
        client.sever();

        // When
        Client back =
                gateway.connect(
                        "?session=" + client.session + "&after=" + last.path("event_id").asText());
        back.next("parley.session.resumed");
        List<JsonNode> events = back.until("response.done");

        // Then
        assertThat(TurnTest.types(events)).contains("response.function_call_arguments.done");
        back.close();
    }

    @Test
    void aCallOfAnotherKindIsNotTheClients() {
        gateway.log.say(
                client.session,
                new Tool.Authorized(
                        CALL, TURN, new UserId("u1"), "clock", Personal.of(Map.of()), "default"));

        client.isQuietAndWell();
    }

    private void authorized() {
        gateway.log.say(
                client.session,
                new Tool.Authorized(
                        CALL,
                        TURN,
                        new UserId("u1"),
                        "client:weather",
                        Personal.of(Map.of("place", "tokyo")),
                        "session:declared"));
    }

    private JsonNode create(String id, String message, String previous) {
        send(
                "conversation.item.create",
                (previous.isEmpty() ? "" : "\"previous_item_id\":\"" + previous + "\",")
                        + "\"item\":{"
                        + id
                        + ","
                        + message
                        + "}");
        JsonNode added = client.next("conversation.item.added");
        client.next("conversation.item.done");
        return added;
    }

    private static String message(String role, String type, String text) {
        return "\"type\":\"message\",\"role\":\"%s\",\"content\":[{\"type\":\"%s\",\"text\":\"%s\"}]"
                .formatted(role, type, text);
    }

    private JsonNode detection(String detection) {
        return update("\"audio\":{\"input\":{\"turn_detection\":" + detection + "}}");
    }

    private JsonNode update(String fields) {
        send("session.update", "\"session\":{\"type\":\"realtime\"," + fields + "}");
        return client.next("session.updated").path("session");
    }

    private void send(String type, String fields) {
        client.send("{\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    private static Speech.Final heard(UtteranceId utterance, String text, boolean cut) {
        return new Speech.Final(
                utterance,
                Personal.of(text),
                Personal.of(List.of()),
                0.9,
                0,
                600,
                10,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                cut);
    }

    private static Turn.Ended ended(TurnId turn, String text, boolean spoken) {
        return new Turn.Ended(
                turn,
                Personal.of(text),
                1,
                spoken,
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
