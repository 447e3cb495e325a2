package dev.parley.schemas.keys;

/** The key store can't be reached, or refuses; trying again later may help. */
public class KeyStoreException extends RuntimeException {
    public KeyStoreException(String message) {
        super(message);
    }

    public KeyStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
