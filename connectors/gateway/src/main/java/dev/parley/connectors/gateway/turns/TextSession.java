package dev.parley.connectors.gateway.turns;

import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.SessionWriter;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session in which somebody types, as long as this gateway has it. Safe for many threads. */
final class TextSession implements AutoCloseable {
    private final SessionId id;
    private final UserId user;
    private volatile boolean ours;
    private final SessionWriter writer;
    private final ConversationLog.Subscription subscription;
    private final Set<TextTurn> turns = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile long usedAt = System.nanoTime();
    private Instant stamped = Instant.EPOCH;

    /**
     * Reads what is written about it from now on.
     *
     * @param ours whether it is for this gateway to end it when nothing more comes
     * @param writer of this session at this gateway, used by this alone
     * @throws dev.parley.connectors.gateway.LogAwayException if it can't be read now
     */
    TextSession(
            SessionId id, UserId user, boolean ours, SessionWriter writer, ConversationLog log) {
        this.id = id;
        this.user = user;
        this.ours = ours;
        this.writer = writer;
        this.subscription = log.subscribe(id, this::heard);
    }

    SessionId id() {
        return id;
    }

    UserId user() {
        return user;
    }

    boolean ours() {
        return ours;
    }

    boolean ended() {
        return ended;
    }

    long usedAt() {
        return usedAt;
    }

    boolean busy() {
        return !turns.isEmpty();
    }

    int underWay() {
        return turns.size();
    }

    /** A moment by which a turn of the session is known again; no two are the same. */
    synchronized Instant stamp() {
        Instant now = writer.now();
        stamped = now.isAfter(stamped) ? now : stamped.plusNanos(1000);
        return stamped;
    }

    Instant now() {
        return writer.now();
    }

    void add(TextTurn turn) {
        turns.add(turn);
        usedAt = System.nanoTime();
        if (ended) {
            turn.sessionEnded();
        }
    }

    void remove(TextTurn turn) {
        turns.remove(turn);
        usedAt = System.nanoTime();
    }

    synchronized void write(Control event) {
        writer.write(Topics.CONTROL, event);
    }

    /**
     * @param id given by the client; null for the next of this writer
     * @param received when the bytes that caused it arrived
     */
    synchronized void write(@Nullable EventId id, Control event, Instant received) {
        if (id == null) {
            writer.write(Topics.CONTROL, event, received);
        } else {
            writer.write(Topics.CONTROL, id, event, received, () -> {});
        }
    }

    /** Ends it; nothing may be written afterwards. */
    void end(String reason, Runnable acknowledged) {
        ended = true;
        synchronized (this) {
            writer.write(
                    Topics.CONTROL, new Control.SessionEnded(reason), writer.now(), acknowledged);
        }
        turns.forEach(TextTurn::sessionEnded);
    }

    /** The gateway stops; the session goes on elsewhere. */
    void stop() {
        turns.forEach(TextTurn::stopped);
        close();
    }

    /** Hears no more of it. */
    @Override
    public void close() {
        subscription.close();
    }

    /** On the log's reading thread. */
    private void heard(Envelope<?> envelope) {
        Event event = envelope.event();
        if (event instanceof Audio) {
            return;
        }
        if (event instanceof Control.SessionEnded) {
            ended = true;
            turns.forEach(TextTurn::sessionEnded);
        } else if (event instanceof Control.SessionResumed) {
            // whoever listens to it ends it
            ours = false;
        } else if (!(event instanceof Control)) {
            turns.forEach(turn -> turn.heard(envelope));
        }
    }
}
