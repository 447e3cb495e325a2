package dev.parley.app.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The sound that was sent and that the server hasn't said it keeps, to be sent again should the
 * connection break. At most a minute; what is older is given up. Not safe for use by many threads.
 */
final class UnackedSound {
    private static final int MOST_SECONDS = 60;

    private record Piece(double startMillis, short[] samples, int rate) {
        double endMillis() {
            return startMillis + samples.length * 1000.0 / rate;
        }

        /** What of it lies behind a moment. */
        short[] after(double millis) {
            int skipped = (int) Math.round((millis - startMillis) * rate / 1000);
            if (skipped <= 0) {
                return samples;
            }
            return skipped >= samples.length
                    ? new short[0]
                    : java.util.Arrays.copyOfRange(samples, skipped, samples.length);
        }
    }

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private double sentMillis;
    private double ackedMillis;

    void sent(short[] samples, int rate) {
        Piece piece = new Piece(sentMillis, samples, rate);
        pieces.add(piece);
        sentMillis = piece.endMillis();
        while (pieces.getFirst().endMillis() < sentMillis - MOST_SECONDS * 1000.0) {
            pieces.remove();
        }
    }

    /**
     * @param millis of sound since the session's first that the server keeps
     */
    void acked(double millis) {
        ackedMillis = Math.max(ackedMillis, millis);
        while (!pieces.isEmpty() && pieces.getFirst().endMillis() <= ackedMillis) {
            pieces.remove();
        }
    }

    /** What has to be sent again, in order. */
    List<short[]> unacked() {
        List<short[]> again = new ArrayList<>();
        for (Piece piece : pieces) {
            short[] samples = piece.after(ackedMillis);
            if (samples.length > 0) {
                again.add(samples);
            }
        }
        return again;
    }
}
