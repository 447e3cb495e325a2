package dev.parley.app.client;

/** The server doesn't accept the token; the message is a sentence for the user. */
public final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TokenRefusedException(String message) {
        super(message);
    }
}
