package dev.parley.connectors.gateway;

/** The log can't be read just now. */
final class LogAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
