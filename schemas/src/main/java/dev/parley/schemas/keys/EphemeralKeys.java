package dev.parley.schemas.keys;

import dev.parley.schemas.event.Owner;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/** Keys that live as long as the process: for tests and for reading what a file brought along. */
public final class EphemeralKeys implements Keys {
    private final SecureRandom random = new SecureRandom();
    private final Map<Owner, DataKey> byOwner = new ConcurrentHashMap<>();
    private final Map<UUID, DataKey> byId = new ConcurrentHashMap<>();

    @Override
    public DataKey of(Owner owner) {
        return byOwner.computeIfAbsent(
                owner,
                missing -> {
                    byte[] secret = new byte[32];
                    random.nextBytes(secret);
                    DataKey key = new DataKey(UUID.randomUUID(), new SecretKeySpec(secret, "AES"));
                    byId.put(key.id(), key);
                    return key;
                });
    }

    @Override
    public Optional<DataKey> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void destroy(Owner owner) {
        DataKey key = byOwner.remove(owner);
        if (key != null) {
            byId.remove(key.id());
        }
    }
}
