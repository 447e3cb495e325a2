package dev.parley.schemas.keys;

import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * A key of one owner: 256-bit AES, and the id by which ciphertext names it.
 *
 * @param id random; says nothing of its owner
 */
public record DataKey(UUID id, SecretKey secret) {
    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
