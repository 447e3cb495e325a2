package dev.parley.streams.stage;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that are derived from their owner's name: the same in every process and every year, for
 * recorded files and for tests of several processes. The store may be away for a while.
 */
final class DerivedKeys implements Keys {
    private final Map<UUID, DataKey> byId = new ConcurrentHashMap<>();
    private final Set<Owner> destroyed = ConcurrentHashMap.newKeySet();
    volatile boolean away;

    /** Finds a session's key though nothing was encrypted with it in this process. */
    DerivedKeys knowing(Owner... owners) {
        for (Owner owner : owners) {
            of(owner);
        }
        return this;
    }

    @Override
    public DataKey of(Owner owner) {
        answer();
        if (destroyed.contains(owner)) {
            throw new KeyDestroyedException();
        }
        byte[] text = owner.text().getBytes(StandardCharsets.UTF_8);
        DataKey key =
                new DataKey(UUID.nameUUIDFromBytes(text), new SecretKeySpec(digest(text), "AES"));
        byId.put(key.id(), key);
        return key;
    }

    @Override
    public Optional<DataKey> find(UUID id) {
        answer();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void destroy(Owner owner) {
        byId.remove(of(owner).id());
        destroyed.add(owner);
    }

    private void answer() {
        if (away) {
            throw new KeyStoreException("the key store is away");
        }
    }

    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
