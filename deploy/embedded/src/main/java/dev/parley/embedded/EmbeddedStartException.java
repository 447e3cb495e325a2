package dev.parley.embedded;

import org.jspecify.annotations.Nullable;

/** A server could not be started. The message tells the user the cause and the cure. */
public class EmbeddedStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedStartException(String message) {
        this(message, null);
    }

    public EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
