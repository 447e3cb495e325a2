package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
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

/**
 * Delivers replies to a client, one after the other. Used by one thread; moments are those of
 * {@link System#nanoTime}.
 *
 * <p>A reply that makes no progress is given up, so that the next can be heard. This is the place
 * for a recorded sentence that is played when even the synthesiser is silent.
 */
final class ReplyDelivery {
    private static final int SAMPLES_PER_MILLI = SpeechSynthesizer.SAMPLE_RATE / 1000;

    private final ServerEvents client;
    private final Items items;
    private final Playback playback;
    private final IntSupplier outputRate;
    private final long patienceNanos;

    private final Map<ReplyId, SpokenReply> waiting = new LinkedHashMap<>();
    private final Recent<ReplyId> closed = new Recent<>();
    private @Nullable Current current;

    /**
     * @param outputRate samples a second that the client wants
     * @param patience with a reply that makes no progress
     */
    ReplyDelivery(
            ServerEvents client,
            Items items,
            Playback playback,
            IntSupplier outputRate,
            Duration patience) {
        this.client = client;
        this.items = items;
        this.playback = playback;
        this.outputRate = outputRate;
        this.patienceNanos = patience.toNanos();
    }

    /** The reply at hand: what of it the client was told. */
    private static final class Current {
        final SpokenReply reply;
        final StringBuilder transcript = new StringBuilder();
        boolean announced;
        @Nullable Resampler resampler;
        int rate;
        long progressAt;

        Current(SpokenReply reply, long now) {
            this.reply = reply;
            this.progressAt = now;
        }
    }

    void on(Reply.Sentence sentence, long now) {
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
        return current == null ? Long.MAX_VALUE : current.progressAt + patienceNanos;
    }

    /** Gives up a reply that makes no progress. */
    void due(long now) {
        if (current != null && current.progressAt + patienceNanos <= now) {
            playback.sent(current.reply.id(), false);
            finish(current, "failed", "no_progress");
            deliver(now);
        }
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
            String delta =
                    at.transcript.isEmpty() || sentence.isEmpty() ? sentence : " " + sentence;
            at.transcript.append(delta);
            client.transcriptDelta(reply.id(), delta);
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
        byte[] fitting = fit(at, pcm);
        if (fitting.length > 0) {
            client.audioDelta(at.reply.id(), fitting);
        }
        playback.sounded(
                at.reply.id(),
                at.reply.turn(),
                pcm.length / 2 / SAMPLES_PER_MILLI,
                piece,
                at.reply.wordsOf(piece.sentence()),
                now);
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
                client.audioDelta(at.reply.id(), rest);
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
