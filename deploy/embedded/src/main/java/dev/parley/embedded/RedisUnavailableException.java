package dev.parley.embedded;

import org.jspecify.annotations.Nullable;

/** This platform has no embedded Redis that runs; a Redis of the user's own is the cure. */
public final class RedisUnavailableException extends EmbeddedStartException {
    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
