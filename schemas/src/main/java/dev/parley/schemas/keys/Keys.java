package dev.parley.schemas.keys;

import dev.parley.schemas.event.Owner;
import java.util.Optional;
import java.util.UUID;

/**
 * Users' and sessions' keys. Called for every record, by many threads: an implementation keeps what
 * it has looked up, for some seconds at most where a key could be destroyed elsewhere.
 */
public interface Keys {
    /**
     * The key that the owner's fields are encrypted with from now on, made if there is none.
     *
     * @throws KeyStoreException if the store can't be reached, or the owner's key was destroyed
     */
    DataKey of(Owner owner);

    /**
     * The key that ciphertext names; empty once it is destroyed.
     *
     * @throws KeyStoreException if the store can't be reached
     */
    Optional<DataKey> find(UUID id);

    /**
     * Destroys the owner's keys: everything encrypted with them is erased.
     *
     * @throws KeyStoreException if the store can't be reached
     */
    void destroy(Owner owner);
}
