package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    private boolean userSpeaks;
    private @Nullable Rest rest;

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
        boolean paused;
        long pausedAt;
        @Nullable Long keptMillis;

        Playing(TurnId turn) {
            this.turn = turn;
        }

        long heardAt(long now) {
            if (keptMillis != null) {
                return Math.min(keptMillis, sentMillis);
            }
            long ahead = TimeUnit.NANOSECONDS.toMillis(Math.max(0, endsAt - clock(now)));
            return Math.max(0, sentMillis - ahead);
        }

        /** It stands still while the reply is paused. */
        long clock(long now) {
            return paused ? pausedAt : now;
        }
    }

    /**
     * The rest of a reply, told as a response of its own.
     *
     * @param shown the name of that response
     * @param fromMillis how much of the reply came before it
     */
    private record Rest(ReplyId reply, ReplyId shown, long fromMillis) {}

    /**
     * A piece of a reply's sound was handed to the socket.
     *
     * @param words how many words its sentence has, as it is written
     * @param place of the reply that was told with it
     */
    void sounded(
            ReplyId reply,
            TurnId turn,
            long millis,
            SpokenReply.Piece piece,
            int words,
            SpokenReply.@Nullable Place place,
            long now) {
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
        it.position.sent(piece, it.sentMillis, words, place);
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
            it.position.sent(piece, it.sentMillis, 0, null);
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
        if (it != null && (it.keptMillis != null || !it.complete || it.endsAt > it.clock(now))) {
            it.heardMillis = it.heardAt(now);
            it.complete = false;
            it.reportUntil = it.keptMillis == null ? now + graceNanos : now;
            it.paused = false;
            freeAt = now;
        }
    }

    /**
     * The client stops playing the reply, for now.
     *
     * @return whether some of it was still to be heard
     */
    boolean pause(ReplyId reply, long now) {
        Playing it = playing.get(reply);
        if (it == null || it.paused || (it.silentAt <= now && it.keptMillis == null)) {
            return false;
        }
        it.paused = true;
        it.pausedAt = now;
        return true;
    }

    /**
     * The client goes on playing the reply.
     *
     * @return what was heard of it, if the client threw the rest away
     */
    OptionalLong resume(ReplyId reply, long now) {
        Playing it = playing.get(reply);
        if (it == null || !it.paused) {
            return OptionalLong.empty();
        }
        long stood = now - it.pausedAt;
        it.paused = false;
        it.endsAt += stood;
        it.silentAt += stood;
        freeAt = Math.max(freeAt, it.silentAt);
        if (it.reportUntil != Long.MAX_VALUE) {
            it.reportUntil += stood;
        }
        return it.keptMillis == null ? OptionalLong.empty() : OptionalLong.of(it.heardAt(now));
    }

    /** Someone speaks: what a client reports as cut may be wanted again. */
    void userSpeaks() {
        userSpeaks = true;
    }

    /** Nobody speaks any more; what was cut without having been paused is over. */
    void userIsSilent(long now) {
        userSpeaks = false;
        for (Playing it : playing.values()) {
            if (it.keptMillis != null && !it.paused) {
                it.reportUntil = now;
            }
        }
        due(now);
    }

    /**
     * The rest of a reply is told again, as a response of its own.
     *
     * @param heardMillis what was heard of it
     * @return up to where whole pieces were heard
     */
    HeardPosition.Kept tellAgain(ReplyId reply, ReplyId shown, long heardMillis, long now) {
        Playing it = playing.get(reply);
        if (it == null) {
            return HeardPosition.Kept.NOTHING;
        }
        HeardPosition.Kept kept = it.position.cut(heardMillis);
        it.sentMillis = kept.millis();
        it.endsAt = now;
        it.silentAt = now;
        it.complete = false;
        it.keptMillis = null;
        it.reportUntil = Long.MAX_VALUE;
        freeAt = now;
        rest = new Rest(reply, shown, it.sentMillis);
        return kept;
    }

    /** The reply that a response tells, all or the rest of it. */
    ReplyId told(ReplyId response) {
        Rest it = rest;
        return it != null && it.shown().equals(response) ? it.reply() : response;
    }

    /** The response that tells a reply now. */
    ReplyId response(ReplyId reply) {
        Rest it = rest;
        return it != null && it.reply().equals(reply) ? it.shown() : reply;
    }

    /** Whether some of the reply is still to be heard. */
    boolean lasts(ReplyId reply, long now) {
        Playing it = playing.get(reply);
        return it != null && it.silentAt > it.clock(now);
    }

    /** Whether any reply is still to be heard. */
    boolean lasts(long now) {
        return playing.keySet().stream().anyMatch(reply -> lasts(reply, now));
    }

    /**
     * The client says what was heard. While somebody speaks, a reply that it cut is not over: it
     * may be told again from there.
     *
     * @return false if nothing of such a reply was ever sent
     */
    boolean reported(ReplyId response, long heardMillis, boolean complete, long now) {
        ReplyId reply = told(response);
        Playing it = playing.get(reply);
        if (it == null) {
            return ended.contains(reply);
        }
        Rest again = rest;
        long before = again != null && again.shown().equals(response) ? again.fromMillis() : 0;
        if (!complete && (userSpeaks || it.paused)) {
            it.keptMillis = before + heardMillis;
            return true;
        }
        playing.remove(reply);
        if (!complete) {
            freeAt = now;
        }
        end(reply, it, Math.min(before + heardMillis, it.sentMillis), complete && it.complete);
        return true;
    }

    /** The next moment at which {@link #due} has something to do. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (Playing it : playing.values()) {
            next = it.paused ? next : Math.min(next, it.reportUntil);
        }
        return next;
    }

    /** Estimates what no client reported in time. */
    void due(long now) {
        for (Map.Entry<ReplyId, Playing> entry : List.copyOf(playing.entrySet())) {
            Playing it = entry.getValue();
            if (!it.paused && it.reportUntil <= now) {
                boolean cut = it.keptMillis != null;
                playing.remove(entry.getKey());
                end(
                        entry.getKey(),
                        it,
                        cut ? it.heardAt(now) : it.heardMillis,
                        it.complete && !cut);
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
