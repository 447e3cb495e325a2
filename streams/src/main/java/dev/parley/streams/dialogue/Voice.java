package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Reply;
import org.jspecify.annotations.Nullable;

/**
 * How the user wants the agent to speak.
 *
 * @param rate times the usual speed, {@value #SLOWEST} to {@value #FASTEST}
 * @param volume times the full loudness, {@value #LEAST} to 1
 * @param soft whether it whispers, beside that
 */
public record Voice(double rate, double volume, boolean soft) {
    static final Voice USUAL = new Voice(1, 1, false);

    static final double SLOWEST = 0.5;
    static final double FASTEST = 2;
    static final double LEAST = 0.05;

    /** About 10 dB less. */
    private static final double SOFTLY = 0.3;

    Voice at(double speed) {
        return new Voice(Math.clamp(speed, SLOWEST, FASTEST), volume, soft);
    }

    /** As loud as that; nobody who names a loudness wants a whisper. */
    Voice loud(double loudness) {
        return new Voice(rate, Math.clamp(loudness, LEAST, 1), false);
    }

    Voice whispering(boolean now) {
        return new Voice(rate, volume, now);
    }

    /** Null for the voice as configured. */
    Reply.@Nullable Voicing voicing() {
        return voicing(null);
    }

    /** Null for the voice as configured, without a signal. */
    Reply.@Nullable Voicing voicing(Reply.@Nullable Earcon before) {
        double gain = soft ? Math.max(LEAST, volume * SOFTLY) : volume;
        return rate == 1 && gain == 1 && before == null
                ? null
                : new Reply.Voicing(rate, gain, before);
    }
}
