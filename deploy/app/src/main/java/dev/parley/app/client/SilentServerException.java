package dev.parley.app.client;

/**
 * A server accepted the connection and began no session; the message is a sentence for the user.
 */
final class SilentServerException extends Exception {
    private static final long serialVersionUID = 1L;

    SilentServerException(String message) {
        super(message);
    }
}
