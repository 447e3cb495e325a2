package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the log what the user really hears. A client that reports it is believed; for one that
 * doesn't it is estimated, as if sound were played without a pause from the moment it was sent.
 * Used by one thread; moments are those of {@link System#nanoTime}.
 */
final class Playback {
    private final SessionWriter log;
    private final long graceNanos;
    private final Map<ReplyId, Playing> playing = new LinkedHashMap<>();
    private final Recent<ReplyId> ended = new Recent<>();
    private long freeAt = Long.MIN_VALUE;

    /**
     * @param grace how long a client's own report is waited for, once the sound should be over
     */
    Playback(SessionWriter log, Duration grace) {
        this.log = log;
        this.graceNanos = grace.toNanos();
    }

    private static final class Playing {
        final TurnId turn;
        final HeardPosition position = new HeardPosition();
        long sentMillis;
        long endsAt;
        long silentAt;
        boolean complete;
        long heardMillis;
        long reportUntil = Long.MAX_VALUE;

        Playing(TurnId turn) {
            this.turn = turn;
        }

        long heardAt(long now) {
            long ahead = TimeUnit.NANOSECONDS.toMillis(Math.max(0, endsAt - now));
            return Math.max(0, sentMillis - ahead);
        }
    }

    /**
     * A piece of a reply's sound was handed to the socket.
     *
     * @param words how many words its sentence has, as it is written
     */
    void sounded(
            ReplyId reply, TurnId turn, long millis, SpokenReply.Piece piece, int words, long now) {
        if (ended.contains(reply)) {
            return;
        }
        Playing it = playing.get(reply);
        if (it == null) {
            it = new Playing(turn);
            playing.put(reply, it);
            log.write(
                    Topics.CONTROL,
                    new Control.PlaybackStarted(
                            reply, turn, piece.made().received(), piece.made().emitted()),
                    piece.readAt());
        }
        occupy(it, millis, now);
        it.sentMillis += millis;
        it.endsAt = freeAt;
        it.position.sent(piece, it.sentMillis, words);
    }

    /** So many of a reply's sentences were handed to the socket to their end. */
    void sentWhole(ReplyId reply, int sentences) {
        Playing it = playing.get(reply);
        if (it != null) {
            it.position.sentWhole(sentences);
        }
    }

    /**
     * A reply of which some was sent over an earlier connection.
     *
     * @param pieces that were sent, as far as the log tells
     * @param sentences how many of them were sent to their end
     * @param complete whether that was all of it
     */
    void adopt(
            ReplyId reply,
            TurnId turn,
            List<SpokenReply.Piece> pieces,
            int sentences,
            boolean complete,
            long now) {
        Playing it = new Playing(turn);
        for (SpokenReply.Piece piece : pieces) {
            it.sentMillis += piece.millis();
            it.position.sent(piece, it.sentMillis, 0);
        }
        it.position.sentWhole(sentences);
        it.endsAt = now;
        it.silentAt = now;
        playing.put(reply, it);
        if (complete) {
            sent(reply, true);
        }
    }

    /**
     * A reply was written, not spoken: it counts as heard.
     *
     * @param sentences how many it had
     */
    void read(ReplyId reply, TurnId turn, int sentences, boolean complete) {
        if (ended.contains(reply)) {
            return;
        }
        playing.remove(reply);
        ended.add(reply);
        log.write(
                Topics.CONTROL, new Control.PlaybackEnded(reply, turn, 0, complete, sentences, 0));
    }

    /** What was heard of the reply is known already. */
    void known(ReplyId reply) {
        ended.add(reply);
    }

    /**
     * Sound that is none of the reply's own was handed to the socket in its stead. It takes its
     * time, and counts for nothing that was heard of the reply.
     */
    void apologized(ReplyId reply, TurnId turn, long millis, long now) {
        if (ended.contains(reply)) {
            return;
        }
        Playing it = playing.computeIfAbsent(reply, silent -> new Playing(turn));
        occupy(it, millis, now);
    }

    private void occupy(Playing it, long millis, long now) {
        freeAt = Math.max(freeAt, now) + TimeUnit.MILLISECONDS.toNanos(millis);
        it.silentAt = freeAt;
    }

    /**
     * No more of a reply's sound will be handed to the socket.
     *
     * @param complete whether that was all of it
     */
    void sent(ReplyId reply, boolean complete) {
        Playing it = playing.get(reply);
        if (it != null) {
            it.complete = complete;
            it.heardMillis = it.sentMillis;
            it.reportUntil = it.silentAt + graceNanos;
        }
    }

    /** The reply is not to be heard further. */
    void cut(ReplyId reply, long now) {
        Playing it = playing.get(reply);
        if (it != null && !(it.complete && it.endsAt <= now)) {
            it.heardMillis = it.heardAt(now);
            it.complete = false;
            it.reportUntil = now + graceNanos;
            freeAt = now;
        }
    }

    /** Whether some of the reply is still to be heard. */
    boolean lasts(ReplyId reply, long now) {
        Playing it = playing.get(reply);
        return it != null && it.silentAt > now;
    }

    /** Whether any reply is still to be heard. */
    boolean lasts(long now) {
        return playing.keySet().stream().anyMatch(reply -> lasts(reply, now));
    }

    /**
     * The client says what was heard.
     *
     * @return false if nothing of such a reply was ever sent
     */
    boolean reported(ReplyId reply, long heardMillis, boolean complete, long now) {
        Playing it = playing.remove(reply);
        if (it == null) {
            return ended.contains(reply);
        }
        if (!complete) {
            freeAt = now;
        }
        end(reply, it, Math.min(heardMillis, it.sentMillis), complete && it.complete);
        return true;
    }

    /** The next moment at which {@link #due} has something to do. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (Playing it : playing.values()) {
            next = Math.min(next, it.reportUntil);
        }
        return next;
    }

    /** Estimates what no client reported in time. */
    void due(long now) {
        for (Map.Entry<ReplyId, Playing> entry : List.copyOf(playing.entrySet())) {
            if (entry.getValue().reportUntil <= now) {
                playing.remove(entry.getKey());
                end(
                        entry.getKey(),
                        entry.getValue(),
                        entry.getValue().heardMillis,
                        entry.getValue().complete);
            }
        }
    }

    /** The client is gone: what it did not hear by now, it won't. */
    void close(long now) {
        for (ReplyId reply : List.copyOf(playing.keySet())) {
            cut(reply, now);
        }
        due(Long.MAX_VALUE);
    }

    private void end(ReplyId reply, Playing it, long heardMillis, boolean complete) {
        ended.add(reply);
        HeardPosition.Place heard = it.position.at(heardMillis);
        log.write(
                Topics.CONTROL,
                new Control.PlaybackEnded(
                        reply, it.turn, heardMillis, complete, heard.sentences(), heard.words()));
    }
}
