package dev.parley.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.client.Received;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One reply as a talker hears it: whether each piece of its sound follows the one before, and how
 * long the voice stood still. The place of a piece stands in the event's id: attempt, sentence,
 * index in the sentence, bytes of the sentence sent so far, words.
 */
final class HeardReply {
    private static final Pattern PLACE =
            Pattern.compile("event_\\d+@[^@]+@\\d+@(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)\\.\\d+");
    private static final int BYTES_A_MILLI = 48;

    private final String id;
    private final List<String> problems = new ArrayList<>();
    private @Nullable Place last;
    private long firstAt;
    private long playsUntil;
    private long gapNanos;
    private boolean created;
    private @Nullable String status;
    private boolean heard;

    private record Place(int attempt, int sentence, int index, int bytes) {}

    HeardReply(String id) {
        this.id = id;
    }

    void accept(Received.Message message) {
        switch (message.type()) {
            case "response.created" -> {
                if (created) {
                    problems.add("reply told twice");
                }
                created = true;
            }
            case "response.output_audio.delta" -> sound(message);
            case "response.done" -> done(message.body());
            default -> {
                // of no interest here
            }
        }
    }

    private void done(JsonNode event) {
        if (status != null) {
            problems.add("reply ended twice");
        }
        status = event.path("response").path("status").asText();
        if (!"completed".equals(status)) {
            problems.add("reply " + status);
        }
    }

    private void sound(Received.Message message) {
        int bytes = Base64.getDecoder().decode(message.text("delta")).length;
        Matcher matcher = PLACE.matcher(message.text("event_id"));
        if (!matcher.matches()) {
            problems.add("sound without a place");
            return;
        }
        Place place =
                new Place(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(4)));
        String wrong = wrong(place, bytes);
        if (wrong != null) {
            problems.add(wrong + " (" + last + ", then " + place + " of " + bytes + ")");
        }
        last = place;
        if (firstAt == 0) {
            firstAt = message.atNanos();
            playsUntil = firstAt;
        }
        gapNanos += Math.max(0, message.atNanos() - playsUntil);
        playsUntil = Math.max(playsUntil, message.atNanos()) + bytes / BYTES_A_MILLI * 1_000_000L;
    }

    private @Nullable String wrong(Place place, int bytes) {
        Place before = last;
        if (status != null) {
            return "sound after the end";
        }
        if (before == null || place.sentence() == before.sentence() + 1) {
            boolean first = before != null || place.sentence() == 0;
            return first && place.bytes() == bytes ? null : "sound is missing";
        }
        if (place.sentence() != before.sentence()) {
            return "a sentence is missing or repeated";
        }
        if (place.attempt() < before.attempt()) {
            return "an older attempt's sound";
        }
        if (place.attempt() == before.attempt() && place.index() <= before.index()) {
            return "sound is repeated";
        }
        return place.bytes() == before.bytes() + bytes ? null : "sound is missing or repeated";
    }

    void heard() {
        heard = true;
    }

    boolean isHeard() {
        return heard;
    }

    String id() {
        return id;
    }

    long firstAt() {
        return firstAt;
    }

    long gapMillis() {
        return gapNanos / 1_000_000;
    }

    List<String> problems() {
        return problems;
    }
}
