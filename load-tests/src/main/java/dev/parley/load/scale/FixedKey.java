package dev.parley.load.scale;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.Keys;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/** One key for everybody, the same in every process, so that no key store is needed. */
public final class FixedKey implements Keys {
    private static final DataKey KEY =
            new DataKey(new UUID(0, 1), new SecretKeySpec(new byte[32], "AES"));

    @Override
    public DataKey of(Owner owner) {
        return KEY;
    }

    @Override
    public Optional<DataKey> find(UUID id) {
        return id.equals(KEY.id()) ? Optional.of(KEY) : Optional.empty();
    }

    @Override
    public void destroy(Owner owner) {
        throw new UnsupportedOperationException("the one key is everybody's");
    }
}
