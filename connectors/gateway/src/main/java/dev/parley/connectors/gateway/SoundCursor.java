package dev.parley.connectors.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where a session's sound is in the log, as {@code <samples>.<sequence>}.
 *
 * @param samples at 16 kHz, since the session's first
 * @param sequence of the next record
 */
record SoundCursor(long samples, long sequence) {
    static final SoundCursor START = new SoundCursor(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\.(\\d{1,15})");

    static Optional<SoundCursor> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new SoundCursor(
                                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Milliseconds of sound. */
    double millis() {
        return samples / 16.0;
    }

    @Override
    public String toString() {
        return samples + "." + sequence;
    }
}
