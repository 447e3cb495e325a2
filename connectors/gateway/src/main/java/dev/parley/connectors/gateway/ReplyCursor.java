package dev.parley.connectors.gateway;

import dev.parley.schemas.event.ReplyId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of its replies a client has: up to which sentence and which piece of which reply. It
 * stands behind the {@code @} of the ids of {@code response.*} events, and a client that comes back
 * names the last one it received.
 *
 * @param sentences of the reply's transcript that were told
 * @param last the last piece of the reply's sound; null if there was none yet
 * @param ended whether the reply was told to its end
 */
record ReplyCursor(ReplyId reply, int sentences, SpokenReply.@Nullable Place last, boolean ended) {
    private static final Pattern FORM =
            Pattern.compile(
                    "event_\\d+@(?<reply>[^@]{1,200})@(?<sentences>\\d{1,9})@(?:(?<end>end)"
                            + "|(?<attempt>\\d{1,9})\\.(?<sentence>\\d{1,9})\\.(?<index>\\d{1,9})"
                            + "|none)");

    static ReplyCursor begin(ReplyId reply) {
        return new ReplyCursor(reply, 0, null, false);
    }

    ReplyCursor sentenceTold() {
        return new ReplyCursor(reply, sentences + 1, last, ended);
    }

    ReplyCursor sounded(SpokenReply.@Nullable Place place) {
        return new ReplyCursor(reply, sentences, place, ended);
    }

    ReplyCursor end() {
        return new ReplyCursor(reply, sentences, last, true);
    }

    /** The end of an event's id. */
    String suffix() {
        String where =
                ended
                        ? "end"
                        : last == null
                                ? "none"
                                : last.attempt() + "." + last.sentence() + "." + last.index();
        return "@" + reply.value() + "@" + sentences + "@" + where;
    }

    /** Empty if it is no id of a {@code response.*} event. */
    static Optional<ReplyCursor> of(String eventId) {
        Matcher matcher = FORM.matcher(eventId);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SpokenReply.Place last =
                matcher.group("attempt") == null
                        ? null
                        : new SpokenReply.Place(
                                Integer.parseInt(matcher.group("attempt")),
                                Integer.parseInt(matcher.group("sentence")),
                                Integer.parseInt(matcher.group("index")));
        return Optional.of(
                new ReplyCursor(
                        new ReplyId(matcher.group("reply")),
                        Integer.parseInt(matcher.group("sentences")),
                        last,
                        matcher.group("end") != null));
    }
}
