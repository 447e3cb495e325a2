package dev.parley.app.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loudspeaker that makes no sound but takes as long as one: replies are played one after another,
 * each from its first sound on, with a gap wherever the next piece comes late. All times are by
 * {@link System#nanoTime()}. Not safe for use by many threads.
 */
final class Speaker {
    private static final class Playback {
        private long queuedNanos;
        private long endsAt;
        private boolean whole;
    }

    private final Map<String, Playback> playing = new LinkedHashMap<>();
    private long busyUntil = Long.MIN_VALUE;

    /** Takes a piece of a reply's sound. */
    void play(String response, long nanos, long now) {
        Playback playback = playing.computeIfAbsent(response, r -> new Playback());
        busyUntil = Math.max(busyUntil, now) + nanos;
        playback.queuedNanos += nanos;
        playback.endsAt = busyUntil;
    }

    /** No more of this reply follows. */
    void completed(String response) {
        Playback playback = playing.get(response);
        if (playback != null) {
            playback.whole = true;
        }
    }

    boolean isPlaying(String response) {
        return playing.containsKey(response);
    }

    /** Whether all of a reply is there, so that its end is known. */
    boolean isWhole(String response) {
        Playback playback = playing.get(response);
        return playback != null && playback.whole;
    }

    /** When what is there of a reply will have been played. */
    long endsAt(String response) {
        Playback playback = playing.get(response);
        return playback == null ? Long.MIN_VALUE : playback.endsAt;
    }

    /** When all that is there will have been played. */
    long busyUntil() {
        return busyUntil;
    }

    /**
     * Stops a reply and forgets it.
     *
     * @return how much of it was heard, in nanoseconds
     */
    long stop(String response, long now) {
        long heard = heard(response, now);
        Playback playback = playing.remove(response);
        if (playback != null && busyUntil == playback.endsAt) {
            busyUntil -= playback.queuedNanos - heard;
        }
        return heard;
    }

    /** How much of a reply was heard by now, in nanoseconds. */
    long heard(String response, long now) {
        Playback playback = playing.get(response);
        return playback == null
                ? 0
                : playback.queuedNanos - Math.clamp(playback.endsAt - now, 0, playback.queuedNanos);
    }

    /** The replies that are being played or wait for it, in their order. */
    List<String> playing() {
        return List.copyOf(playing.keySet());
    }
}
