package dev.parley.connectors.gateway;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sentence's sound, put in order. A higher attempt of the synthesiser replaces what a lower one
 * left unsent, and begins the sentence anew, at another pace perhaps: it is gone on with after the
 * last word that was sent, or, where the synthesiser doesn't say where words end, after as much
 * sound as was sent. Used by one thread.
 */
final class SentenceSound {
    private static final int BYTES_A_SAMPLE = 2;
    private static final int NOTHING = -1;

    private final Map<Integer, SpokenReply.Piece> pieces = new HashMap<>();
    private int attempt = Integer.MIN_VALUE;
    private int next;
    private int chunks = Integer.MAX_VALUE;
    private int sentBytes;
    private int sentWords;
    private int passedBytes;
    private int resumesAfter = NOTHING;

    SentenceSound() {}

    /** A sentence of which some was told over an earlier connection. */
    SentenceSound(SpokenReply.Place told) {
        attempt = told.attempt();
        next = told.index() + 1;
        sentBytes = told.sentBytes();
        passedBytes = told.sentBytes();
        sentWords = told.sentWords();
    }

    SpokenReply.Place place(int sentence) {
        return new SpokenReply.Place(attempt, sentence, next - 1, sentBytes, sentWords);
    }

    void hear(int ofAttempt, int index, SpokenReply.Piece piece) {
        if (reaches(ofAttempt) && index >= next) {
            pieces.putIfAbsent(index, piece);
        }
    }

    /**
     * @param all how many pieces the attempt made
     */
    void spoken(int ofAttempt, int all) {
        if (reaches(ofAttempt)) {
            chunks = all;
        }
    }

    private boolean reaches(int ofAttempt) {
        if (ofAttempt > attempt) {
            attempt = ofAttempt;
            pieces.clear();
            chunks = Integer.MAX_VALUE;
            next = 0;
            passedBytes = 0;
            resumesAfter = sentBytes == 0 ? NOTHING : sentWords;
        }
        return ofAttempt == attempt;
    }

    /** The next piece in order that wasn't sent, once. */
    SpokenReply.@Nullable Piece take() {
        SpokenReply.Piece piece;
        while ((piece = pieces.remove(next)) != null) {
            next++;
            SpokenReply.Piece unsent = unsent(piece);
            if (unsent != null) {
                sentBytes += unsent.pcm().length;
                sentWords = piece.words() == null ? sentWords : piece.words();
                return unsent;
            }
        }
        return null;
    }

    private SpokenReply.@Nullable Piece unsent(SpokenReply.Piece piece) {
        int from = passedBytes;
        passedBytes += piece.pcm().length;
        if (piece.words() != null) {
            return piece.words() > resumesAfter ? piece : null;
        }
        int sent = Math.max(0, sentBytes - from);
        if (sent >= piece.pcm().length) {
            return sent == 0 ? piece : null;
        }
        // What was sent of this attempt lies before this piece, so only a takeover cuts one.
        int cut = sent - sent % BYTES_A_SAMPLE;
        return piece.with(Arrays.copyOfRange(piece.pcm(), cut, piece.pcm().length));
    }

    /** Whether all of it was taken. */
    boolean over() {
        return next >= chunks;
    }
}
