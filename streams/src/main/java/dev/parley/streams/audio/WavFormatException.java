package dev.parley.streams.audio;

import java.io.IOException;

/** What was to be a WAV file is malformed, cut short, too long or of a kind that isn't read. */
public final class WavFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public WavFormatException(String message) {
        super(message);
    }
}
