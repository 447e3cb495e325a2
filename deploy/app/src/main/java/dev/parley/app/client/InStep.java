package dev.parley.app.client;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows what is said when it sounds. A reply comes faster than it is played; its words, and all
 * that stands behind them, are held back until the loudspeaker has come to where they were sent
 * among the sound. Used by one thread.
 */
final class InStep {
    private static final String ANY = "";

    /**
     * @param dueMillis of its reply's sound must have been heard; to the end for what isn't words
     */
    private record Held(Received.Message message, String response, long dueMillis) {
        boolean isWords() {
            return dueMillis != Long.MAX_VALUE;
        }
    }

    private final Loudspeaker loudspeaker;
    private final Consumer<Received> shown;
    private final Deque<Held> held = new ArrayDeque<>();
    private final Map<String, Long> arrivedMillis = new HashMap<>();

    InStep(Loudspeaker loudspeaker, Consumer<Received> shown) {
        this.loudspeaker = loudspeaker;
        this.shown = shown;
    }

    void accept(Received received) {
        switch (received) {
            case Received.Message message -> accept(message);
            case Received.PlaybackEnded ended -> {
                release(ended);
                arrivedMillis.remove(ended.response());
                shown.accept(ended);
            }
            case Received.Closed closed -> {
                held.removeIf(Held::isWords);
                held.forEach(each -> shown.accept(each.message()));
                held.clear();
                shown.accept(closed);
            }
            case Received.Resumed resumed -> shown.accept(resumed);
        }
        release();
    }

    private void accept(Received.Message message) {
        switch (message.type()) {
            case "response.output_audio.delta" -> {
                long samples = Base64.getDecoder().decode(message.text("delta")).length / 2;
                arrivedMillis.merge(
                        message.text("response_id"),
                        samples * 1000 / RealtimeClient.REPLY_RATE,
                        Long::sum);
            }
            case "response.output_audio_transcript.delta" -> {
                String response = message.text("response_id");
                held.add(new Held(message, response, arrivedMillis.getOrDefault(response, 0L)));
            }
            case "response.done" ->
                    held.add(
                            new Held(
                                    message,
                                    message.body().path("response").path("id").asText(""),
                                    Long.MAX_VALUE));
            case "parley.timeline" -> held.add(new Held(message, ANY, Long.MAX_VALUE));
            default -> shown.accept(message);
        }
    }

    /** Shows what is due by now. */
    void release() {
        while (!held.isEmpty() && isDue(held.getFirst())) {
            shown.accept(held.removeFirst().message());
        }
    }

    private boolean isDue(Held first) {
        if (first.response().equals(ANY)) {
            return loudspeaker.playing().isEmpty();
        }
        boolean silent =
                !arrivedMillis.containsKey(first.response())
                        && held.stream()
                                .anyMatch(
                                        each ->
                                                !each.isWords()
                                                        && each.response()
                                                                .equals(first.response()));
        return silent
                || first.isWords() && loudspeaker.heardMillis(first.response()) > first.dueMillis();
    }

    /** What is left of a reply that sounds no more: all of it, or what was reached of it. */
    private void release(Received.PlaybackEnded ended) {
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            Held next = each.next();
            if (!next.response().equals(ended.response())) {
                continue;
            }
            each.remove();
            if (ended.complete() || !next.isWords() || next.dueMillis() < ended.heardMillis()) {
                shown.accept(next.message());
            }
        }
    }
}
