package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was cancelled lately, per session: a lane that opens later, or whose events come later, must
 * know it. Safe for use by many threads.
 */
final class Cancelled {
    private static final int MOST_OF_A_SESSION = 64;

    private final Map<SessionId, Replies> sessions = new ConcurrentHashMap<>();

    /** A session's, the newest last. */
    private static final class Replies {
        private final SequencedMap<ReplyId, Cancellation.ReplyCancelled> newest =
                new LinkedHashMap<>();
        private Instant last = Instant.MIN;

        synchronized void add(Cancellation.ReplyCancelled cancellation, Instant now) {
            newest.putLast(cancellation.reply(), cancellation);
            if (newest.size() > MOST_OF_A_SESSION) {
                newest.pollFirstEntry();
            }
            last = now;
        }

        synchronized List<Cancellation.ReplyCancelled> all() {
            return List.copyOf(newest.values());
        }
    }

    void add(SessionId session, Cancellation.ReplyCancelled cancellation, Instant now) {
        sessions.computeIfAbsent(session, missing -> new Replies()).add(cancellation, now);
    }

    List<Cancellation.ReplyCancelled> of(SessionId session) {
        Replies replies = sessions.get(session);
        return replies == null ? List.of() : replies.all();
    }

    /** Polling thread, as {@link #add} is. */
    void forget(Instant before) {
        Iterator<Replies> each = sessions.values().iterator();
        while (each.hasNext()) {
            if (each.next().last.isBefore(before)) {
                each.remove();
            }
        }
    }
}
