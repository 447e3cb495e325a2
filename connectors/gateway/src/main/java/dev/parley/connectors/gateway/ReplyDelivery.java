package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers replies to a client, one after the other. Used by one thread; moments are those of
 * {@link System#nanoTime}.
 *
 * <p>A reply that makes no progress is given up, so that the next can be heard. When the sound of a
 * sentence doesn't come, or no reply at all to a turn, the client hears a recorded sentence in its
 * stead; what comes of that reply later is dropped.
 */
final class ReplyDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyDelivery.class);
    private static final int SAMPLES_PER_MILLI = SpeechSynthesizer.SAMPLE_RATE / 1000;

    private final ServerEvents client;
    private final Items items;
    private final Playback playback;
    private final IntSupplier outputRate;
    private final RecordedSentence apology;
    private final long replyNanos;
    private final long soundNanos;

    private final Map<ReplyId, SpokenReply> waiting = new LinkedHashMap<>();
    private final Recent<ReplyId> closed = new Recent<>();
    private final UnansweredTurns unanswered;
    private @Nullable Current current;

    /**
     * @param outputRate samples a second that the client wants
     * @param apology played when nobody else speaks
     * @param turnDeadline within which a turn should be answered, if only by the dialogue's apology
     */
    ReplyDelivery(
            ServerEvents client,
            Items items,
            Playback playback,
            IntSupplier outputRate,
            RecordedSentence apology,
            GatewayConfig.Patience patience,
            Duration turnDeadline) {
        this.client = client;
        this.items = items;
        this.playback = playback;
        this.outputRate = outputRate;
        this.apology = apology;
        this.replyNanos = patience.reply().toNanos();
        this.soundNanos = patience.sound().toNanos();
        this.unanswered = new UnansweredTurns(turnDeadline.plus(patience.answer()).toNanos());
    }

    /** The reply at hand: what of it the client was told. */
    private static final class Current {
        final SpokenReply reply;
        final StringBuilder transcript = new StringBuilder();
        boolean announced;
        int untold;
        SpokenReply.@Nullable Place told;
        @Nullable Resampler resampler;
        int rate;
        long progressAt;

        Current(SpokenReply reply, long now) {
            this.reply = reply;
            this.progressAt = now;
        }
    }

    void on(Turn.Ended turn, long now) {
        unanswered.ended(turn.turn(), now);
    }

    /** Nothing more is to be told of a reply. */
    void forget(ReplyId reply) {
        closed.add(reply);
    }

    /**
     * Goes on with a reply that was announced over an earlier connection.
     *
     * @param had how much of it was told
     */
    void resume(ReplyCursor had, TurnId turn, long now) {
        SpokenReply reply = new SpokenReply(had.reply(), turn, had.last());
        waiting.put(had.reply(), reply);
        Current resumed = new Current(reply, now);
        resumed.announced = true;
        resumed.untold = had.sentences();
        current = resumed;
    }

    void on(Reply.Sentence sentence, long now) {
        unanswered.answered(sentence.turn());
        SpokenReply reply = reply(sentence.reply(), sentence.turn());
        if (reply != null) {
            reply.hear(sentence);
            deliver(now);
        }
    }

    /**
     * @param made the times of the chunk's envelope
     * @param readAt when the gateway read it from the log
     */
    void on(Audio.Chunk chunk, Times made, Instant readAt, long now) {
        SpokenReply reply = reply(chunk.reply(), chunk.turn());
        if (reply != null) {
            reply.hear(chunk, made, readAt);
            deliver(now);
        }
    }

    void on(Audio.SentenceSpoken spoken, long now) {
        SpokenReply reply = reply(spoken.reply(), spoken.turn());
        if (reply != null) {
            reply.hear(spoken);
            deliver(now);
        }
    }

    void on(Cancellation.ReplyCancelled cancelled, long now) {
        unanswered.answered(cancelled.turn());
        ReplyId reply = cancelled.reply();
        boolean stillHeard = playback.lasts(reply, now);
        playback.cut(reply, now);
        if (current != null && current.reply.id().equals(reply)) {
            finish(current, "cancelled", cancelled.cause());
        } else if (stillHeard) {
            client.replyCancelled(reply, cancelled.cause());
        }
        waiting.remove(reply);
        closed.add(reply);
        deliver(now);
    }

    /** The next moment at which {@link #due} has something to do. */
    long nextDue() {
        return current == null ? unanswered.nextDue() : givenUpAt(current);
    }

    /** Gives up a reply that makes no progress, and speaks for whoever is silent. */
    void due(long now) {
        if (current != null && givenUpAt(current) <= now) {
            giveUp(current, now);
            deliver(now);
        }
        while (current == null) {
            TurnId turn = unanswered.takeOverdue(now);
            if (turn == null) {
                return;
            }
            Current instead =
                    new Current(new SpokenReply(new ReplyId("unanswered_" + turn), turn), now);
            announce(instead);
            apologize(instead, now);
            finish(instead, "failed", "no_answer");
        }
    }

    private long givenUpAt(Current at) {
        return at.progressAt + (at.reply.lacksSound() ? soundNanos : replyNanos);
    }

    private void giveUp(Current at, long now) {
        if (at.reply.lacksSound()) {
            drain(at);
            apologize(at, now);
            finish(at, "failed", "no_sound");
        } else {
            playback.sent(at.reply.id(), false);
            finish(at, "failed", "no_progress");
        }
    }

    private void apologize(Current at, long now) {
        ReplyId id = at.reply.id();
        LOG.warn("The recorded sentence is played instead of {}", id);
        tell(at, apology.text());
        for (byte[] piece : apology.pieces()) {
            hand(at, piece);
        }
        drain(at);
        playback.apologized(id, at.reply.turn(), apology.millis(), now);
        playback.sent(id, false);
    }

    private @Nullable SpokenReply reply(ReplyId id, TurnId turn) {
        if (closed.contains(id)) {
            return null;
        }
        return waiting.computeIfAbsent(id, missing -> new SpokenReply(id, turn));
    }

    private void deliver(long now) {
        while (true) {
            if (current == null) {
                if (waiting.isEmpty()) {
                    return;
                }
                current = new Current(waiting.values().iterator().next(), now);
            }
            if (!advance(current, now)) {
                return;
            }
        }
    }

    /**
     * @return whether the reply was completed
     */
    private boolean advance(Current at, long now) {
        SpokenReply reply = at.reply;
        if (!reply.begins()) {
            return false;
        }
        if (!at.announced) {
            announce(at);
            at.progressAt = now;
        }
        String sentence;
        while ((sentence = reply.takeSentence()) != null) {
            tell(at, sentence);
            at.progressAt = now;
        }
        SpokenReply.Piece piece;
        while ((piece = reply.takeSound()) != null) {
            sound(at, piece, now);
            at.progressAt = now;
        }
        playback.sentWhole(reply.id(), reply.wholeSentences());
        if (!reply.complete()) {
            return false;
        }
        drain(at);
        playback.sent(reply.id(), true);
        finish(at, "completed", null);
        return true;
    }

    private void tell(Current at, String sentence) {
        String delta = at.transcript.isEmpty() || sentence.isEmpty() ? sentence : " " + sentence;
        at.transcript.append(delta);
        if (at.untold > 0) {
            at.untold--;
        } else {
            client.transcriptDelta(at.reply.id(), delta);
        }
    }

    private void announce(Current at) {
        ReplyId id = at.reply.id();
        ObjectNode item = items.answered(Items.idOf(id), null, "in_progress");
        client.responseCreated(id);
        client.outputItemAdded(id, item);
        client.itemAdded(item, items.last());
        client.contentPartAdded(id);
        at.announced = true;
    }

    private void sound(Current at, SpokenReply.Piece piece, long now) {
        byte[] pcm = piece.pcm();
        if (pcm.length == 0) {
            return;
        }
        at.told = at.reply.place();
        hand(at, pcm);
        playback.sounded(
                at.reply.id(),
                at.reply.turn(),
                pcm.length / 2 / SAMPLES_PER_MILLI,
                piece,
                at.reply.wordsOf(piece.sentence()),
                now);
    }

    private void hand(Current at, byte[] pcm) {
        byte[] fitting = fit(at, pcm);
        if (fitting.length > 0) {
            client.audioDelta(at.reply.id(), fitting, at.told);
        }
    }

    private byte[] fit(Current at, byte[] pcm) {
        int rate = outputRate.getAsInt();
        if (rate == SpeechSynthesizer.SAMPLE_RATE) {
            drain(at);
            return pcm;
        }
        if (at.resampler == null || at.rate != rate) {
            at.resampler = new Resampler(SpeechSynthesizer.SAMPLE_RATE, rate);
            at.rate = rate;
        }
        return Pcm.toBytes(at.resampler.accept(Pcm.toShorts(pcm)));
    }

    private void drain(Current at) {
        if (at.resampler != null) {
            byte[] rest = Pcm.toBytes(at.resampler.flush());
            at.resampler = null;
            if (rest.length > 0) {
                client.audioDelta(at.reply.id(), rest, at.told);
            }
        }
    }

    private void finish(Current at, String status, @Nullable String reason) {
        ReplyId id = at.reply.id();
        if (at.announced) {
            boolean completed = status.equals("completed");
            String transcript = at.transcript.toString();
            ObjectNode item =
                    items.answered(
                            Items.idOf(id), transcript, completed ? "completed" : "incomplete");
            String previous = items.last();
            items.add(item);
            if (!status.equals("cancelled")) {
                client.audioDone(id);
                client.transcriptDone(id, transcript);
                client.contentPartDone(id, transcript);
                client.outputItemDone(id, item);
                client.itemDone(item, previous);
            }
            client.responseDone(id, status, reason, item);
        }
        waiting.remove(id);
        closed.add(id);
        current = null;
    }
}
