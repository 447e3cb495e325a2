package dev.parley.connectors.gateway;

import dev.parley.schemas.event.TurnId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The turns that ended and for which no reply has come. A reply may be read before the end of its
 * turn, since topics have no order among each other. Used by one thread; moments are those of
 * {@link System#nanoTime}.
 */
final class UnansweredTurns {
    private final long patienceNanos;
    private final Map<TurnId, Long> dueAt = new LinkedHashMap<>();
    private final Recent<TurnId> answered = new Recent<>();

    /**
     * @param patienceNanos with whoever should answer, from a turn's end
     */
    UnansweredTurns(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    void ended(TurnId turn, long now) {
        if (!answered.contains(turn)) {
            dueAt.putIfAbsent(turn, now + patienceNanos);
        }
    }

    /** Something of a reply to it was read. */
    void answered(TurnId turn) {
        dueAt.remove(turn);
        answered.add(turn);
    }

    /** The moment at which patience with the oldest is over. */
    long nextDue() {
        return dueAt.isEmpty() ? Long.MAX_VALUE : dueAt.values().iterator().next();
    }

    /** A turn for which nothing came in time, once; null if there is none. */
    @Nullable TurnId takeOverdue(long now) {
        if (nextDue() > now) {
            return null;
        }
        TurnId turn = dueAt.keySet().iterator().next();
        answered(turn);
        return turn;
    }
}
