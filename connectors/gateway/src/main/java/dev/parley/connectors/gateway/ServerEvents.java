package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes server events. Used by one thread.
 *
 * <p>Format: OpenAI's Realtime API reference, "Server events" (GA names), with every field that the
 * published clients insist on; event types prefixed {@code parley.} are Parley's own.
 */
final class ServerEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SessionId session;
    private final Consumer<String> sink;
    private long sent;
    private @Nullable ReplyCursor cursor;
    private @Nullable Rest rest;

    /** A response that tells the rest of a reply. */
    private record Rest(ReplyId reply, ReplyId response) {}

    /**
     * @param sink takes each event as JSON
     */
    ServerEvents(SessionId session, Consumer<String> sink) {
        this.session = session;
        this.sink = sink;
    }

    /** Writes an event's fields beside its type and id. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    void error(BadEventException bad) {
        send(
                "error",
                json -> {
                    json.writeObjectFieldStart("error");
                    json.writeStringField("type", bad.type());
                    json.writeStringField("code", bad.code());
                    json.writeStringField("message", bad.getMessage());
                    json.writeStringField("param", bad.param());
                    json.writeStringField("event_id", bad.eventId());
                    json.writeEndObject();
                });
    }

    void sessionCreated(ObjectNode settings) {
        send("session.created", json -> json.writePOJOField("session", settings));
        send(
                "conversation.created",
                json -> {
                    json.writeObjectFieldStart("conversation");
                    json.writeStringField("id", session.value());
                    json.writeStringField("object", "realtime.conversation");
                    json.writeEndObject();
                });
    }

    /** The client came back: what it missed follows, its reply at hand from where it was left. */
    void sessionResumed(@Nullable ReplyCursor had) {
        cursor = had;
        send(
                "parley.session.resumed",
                json -> {
                    json.writeStringField("session_id", session.value());
                    json.writeStringField("response_id", had == null ? null : had.reply().value());
                });
    }

    /** Sound up to there can't be lost any more. */
    void soundKept(SoundCursor cursor) {
        send(
                "parley.audio.acked",
                json -> {
                    json.writeNumberField("audio_ms", cursor.millis());
                    json.writeStringField("cursor", cursor.toString());
                });
    }

    /** A turn in text can't be lost any more. */
    void turnKept(TypedTurn turn) {
        send(
                "parley.text.acked",
                json -> {
                    json.writeStringField("client", turn.client());
                    json.writeNumberField("turn", turn.number());
                });
    }

    void sessionUpdated(ObjectNode settings) {
        send("session.updated", json -> json.writePOJOField("session", settings));
    }

    void speechStarted(String item, long startMillis) {
        send(
                "input_audio_buffer.speech_started",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("audio_start_ms", startMillis);
                });
    }

    void speechStopped(String item, long endMillis) {
        send(
                "input_audio_buffer.speech_stopped",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("audio_end_ms", endMillis);
                });
    }

    void soundCommitted(String item, @Nullable String previous) {
        send(
                "input_audio_buffer.committed",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeStringField("previous_item_id", previous);
                });
    }

    void soundCleared() {
        send("input_audio_buffer.cleared", json -> {});
    }

    /** Nothing was said for as long as the client wanted to wait. */
    void idle(String item, long startMillis, long endMillis) {
        send(
                "input_audio_buffer.timeout_triggered",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("audio_start_ms", startMillis);
                    json.writeNumberField("audio_end_ms", endMillis);
                });
    }

    void transcriptPartial(String item, String text) {
        send(
                "parley.transcript.partial",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeStringField("text", text);
                });
    }

    void transcriptCompleted(String item, String transcript, double seconds) {
        if (!transcript.isEmpty()) {
            send(
                    "conversation.item.input_audio_transcription.delta",
                    json -> {
                        json.writeStringField("item_id", item);
                        json.writeNumberField("content_index", 0);
                        json.writeStringField("delta", transcript);
                    });
        }
        send(
                "conversation.item.input_audio_transcription.completed",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("content_index", 0);
                    json.writeStringField("transcript", transcript);
                    json.writeObjectFieldStart("usage");
                    json.writeStringField("type", "duration");
                    json.writeNumberField("seconds", seconds);
                    json.writeEndObject();
                });
    }

    void transcriptFailed(String item) {
        send(
                "conversation.item.input_audio_transcription.failed",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("content_index", 0);
                    json.writeObjectFieldStart("error");
                    json.writeStringField("type", "server_error");
                    json.writeStringField("code", "transcription_failed");
                    json.writeStringField("message", "What was said could not be recognised.");
                    json.writeEndObject();
                });
    }

    void itemAdded(ObjectNode item, @Nullable String previous) {
        item("conversation.item.added", item, previous);
    }

    void itemDone(ObjectNode item, @Nullable String previous) {
        item("conversation.item.done", item, previous);
    }

    void itemRetrieved(ObjectNode item) {
        send("conversation.item.retrieved", json -> json.writePOJOField("item", item));
    }

    void itemDeleted(String item) {
        send("conversation.item.deleted", json -> json.writeStringField("item_id", item));
    }

    void itemTruncated(String item, int contentIndex, long audioEndMillis) {
        send(
                "conversation.item.truncated",
                json -> {
                    json.writeStringField("item_id", item);
                    json.writeNumberField("content_index", contentIndex);
                    json.writeNumberField("audio_end_ms", audioEndMillis);
                });
    }

    void responseCreated(ReplyId reply, ResponseForm form) {
        sendOf(
                reply,
                "response.created",
                json -> response(json, reply, form, "in_progress", null, null));
        rateLimits();
    }

    /** Nothing is counted here in the way that this event could tell. */
    private void rateLimits() {
        send(
                "rate_limits.updated",
                json -> {
                    json.writeArrayFieldStart("rate_limits");
                    json.writeEndArray();
                });
    }

    /**
     * @param status {@code completed}, {@code cancelled} or {@code failed}
     * @param reason why, unless it was completed
     */
    void responseDone(
            ReplyId reply,
            ResponseForm form,
            String status,
            @Nullable String reason,
            ObjectNode item) {
        send(
                "response.done",
                cursor(reply).end().suffix(),
                json -> response(json, reply, form, status, reason, item));
    }

    void outputItemAdded(ReplyId reply, ObjectNode item) {
        sendOf(reply, "response.output_item.added", json -> outputItem(json, reply, item));
    }

    void outputItemDone(ReplyId reply, ObjectNode item) {
        sendOf(reply, "response.output_item.done", json -> outputItem(json, reply, item));
    }

    void contentPartAdded(ReplyId reply, ResponseForm form) {
        contentPart("response.content_part.added", reply, form, "");
    }

    void contentPartDone(ReplyId reply, ResponseForm form, String words) {
        contentPart("response.content_part.done", reply, form, words);
    }

    /** Tells a sentence of a reply. */
    void sentence(ReplyId reply, ResponseForm form, String delta) {
        cursor = cursor(reply).sentenceTold();
        sendOf(
                reply,
                form.text()
                        ? "response.output_text.delta"
                        : "response.output_audio_transcript.delta",
                json -> {
                    place(json, reply);
                    json.writeStringField("delta", delta);
                });
    }

    /** All sentences of a reply were told. */
    void wordsDone(ReplyId reply, ResponseForm form, String words) {
        sendOf(
                reply,
                form.text() ? "response.output_text.done" : "response.output_audio_transcript.done",
                json -> {
                    place(json, reply);
                    json.writeStringField(form.text() ? "text" : "transcript", words);
                });
    }

    /**
     * @param sound in the format of the response
     * @param place of the last piece of the reply that was told so far; null if none was
     */
    void audioDelta(ReplyId reply, byte[] sound, SpokenReply.@Nullable Place place) {
        cursor = cursor(reply).sounded(place);
        sendOf(
                reply,
                "response.output_audio.delta",
                json -> {
                    place(json, reply);
                    json.writeBinaryField("delta", sound);
                });
    }

    void audioDone(ReplyId reply) {
        sendOf(reply, "response.output_audio.done", json -> place(json, reply));
    }

    /**
     * Wants the client to run a function: a response of its own. It is no reply, so the ids of its
     * events go on telling how much of the last reply the client has.
     *
     * @param begun the call as it begins
     * @param whole the call with its arguments
     */
    void functionCalled(
            ReplyId response,
            ResponseForm form,
            ObjectNode begun,
            ObjectNode whole,
            @Nullable String previous) {
        String suffix = (cursor == null ? ReplyCursor.begin(response) : cursor).suffix();
        send(
                "response.created",
                suffix,
                json -> response(json, response, form, "in_progress", null, null));
        rateLimits();
        send("response.output_item.added", suffix, json -> outputItem(json, response, begun));
        itemAdded(begun, previous);
        send(
                "response.function_call_arguments.delta",
                suffix,
                json -> {
                    functionCall(json, response, whole);
                    json.writeStringField("delta", whole.path("arguments").asText());
                });
        send(
                "response.function_call_arguments.done",
                suffix,
                json -> {
                    functionCall(json, response, whole);
                    json.writeStringField("name", whole.path("name").asText());
                    json.writeStringField("arguments", whole.path("arguments").asText());
                });
        send("response.output_item.done", suffix, json -> outputItem(json, response, whole));
        itemDone(whole, previous);
        send(
                "response.done",
                suffix,
                json -> response(json, response, form, "completed", null, whole));
    }

    /** A reply that is being heard must not be heard further for now; its sound is to be kept. */
    void replyPaused(ReplyId response) {
        send(
                "parley.playback.paused",
                json -> json.writeStringField("response_id", response.value()));
    }

    /** It is to be heard from where it stopped. */
    void replyResumed(ReplyId response) {
        send(
                "parley.playback.resumed",
                json -> json.writeStringField("response_id", response.value()));
    }

    /**
     * The rest of a reply is told as a response of its own; the ids of its events go on telling how
     * much of the reply the client has.
     *
     * @param place up to where it has it; null for nowhere
     */
    void tellsRest(ReplyId reply, ReplyId response, SpokenReply.@Nullable Place place) {
        rest = new Rest(reply, response);
        cursor = new ReplyCursor(reply, place == null ? 0 : place.sentence(), place, false);
    }

    /** A reply was cancelled whose sound was sent to its end, but not yet heard to its end. */
    void replyCancelled(ReplyId reply, String cause) {
        send(
                "parley.reply.cancelled",
                json -> {
                    json.writeStringField("response_id", reply.value());
                    json.writeStringField("cause", cause);
                });
    }

    void turnEnded(Turn.Ended turn) {
        send(
                "parley.turn.ended",
                json -> {
                    json.writeStringField("turn_id", turn.turn().value());
                    json.writeStringField("text", turn.text().orElse(""));
                });
    }

    void intentRecognized(Intent.Recognized intent) {
        send(
                "parley.intent.recognized",
                json -> {
                    json.writeStringField("turn_id", intent.turn().value());
                    json.writeStringField("intent", intent.intent());
                    json.writeNumberField("confidence", intent.confidence());
                    json.writeStringField("source", intent.source());
                    json.writePOJOField("slots", intent.slots().orElse(Map.of()));
                });
    }

    void toolRequested(Tool.Requested request) {
        send(
                "parley.tool.requested",
                json -> {
                    call(json, request);
                    json.writePOJOField("arguments", request.arguments().orElse(Map.of()));
                });
    }

    void toolSucceeded(Tool.Succeeded result) {
        send(
                "parley.tool.result",
                json -> {
                    call(json, result);
                    json.writeBooleanField("ok", true);
                    json.writePOJOField("result", result.result().orElse(Map.of()));
                });
    }

    void toolFailed(Tool.Failed failure) {
        send(
                "parley.tool.result",
                json -> {
                    call(json, failure);
                    json.writeBooleanField("ok", false);
                    json.writeStringField(
                            "reason", failure.reason().name().toLowerCase(java.util.Locale.ROOT));
                    json.writeStringField("message", failure.message().orElse(""));
                });
    }

    void confirmationWanted(Confirmation.Requested request) {
        send(
                "parley.confirmation.requested",
                json -> {
                    callId(json, request.call());
                    json.writeStringField("turn_id", request.turn().value());
                    json.writeStringField("tool", request.tool());
                    json.writeStringField("question", request.question().orElse(""));
                });
    }

    void timeline(Timeline.TurnMeasured measured) {
        send(
                "parley.timeline",
                json -> {
                    json.writeStringField("turn_id", measured.turn().value());
                    json.writeNumberField("total_us", measured.totalMicros());
                    json.writeNumberField("unattributed_us", measured.unattributedMicros());
                    json.writeArrayFieldStart("segments");
                    for (Timeline.Segment segment : measured.segments()) {
                        json.writeStartObject();
                        json.writeStringField("name", segment.name());
                        json.writeStringField("stage", segment.stage());
                        json.writeNumberField("us", segment.micros());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private void item(String type, ObjectNode item, @Nullable String previous) {
        send(
                type,
                json -> {
                    json.writeStringField("previous_item_id", previous);
                    json.writePOJOField("item", item);
                });
    }

    private static void outputItem(JsonGenerator json, ReplyId response, ObjectNode item)
            throws IOException {
        json.writeStringField("response_id", response.value());
        json.writeNumberField("output_index", 0);
        json.writePOJOField("item", item);
    }

    private static void functionCall(JsonGenerator json, ReplyId response, ObjectNode item)
            throws IOException {
        json.writeStringField("response_id", response.value());
        json.writeStringField("item_id", item.path("id").asText());
        json.writeNumberField("output_index", 0);
        json.writeStringField("call_id", item.path("call_id").asText());
    }

    private void contentPart(String type, ReplyId reply, ResponseForm form, String words) {
        sendOf(
                reply,
                type,
                json -> {
                    place(json, reply);
                    json.writeObjectFieldStart("part");
                    json.writeStringField("type", form.text() ? "text" : "audio");
                    json.writeStringField(form.text() ? "text" : "transcript", words);
                    json.writeEndObject();
                });
    }

    private void response(
            JsonGenerator json,
            ReplyId reply,
            ResponseForm form,
            String status,
            @Nullable String reason,
            @Nullable ObjectNode item)
            throws IOException {
        json.writeObjectFieldStart("response");
        json.writeStringField("object", "realtime.response");
        json.writeStringField("id", reply.value());
        json.writeStringField("conversation_id", session.value());
        json.writeStringField("status", status);
        if (reason == null) {
            json.writeNullField("status_details");
        } else {
            json.writeObjectFieldStart("status_details");
            json.writeStringField("type", status);
            json.writeStringField("reason", reason);
            if (status.equals("failed")) {
                json.writeObjectFieldStart("error");
                json.writeStringField("type", "server_error");
                json.writeStringField("code", reason);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeArrayFieldStart("output");
        if (item != null) {
            json.writePOJO(item);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("output_modalities");
        json.writeString(form.text() ? "text" : "audio");
        json.writeEndArray();
        json.writePOJOField("max_output_tokens", form.mostTokens());
        json.writeObjectFieldStart("audio");
        json.writeObjectFieldStart("output");
        json.writePOJOField("format", form.format().json());
        json.writeStringField("voice", "parley");
        json.writeEndObject();
        json.writeEndObject();
        json.writePOJOField("metadata", form.metadata());
        if (item == null) {
            json.writeNullField("usage");
        } else {
            usage(json);
        }
        json.writeEndObject();
    }

    private static void usage(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("total_tokens", 0);
        json.writeNumberField("input_tokens", 0);
        json.writeNumberField("output_tokens", 0);
        json.writeObjectFieldStart("input_token_details");
        json.writeNumberField("text_tokens", 0);
        json.writeNumberField("audio_tokens", 0);
        json.writeNumberField("cached_tokens", 0);
        json.writeEndObject();
        json.writeObjectFieldStart("output_token_details");
        json.writeNumberField("text_tokens", 0);
        json.writeNumberField("audio_tokens", 0);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void place(JsonGenerator json, ReplyId reply) throws IOException {
        json.writeStringField("response_id", reply.value());
        json.writeStringField("item_id", Items.idOf(reply));
        json.writeNumberField("output_index", 0);
        json.writeNumberField("content_index", 0);
    }

    private static void call(JsonGenerator json, Tool call) throws IOException {
        callId(json, call.call());
        json.writeStringField("turn_id", call.turn().value());
        json.writeStringField("tool", call.tool());
    }

    private static void callId(JsonGenerator json, CallId call) throws IOException {
        json.writeStringField("call_id", call.value());
    }

    /** An event of a reply: its id tells how much of the reply the client then has. */
    private void sendOf(ReplyId reply, String type, Fields fields) {
        send(type, cursor(reply).suffix(), fields);
    }

    private ReplyCursor cursor(ReplyId response) {
        Rest told = rest;
        ReplyId reply = told != null && told.response().equals(response) ? told.reply() : response;
        ReplyCursor at = cursor;
        if (at == null || !at.reply().equals(reply)) {
            at = ReplyCursor.begin(reply);
            cursor = at;
        }
        return at;
    }

    private void send(String type, Fields fields) {
        send(type, "", fields);
    }

    private void send(String type, String suffix, Fields fields) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("event_id", "event_" + sent++ + suffix);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.accept(text.toString());
    }
}
