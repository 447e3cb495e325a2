package dev.parley.connectors.gateway.identity;

import org.jspecify.annotations.Nullable;

/** What is kept of users can't be asked now; trying again may help. */
public final class UsersAwayException extends RuntimeException {
    public UsersAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
