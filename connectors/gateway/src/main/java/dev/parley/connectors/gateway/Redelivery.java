package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the log what a client that came back still has to be told of its replies: the one at
 * hand from the first piece that it doesn't have, and those after it; and the calls of its own
 * functions that have no result. Used by one thread.
 */
final class Redelivery {
    /** What {@link #of} needs to be given. */
    static final Set<Topic> TOPICS =
            Set.of(
                    Topics.REPLIES,
                    Topics.AUDIO_OUT,
                    Topics.CANCELLATIONS,
                    Topics.CONTROL,
                    Topics.TOOL_CALLS,
                    Topics.TOOL_RESULTS);

    private static final Times NEVER = new Times(Instant.EPOCH, Instant.EPOCH);

    private final Map<ReplyId, TurnId> begun = new LinkedHashMap<>();
    private final Set<ReplyId> heardToTheEnd = new HashSet<>();
    private final Set<ReplyId> cancelled = new HashSet<>();
    private final List<Envelope<?>> told = new ArrayList<>();
    private final List<Envelope<?>> toldLast = new ArrayList<>();
    private final Map<CallId, Envelope<?>> calls = new LinkedHashMap<>();
    private final Set<CallId> results = new HashSet<>();
    private final @Nullable ReplyCursor cursor;

    private Redelivery(List<Envelope<?>> history, @Nullable ReplyCursor cursor) {
        this.cursor = cursor;
        for (Envelope<?> envelope : history) {
            switch (envelope.event()) {
                case Reply.Sentence sentence -> {
                    if (sentence.index() == 0) {
                        begun.putIfAbsent(sentence.reply(), sentence.turn());
                    }
                    told.add(envelope);
                }
                case Audio sound -> told.add(envelope);
                case Cancellation.ReplyCancelled cancel -> {
                    cancelled.add(cancel.reply());
                    toldLast.add(envelope);
                }
                case Control.PlaybackEnded ended -> heardToTheEnd.add(ended.reply());
                case Tool.Authorized call when call.ofClient() -> calls.put(call.call(), envelope);
                case Tool.Succeeded result -> results.add(result.call());
                case Tool.Failed result -> results.add(result.call());
                default -> {
                    // not about replies
                }
            }
        }
    }

    /**
     * Prepares delivery and playback, and returns what is then to be told, in order.
     *
     * @param history of {@link #TOPICS}
     * @param cursor how much the client has; null for nothing
     */
    static List<Envelope<?>> of(
            List<Envelope<?>> history,
            @Nullable ReplyCursor cursor,
            ReplyDelivery replies,
            Playback playback,
            long now) {
        return new Redelivery(history, cursor).prepare(replies, playback, now);
    }

    private List<Envelope<?>> prepare(ReplyDelivery replies, Playback playback, long now) {
        boolean had = cursor != null && begun.containsKey(cursor.reply());
        for (Map.Entry<ReplyId, TurnId> reply : begun.entrySet()) {
            ReplyId id = reply.getKey();
            if (heardToTheEnd.contains(id)) {
                playback.known(id);
            }
            if (cursor != null && id.equals(cursor.reply())) {
                had = false;
                goOn(id, reply.getValue(), cursor, replies, playback, now);
            } else if (had || heardToTheEnd.contains(id) || cancelled.contains(id)) {
                replies.forget(id);
            }
        }
        forgetHeadless(replies);
        told.addAll(toldLast);
        calls.keySet().removeAll(results);
        told.addAll(calls.values());
        return told;
    }

    private void goOn(
            ReplyId id,
            TurnId turn,
            ReplyCursor at,
            ReplyDelivery replies,
            Playback playback,
            long now) {
        boolean over = at.ended() || heardToTheEnd.contains(id);
        if (!heardToTheEnd.contains(id)) {
            List<SpokenReply.Piece> sent = piecesUpTo(at);
            int whole =
                    over && !sent.isEmpty()
                            ? sent.getLast().sentence() + 1
                            : at.last() == null ? 0 : at.last().sentence();
            playback.adopt(id, turn, sent, whole, over, now);
        }
        if (over) {
            replies.forget(id);
        } else {
            replies.resume(at, turn, now);
        }
    }

    /** Replies that began so long ago that their beginning isn't in the history. */
    private void forgetHeadless(ReplyDelivery replies) {
        for (Envelope<?> envelope : told) {
            ReplyId id =
                    switch (envelope.event()) {
                        case Reply.Sentence sentence -> sentence.reply();
                        case Audio.Chunk chunk -> chunk.reply();
                        case Audio.SentenceSpoken spoken -> spoken.reply();
                        default -> null;
                    };
            if (id != null && !begun.containsKey(id)) {
                replies.forget(id);
            }
        }
    }

    private List<SpokenReply.Piece> piecesUpTo(ReplyCursor at) {
        record Slot(int sentence, int index) {}
        Map<Slot, Audio.Chunk> heard =
                new TreeMap<>(
                        Comparator.comparingInt(Slot::sentence).thenComparingInt(Slot::index));
        SpokenReply.Place last = at.last();
        for (Envelope<?> envelope : told) {
            if (envelope.event() instanceof Audio.Chunk chunk
                    && chunk.reply().equals(at.reply())
                    && (last == null ? at.ended() : upTo(chunk, last))) {
                heard.merge(
                        new Slot(chunk.sentence(), chunk.index()),
                        chunk,
                        (one, other) -> one.attempt() >= other.attempt() ? one : other);
            }
        }
        return heard.values().stream()
                .map(
                        chunk ->
                                new SpokenReply.Piece(
                                        chunk.pcm().orElse(new byte[0]),
                                        NEVER,
                                        Instant.EPOCH,
                                        chunk.sentence(),
                                        chunk.words()))
                .toList();
    }

    private static boolean upTo(Audio.Chunk chunk, SpokenReply.Place last) {
        return chunk.attempt() <= last.attempt()
                && (chunk.sentence() < last.sentence()
                        || (chunk.sentence() == last.sentence() && chunk.index() <= last.index()));
    }
}
