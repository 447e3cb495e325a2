package dev.parley.connectors.gateway;

import dev.parley.schemas.event.ReplyId;
import java.util.Arrays;
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
                    "event_\\d+@(?<reply>[^@]{1,200})@(?<sentences>\\d{1,9})@"
                            + "(?:(?<end>end)|(?<place>\\d{1,9}(?:\\.\\d{1,9}){4})|none)");

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
        String where = ended ? "end" : last == null ? "none" : text(last);
        return "@" + reply.value() + "@" + sentences + "@" + where;
    }

    /** Empty if it is no id of a {@code response.*} event. */
    static Optional<ReplyCursor> of(String eventId) {
        Matcher matcher = FORM.matcher(eventId);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String place = matcher.group("place");
        return Optional.of(
                new ReplyCursor(
                        new ReplyId(matcher.group("reply")),
                        Integer.parseInt(matcher.group("sentences")),
                        place == null ? null : place(place),
                        matcher.group("end") != null));
    }

    private static String text(SpokenReply.Place at) {
        return at.attempt()
                + "."
                + at.sentence()
                + "."
                + at.index()
                + "."
                + at.sentBytes()
                + "."
                + at.sentWords();
    }

    private static SpokenReply.Place place(String text) {
        int[] at = Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return new SpokenReply.Place(at[0], at[1], at[2], at[3], at[4]);
    }
}
