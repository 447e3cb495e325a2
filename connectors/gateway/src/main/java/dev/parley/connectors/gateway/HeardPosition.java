package dev.parley.connectors.gateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which words a moment of a reply's sound stands for. Used by one thread.
 *
 * <p>Exact where the synthesiser says where words end; else words are taken to be equally long.
 */
final class HeardPosition {
    private final List<Sent> pieces = new ArrayList<>();
    private int whole;

    /**
     * A piece that was sent: where it ended, in the reply's sound, and what it belongs to.
     *
     * @param place of the reply that was told with it
     */
    private record Sent(
            long endMillis,
            SpokenReply.Piece piece,
            int wordsOfSentence,
            SpokenReply.@Nullable Place place) {
        int sentence() {
            return piece.sentence();
        }
    }

    /**
     * @param sentences heard to their end
     * @param words heard of the next one
     */
    record Place(int sentences, int words) {}

    void sent(
            SpokenReply.Piece piece,
            long endMillis,
            int wordsOfSentence,
            SpokenReply.@Nullable Place place) {
        byte[] nothing = new byte[0];
        pieces.add(new Sent(endMillis, piece.with(nothing), wordsOfSentence, place));
    }

    /**
     * Up to where whole pieces were heard.
     *
     * @param millis of the reply's sound
     * @param place of the reply that was told with that; null for nothing
     * @param words that were over of the sentence at hand
     */
    record Kept(long millis, SpokenReply.@Nullable Place place, int words) {
        static final Kept NOTHING = new Kept(0, null, 0);
    }

    /** Forgets the pieces that were not heard to their end. */
    Kept cut(long heardMillis) {
        Sent last = null;
        for (Sent piece : pieces) {
            last = piece.endMillis() <= heardMillis ? piece : last;
        }
        Kept kept =
                last == null
                        ? Kept.NOTHING
                        : new Kept(last.endMillis(), last.place(), wordsOverAt(last));
        pieces.removeIf(piece -> piece.endMillis() > heardMillis);
        whole = 0;
        return kept;
    }

    private int wordsOverAt(Sent piece) {
        Place at = at(piece.endMillis());
        return at.sentences() == piece.sentence() ? at.words() : piece.wordsOfSentence();
    }

    void sentWhole(int sentences) {
        whole = sentences;
    }

    Place at(long heardMillis) {
        int heard = 0;
        while (heard < pieces.size() && pieces.get(heard).endMillis() <= heardMillis) {
            heard++;
        }
        if (heard == pieces.size()) {
            return heard == 0 || pieces.getLast().sentence() < whole
                    ? new Place(heard == 0 ? 0 : whole, 0)
                    : new Place(pieces.getLast().sentence(), words(heard, heardMillis));
        }
        return new Place(pieces.get(heard).sentence(), words(heard, heardMillis));
    }

    /** The words of the sentence at hand. */
    private int words(int heard, long heardMillis) {
        Sent at = pieces.get(Math.min(heard, pieces.size() - 1));
        if (at.piece().words() != null) {
            return heard == 0 ? 0 : wordsOver(pieces.get(heard - 1), at.sentence());
        }
        long from = 0;
        long to = 0;
        for (Sent each : pieces) {
            if (each.sentence() < at.sentence()) {
                from = each.endMillis();
            } else if (each.sentence() == at.sentence()) {
                to = each.endMillis();
            }
        }
        return to <= from
                ? 0
                : (int)
                        (at.wordsOfSentence()
                                * Math.min(heardMillis - from, to - from)
                                / (to - from));
    }

    private static int wordsOver(Sent piece, int sentence) {
        Integer words = piece.piece().words();
        return piece.sentence() == sentence && words != null ? words : 0;
    }
}
