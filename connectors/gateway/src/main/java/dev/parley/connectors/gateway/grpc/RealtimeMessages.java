package dev.parley.connectors.gateway.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.Intent;
import dev.parley.schemas.grpc.v1.Timeline;
import dev.parley.schemas.grpc.v1.ToolCall;
import dev.parley.schemas.grpc.v1.TurnEnded;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Server events of the realtime protocol as messages. */
final class RealtimeMessages {
    private RealtimeMessages() {}

    /** Empty for an event that says nothing to a client of gRPC. */
    static Optional<ConverseEvent> of(JsonNode json) {
        ConverseEvent.Builder event = ConverseEvent.newBuilder();
        switch (json.path("type").asText()) {
            case "session.created" ->
                    event.getBegunBuilder().setSession(json.at("/session/id").asText());
            case "input_audio_buffer.speech_started" ->
                    event.getSpeechStartedBuilder()
                            .setUtterance(text(json, "item_id"))
                            .setStartMillis(json.path("audio_start_ms").asLong());
            case "parley.transcript.partial" ->
                    event.getPartialBuilder()
                            .setUtterance(text(json, "item_id"))
                            .setText(text(json, "text"));
            case "conversation.item.input_audio_transcription.completed" ->
                    event.getTranscriptBuilder()
                            .setUtterance(text(json, "item_id"))
                            .setText(text(json, "transcript"));
            case "parley.turn.ended" ->
                    event.setTurn(
                            TurnEnded.newBuilder()
                                    .setTurn(text(json, "turn_id"))
                                    .setText(text(json, "text")));
            case "parley.intent.recognized" ->
                    event.setIntent(
                            Intent.newBuilder()
                                    .setName(text(json, "intent"))
                                    .setConfidence(json.path("confidence").asDouble())
                                    .setSource(text(json, "source"))
                                    .putAllSlots(map(json.path("slots"))));
            case "parley.tool.requested" ->
                    event.setTool(
                            call(json)
                                    .setStatus(ToolCall.Status.STATUS_REQUESTED)
                                    .putAllArguments(map(json.path("arguments"))));
            case "parley.tool.result" ->
                    event.setTool(
                            call(json)
                                    .setStatus(
                                            json.path("ok").asBoolean()
                                                    ? ToolCall.Status.STATUS_SUCCEEDED
                                                    : ToolCall.Status.STATUS_FAILED)
                                    .putAllResult(map(json.path("result")))
                                    .setReason(text(json, "reason"))
                                    .setMessage(text(json, "message")));
            case "response.output_audio_transcript.delta" ->
                    event.getReplyTextBuilder()
                            .setReply(text(json, "response_id"))
                            .setText(text(json, "delta"));
            case "response.output_audio.delta" -> {
                Optional<ByteString> sound = sound(json);
                if (sound.isEmpty()) {
                    return Optional.empty();
                }
                event.getReplySoundBuilder()
                        .setReply(text(json, "response_id"))
                        .setSound(sound.get());
            }
            case "response.done" ->
                    event.getReplyDoneBuilder()
                            .setReply(json.at("/response/id").asText())
                            .setStatus(json.at("/response/status").asText());
            case "parley.timeline" -> event.setTimeline(timeline(json));
            case "error" ->
                    event.getErrorBuilder()
                            .setCode(json.at("/error/code").asText(""))
                            .setMessage(json.at("/error/message").asText(""));
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(event.build());
    }

    private static Optional<ByteString> sound(JsonNode json) {
        try {
            return Optional.of(
                    ByteString.copyFrom(Base64.getDecoder().decode(text(json, "delta"))));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static ToolCall.Builder call(JsonNode json) {
        return ToolCall.newBuilder().setCall(text(json, "call_id")).setTool(text(json, "tool"));
    }

    private static Timeline timeline(JsonNode json) {
        Timeline.Builder timeline =
                Timeline.newBuilder()
                        .setTotal(TurnMessages.duration(json.path("total_us").asLong()))
                        .setUnattributed(
                                TurnMessages.duration(json.path("unattributed_us").asLong()));
        for (JsonNode segment : json.path("segments")) {
            timeline.addSegments(
                    TurnMessages.segment(
                            text(segment, "name"),
                            text(segment, "stage"),
                            segment.path("us").asLong()));
        }
        return timeline.build();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> values = new HashMap<>();
        json.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText("")));
        return values;
    }
}
