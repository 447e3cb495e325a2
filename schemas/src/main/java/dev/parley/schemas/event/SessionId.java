package dev.parley.schemas.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation. Its id names the partition that carries it, {@code s<partition>-<random>}, so
 * that every session-keyed topic keeps it on the same partition and in order.
 */
public record SessionId(String value) implements Identifier {
    private static final Pattern FORM = Pattern.compile("s(\\d{1,5})-[A-Za-z0-9_-]{4,64}");

    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a session id: s<partition>-<4 to 64 of A-Za-z0-9_->");
        }
    }

    public static SessionId on(int partition, String random) {
        return new SessionId("s" + partition + "-" + random);
    }

    /** The partition of every session-keyed topic on which this conversation lies. */
    public int partition() {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException(value);
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public String toString() {
        return value;
    }
}
