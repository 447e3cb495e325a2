package dev.parley.connectors.gateway;

/** The log can't be read just now. */
public final class LogAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
