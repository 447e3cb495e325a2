package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reply as it comes from the log, put in order: its sentences by index, its sound by sentence
 * and index. A higher attempt of the synthesiser replaces what a lower one left unsent. Used by one
 * thread.
 */
final class SpokenReply {
    private final ReplyId id;
    private final TurnId turn;

    private final Map<Integer, String> sentences = new HashMap<>();
    private int nextSentence;
    private int lastSentence = Integer.MAX_VALUE;

    private final Map<Slot, Piece> sound = new HashMap<>();
    private final Map<Integer, Integer> chunksOf = new HashMap<>();
    private int attempt = Integer.MIN_VALUE;
    private Slot next = new Slot(0, 0);

    SpokenReply(ReplyId id, TurnId turn) {
        this.id = id;
        this.turn = turn;
    }

    /**
     * A reply of which some was told over an earlier connection.
     *
     * @param told the last piece of its sound that was
     */
    SpokenReply(ReplyId id, TurnId turn, @Nullable Place told) {
        this(id, turn);
        if (told != null) {
            attempt = told.attempt();
            next = new Slot(told.sentence(), told.index() + 1);
        }
    }

    /**
     * A piece of sound.
     *
     * @param pcm at 24 kHz
     * @param made when synthesis took its sentence up, and when it had made this
     * @param readAt when the gateway read it from the log
     */
    record Piece(Place place, byte[] pcm, Times made, Instant readAt) {}

    /** Where in a reply a piece of sound belongs, and whose it is. */
    record Place(int attempt, int sentence, int index) {}

    private record Slot(int sentence, int index) {
        boolean before(Slot other) {
            return sentence != other.sentence ? sentence < other.sentence : index < other.index;
        }
    }

    ReplyId id() {
        return id;
    }

    TurnId turn() {
        return turn;
    }

    void hear(Reply.Sentence sentence) {
        if (sentence.index() >= nextSentence) {
            sentences.putIfAbsent(sentence.index(), sentence.text().orElse(""));
        }
        if (sentence.last()) {
            lastSentence = sentence.index();
        }
    }

    /**
     * @param made the times of the chunk's envelope
     * @param readAt when the gateway read it from the log
     */
    void hear(Audio.Chunk chunk, Times made, Instant readAt) {
        Slot slot = new Slot(chunk.sentence(), chunk.index());
        if (reaches(chunk.attempt()) && !slot.before(next)) {
            Place place = new Place(chunk.attempt(), chunk.sentence(), chunk.index());
            sound.putIfAbsent(
                    slot, new Piece(place, chunk.pcm().orElse(new byte[0]), made, readAt));
        }
    }

    void hear(Audio.SentenceSpoken spoken) {
        if (reaches(spoken.attempt())) {
            chunksOf.put(spoken.sentence(), spoken.chunks());
            if (spoken.last()) {
                lastSentence = spoken.sentence();
            }
        }
    }

    /** Whether its first sentence is known, so that it can be announced. */
    boolean begins() {
        return nextSentence > 0 || sentences.containsKey(0);
    }

    /** The next sentence in order, once. */
    @Nullable String takeSentence() {
        String text = sentences.remove(nextSentence);
        if (text != null) {
            nextSentence++;
        }
        return text;
    }

    /** The next piece of sound in order, once. */
    @Nullable Piece takeSound() {
        while (true) {
            Piece piece = sound.remove(next);
            if (piece != null) {
                next = new Slot(next.sentence(), next.index() + 1);
                return piece;
            }
            if (!passed(next)) {
                return null;
            }
            next = new Slot(next.sentence() + 1, 0);
        }
    }

    /** Whether a sentence was taken of which not all sound was. */
    boolean lacksSound() {
        return next.sentence() < nextSentence;
    }

    /** Whether all its text and all its sound were taken. */
    boolean complete() {
        return nextSentence > lastSentence && next.sentence() > lastSentence;
    }

    private boolean passed(Slot slot) {
        Integer chunks = chunksOf.get(slot.sentence());
        return chunks != null && slot.index() >= chunks;
    }

    private boolean reaches(int heardAttempt) {
        if (heardAttempt > attempt) {
            attempt = heardAttempt;
            sound.clear();
            chunksOf.clear();
        }
        return heardAttempt == attempt;
    }
}
