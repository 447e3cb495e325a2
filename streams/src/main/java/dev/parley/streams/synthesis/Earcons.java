package dev.parley.streams.synthesis;

import dev.parley.schemas.event.Reply;

/**
 * The signals before what is said: a few struck notes, below half a second, at {@link
 * SpeechSynthesizer#SAMPLE_RATE}. The same for the same signal, so that a second attempt of a
 * sentence goes on where the first was heard to.
 */
final class Earcons {
    private static final double AMPLITUDE = 0.3 * Short.MAX_VALUE;

    /** How fast a note fades: to a third in this many seconds. */
    private static final double FADES = 0.06;

    private static final double RISES = 0.004;
    private static final int REST = SpeechSynthesizer.SAMPLE_RATE / 12;

    private static final double C6 = 1046.50;
    private static final double E6 = 1318.51;
    private static final double G6 = 1567.98;

    private Earcons() {}

    /**
     * A sound that begins and ends in silence.
     *
     * @param gain what is out of bounds counts as the bound, what is no number as 1
     */
    static short[] of(Reply.Earcon earcon, double gain) {
        double peak = AMPLITUDE * (Double.isNaN(gain) ? 1 : Math.clamp(gain, 0, 1));
        return switch (earcon) {
            case TIMER -> notes(peak, 0.16, E6, E6);
            case ALARM -> notes(peak, 0.12, C6, E6, G6);
            case REMINDER -> notes(peak, 0.16, G6, C6);
        };
    }

    private static short[] notes(double peak, double seconds, double... hertz) {
        int length = (int) (seconds * SpeechSynthesizer.SAMPLE_RATE);
        short[] sound = new short[hertz.length * length + REST];
        for (int note = 0; note < hertz.length; note++) {
            for (int i = 0; i < length; i++) {
                double at = (double) i / SpeechSynthesizer.SAMPLE_RATE;
                double strength =
                        Math.min(1, at / RISES)
                                * Math.exp(-at / FADES)
                                * Math.min(1, (seconds - at) / RISES);
                sound[note * length + i] =
                        (short)
                                Math.round(
                                        peak * strength * Math.sin(2 * Math.PI * hertz[note] * at));
            }
        }
        return sound;
    }
}
