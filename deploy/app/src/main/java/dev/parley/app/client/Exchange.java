package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one question, gathered from what a client receives: what was heard, what was
 * understood, which tools were used, what was replied. Used by one thread.
 */
public final class Exchange {
    /** The intent's name where nothing was understood. */
    public static final String NOT_UNDERSTOOD = "none";

    /**
     * @param name such as {@code time}, or {@link #NOT_UNDERSTOOD}
     * @param confidence 0 to 1
     */
    public record Intent(String name, double confidence) {
        public boolean isUnderstood() {
            return !name.isEmpty() && !NOT_UNDERSTOOD.equals(name);
        }
    }

    private final List<String> finals = new ArrayList<>();
    private final List<String> tools = new ArrayList<>();
    private final List<TurnTimeline> timelines = new ArrayList<>();
    private final Map<String, SpokenReply> replies = new LinkedHashMap<>();
    private boolean spoken;
    private boolean tookDown;
    private @Nullable String turnText;
    private @Nullable Intent intent;
    private @Nullable String error;
    private Received.@Nullable Closed closed;

    /** Takes in what happened next. */
    public void accept(Received received) {
        switch (received) {
            case Received.Message message -> accept(message);
            case Received.PlaybackEnded ended -> {
                SpokenReply reply = replies.get(ended.response());
                if (reply != null) {
                    reply.played(ended);
                }
            }
            case Received.Resumed resumed -> {}
            case Received.Closed gone -> closed = gone;
        }
    }

    private void accept(Received.Message message) {
        JsonNode body = message.body();
        switch (message.type()) {
            case "input_audio_buffer.speech_started" -> spoken = true;
            case "conversation.item.input_audio_transcription.completed" -> {
                tookDown = true;
                finals.add(message.text("transcript").strip());
            }
            case "parley.turn.ended" -> turnText = message.text("text").strip();
            case "parley.intent.recognized" ->
                    intent = new Intent(message.text("intent"), body.path("confidence").asDouble());
            case "parley.tool.requested" -> tools.add(message.text("tool"));
            case "response.created" -> reply(body.path("response").path("id").asText(""));
            case "response.output_audio_transcript.delta" ->
                    reply(message.text("response_id")).said(message.text("delta"));
            case "response.output_audio.delta" ->
                    reply(message.text("response_id"))
                            .sounded(
                                    Base64.getDecoder().decode(message.text("delta")),
                                    message.atNanos());
            case "response.done" -> {
                JsonNode response = body.path("response");
                reply(response.path("id").asText("")).ended(response.path("status").asText(""));
            }
            case "parley.reply.cancelled" ->
                    reply(message.text("response_id")).cancelledWhilePlayed();
            case "parley.timeline" -> timelines.add(TurnTimeline.of(body));
            case "error" -> error = body.path("error").path("message").asText("");
            default -> {}
        }
    }

    private SpokenReply reply(String id) {
        return replies.computeIfAbsent(id, SpokenReply::new);
    }

    /** All that was understood of the question, word by word; empty before its end. */
    public String heard() {
        return turnText != null ? turnText : String.join(" ", finals);
    }

    /** Whether the server took down what was said and found no word in it, or heard no speech. */
    public boolean isWordless() {
        return heard().isBlank() && (tookDown || !spoken);
    }

    /** The last one; a question in two halves may have several. */
    public Optional<Intent> intent() {
        return Optional.ofNullable(intent);
    }

    /** The tools that were asked, in order. */
    public List<String> tools() {
        return tools;
    }

    /** The replies, in the order in which they began. */
    public List<SpokenReply> replies() {
        return List.copyOf(replies.values());
    }

    /** The first reply that was heard to its end. */
    public Optional<SpokenReply> answer() {
        return replies.values().stream().filter(SpokenReply::isHeardToItsEnd).findFirst();
    }

    public List<TurnTimeline> timelines() {
        return timelines;
    }

    /** What the server complained about last. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** How the connection ended, if it did. */
    public Optional<Received.Closed> closed() {
        return Optional.ofNullable(closed);
    }
}
