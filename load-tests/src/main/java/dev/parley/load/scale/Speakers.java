package dev.parley.load.scale;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Live sessions: each writes a record every 60 ms, evenly spread over that time. */
public final class Speakers {
    private static final long RECORD_NANOS = Duration.ofMillis(Script.RECORD_MILLIS).toNanos();

    private final EventWriter writer;
    private final Map<SessionId, Script> scripts;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong unwritten = new AtomicLong();
    private volatile long latestNanos;

    public Speakers(EventWriter writer, Map<SessionId, Script> scripts) {
        this.writer = writer;
        this.scripts = scripts;
    }

    /** Returns once all is said; what comes late is said at once. */
    public void speak() {
        List<SessionId> sessions = new ArrayList<>(scripts.keySet());
        int most = scripts.values().stream().mapToInt(Script::records).max().orElse(0);
        long began = System.nanoTime();
        for (int number = 0; number <= most; number++) {
            for (int i = 0; i < sessions.size(); i++) {
                long due = began + number * RECORD_NANOS + i * RECORD_NANOS / sessions.size();
                pauseUntil(due);
                latestNanos = Math.max(latestNanos, System.nanoTime() - due);
                say(sessions.get(i), number);
            }
        }
    }

    private static void pauseUntil(long moment) {
        long left;
        while ((left = moment - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private void say(SessionId session, int number) {
        Script script = scripts.get(session);
        if (script == null || number > script.records()) {
            return;
        }
        writer.write(
                Topics.AUDIO_IN,
                number < script.records()
                        ? record(session, script, number)
                        : envelope(session, number, end(number)),
                fault -> (fault == null ? written : unwritten).incrementAndGet());
    }

    static Envelope<?> record(SessionId session, Script script, int number) {
        return envelope(
                session,
                number,
                new Audio.Frames(
                        number,
                        (long) number * Script.RECORD_MILLIS,
                        Personal.of(Pcm.toBytes(script.record(number)))));
    }

    private static Event end(int number) {
        return new Audio.Stalled(number, (long) number * Script.RECORD_MILLIS, true);
    }

    private static Envelope<?> envelope(SessionId session, int number, Event event) {
        Instant now = Instant.now();
        return new Envelope<>(
                EventId.of("gateway", number),
                session,
                new Owner.Session(session),
                new Times(now, now),
                null,
                event);
    }

    /** By how much the latest record was said later than it should have been. */
    public Duration latest() {
        return Duration.ofNanos(latestNanos);
    }

    /** Records that the broker has. */
    public long written() {
        return written.get();
    }

    /** Records that the broker will never have. */
    public long unwritten() {
        return unwritten.get();
    }

    /** How much sound there is, of all sessions. */
    public Duration sound() {
        return Duration.ofMillis(
                scripts.values().stream()
                        .mapToLong(script -> (long) script.records() * Script.RECORD_MILLIS)
                        .sum());
    }
}
