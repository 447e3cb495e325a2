package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reply as it comes from the log, put in order: its sentences by index, and each one's {@link
 * SentenceSound sound}. Used by one thread.
 */
final class SpokenReply {
    private final ReplyId id;
    private final TurnId turn;

    private final Map<Integer, String> sentences = new HashMap<>();
    private int nextSentence;
    private int lastSentence = Integer.MAX_VALUE;

    private final Map<Integer, SentenceSound> sound = new HashMap<>();
    private final Map<Integer, Integer> words = new HashMap<>();
    private int sounding;
    private @Nullable Place place;

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
            sounding = told.sentence();
            sound.put(sounding, new SentenceSound(told));
            place = told;
        }
    }

    /**
     * The rest of a reply: its sentences from the one at hand, and their sound.
     *
     * @param heard the last piece of its sound that isn't wanted again; null for none
     */
    static SpokenReply after(@Nullable Place heard, ReplyId id, TurnId turn) {
        SpokenReply rest = new SpokenReply(id, turn, heard);
        rest.nextSentence = heard == null ? 0 : heard.sentence();
        return rest;
    }

    /**
     * A piece of sound.
     *
     * @param pcm at 24 kHz
     * @param made when synthesis took its sentence up, and when it had made this
     * @param readAt when the gateway read it from the log
     * @param sentence the sentence that it belongs to
     * @param words how many of the sentence's words are over with it; null if that isn't known
     */
    record Piece(byte[] pcm, Times made, Instant readAt, int sentence, @Nullable Integer words) {
        long millis() {
            return pcm.length / 2 / (SpeechSynthesizer.SAMPLE_RATE / 1000);
        }

        Piece with(byte[] otherPcm) {
            return new Piece(otherPcm, made, readAt, sentence, words);
        }
    }

    /**
     * How far a reply's sound was told.
     *
     * @param attempt the synthesiser's
     * @param sentence the sentence at hand
     * @param index of its last piece
     * @param sentBytes of its sound, of all attempts
     * @param sentWords of it that are over with that; 0 if that isn't known
     */
    record Place(int attempt, int sentence, int index, int sentBytes, int sentWords) {}

    /** Up to where its sound was taken; null if none was. */
    @Nullable Place place() {
        return place;
    }

    ReplyId id() {
        return id;
    }

    TurnId turn() {
        return turn;
    }

    void hear(Reply.Sentence sentence) {
        if (sentence.index() >= nextSentence) {
            String text = sentence.text().orElse("");
            sentences.putIfAbsent(sentence.index(), text);
            words.putIfAbsent(
                    sentence.index(), text.isBlank() ? 0 : text.strip().split("\\s+").length);
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
        if (chunk.sentence() >= sounding) {
            sound(chunk.sentence())
                    .hear(
                            chunk.attempt(),
                            chunk.index(),
                            new Piece(
                                    chunk.pcm().orElse(new byte[0]),
                                    made,
                                    readAt,
                                    chunk.sentence(),
                                    chunk.words()));
        }
    }

    void hear(Audio.SentenceSpoken spoken) {
        if (spoken.sentence() >= sounding) {
            sound(spoken.sentence()).spoken(spoken.attempt(), spoken.chunks());
            if (spoken.last()) {
                lastSentence = spoken.sentence();
            }
        }
    }

    private SentenceSound sound(int sentence) {
        return sound.computeIfAbsent(sentence, missing -> new SentenceSound());
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
        SentenceSound at;
        while ((at = sound.get(sounding)) != null) {
            Piece piece = at.take();
            if (piece != null) {
                place = at.place(sounding);
                return piece;
            }
            if (!at.over()) {
                return null;
            }
            sound.remove(sounding);
            sounding++;
        }
        return null;
    }

    /** How many sentences' sound was taken to its end. */
    int wholeSentences() {
        return sounding;
    }

    /** How many words a sentence has, as it is written; 0 if it isn't known yet. */
    int wordsOf(int sentence) {
        return words.getOrDefault(sentence, 0);
    }

    /** Whether a sentence was taken of which not all sound was. */
    boolean lacksSound() {
        return sounding < nextSentence;
    }

    /** How many of its sentences were taken. */
    int takenSentences() {
        return nextSentence;
    }

    /** Whether all its text was taken. */
    boolean written() {
        return nextSentence > lastSentence;
    }

    /** Whether all its text and all its sound were taken. */
    boolean complete() {
        return nextSentence > lastSentence && sounding > lastSentence;
    }
}
