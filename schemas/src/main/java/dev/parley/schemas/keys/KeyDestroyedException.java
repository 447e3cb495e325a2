package dev.parley.schemas.keys;

/** The owner's key was destroyed; trying again won't help. */
public class KeyDestroyedException extends KeyStoreException {
    public KeyDestroyedException() {
        super("the owner's key was destroyed");
    }
}
