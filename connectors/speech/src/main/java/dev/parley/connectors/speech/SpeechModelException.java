package dev.parley.connectors.speech;

import java.io.IOException;

/**
 * A model that can't be used: missing, incomplete or damaged. The message names it and says why.
 */
public final class SpeechModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public SpeechModelException(String message) {
        super(message);
    }

    public SpeechModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
