package dev.parley.app.client;

/** No voice session could be had at the address; the message is a sentence for the user. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message) {
        super(message);
    }
}
