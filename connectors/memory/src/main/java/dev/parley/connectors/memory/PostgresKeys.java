package dev.parley.connectors.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Users' and sessions' keys in PostgreSQL, wrapped by the master key.
 *
 * <p>A key that was looked up a moment ago costs a lock-free map look-up and no allocation; another
 * one a round trip or two, which block the caller. A server that is away is a {@link
 * KeyStoreException} within about ten seconds; keys that are still held go on working.
 */
public final class PostgresKeys implements Keys {
    private static final int KEY_BYTES = 32;

    /** With a statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final Rows rows;
    private final MasterKey master;
    private final Cache<Owner, Optional<DataKey>> byOwner;
    private final Cache<UUID, Optional<DataKey>> byId;

    /** Counts destructions, so that a key read just before one isn't held after it. */
    private final AtomicLong destroyed = new AtomicLong();

    /** Row of {@code data_keys}; without a wrapped key it is a tombstone. */
    private record Stored(UUID id, String owner, byte @Nullable [] wrapped) {
        static Stored of(Row row) {
            return new Stored(
                    Objects.requireNonNull(row.get("id", UUID.class)),
                    Objects.requireNonNull(row.get("owner", String.class)),
                    row.get("wrapped", byte[].class));
        }
    }

    /**
     * @param connections a pool; {@link KeySchema} is up to date there
     */
    public PostgresKeys(ConnectionFactory connections, MasterKey master, KeyCaching caching) {
        this(connections, master, caching, Ticker.systemTicker());
    }

    PostgresKeys(
            ConnectionFactory connections, MasterKey master, KeyCaching caching, Ticker ticker) {
        this.rows = new Rows(connections, PATIENCE, new Away());
        this.master = master;
        this.byOwner = cache(caching, ticker);
        this.byId = cache(caching, ticker);
    }

    /** Whatever it is, the key can't be had. */
    static final class Away implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new KeyStoreException(
                    "the key store refuses a statement: " + cause.getClass().getSimpleName(),
                    cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new KeyStoreException("the key store can't be reached: " + kind, cause);
        }
    }

    private static <K> Cache<K, Optional<DataKey>> cache(KeyCaching caching, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(caching.most())
                .expireAfter(
                        Expiry.<K, Optional<DataKey>>writing(
                                (name, key) ->
                                        key.isPresent() ? caching.present() : caching.absent()))
                .ticker(ticker)
                .build();
    }

    /**
     * Checks at start that the stored keys were wrapped by this master key.
     *
     * @throws IllegalStateException if they weren't: nothing could be read, and what is written
     *     from now on would be split between two master keys
     */
    public void checkMasterKey() {
        for (Stored stored :
                rows.ask(
                        "select id, owner, wrapped from parley_keys.data_keys"
                                + " where wrapped is not null order by created_at limit 1",
                        Stored::of)) {
            unwrapped(stored);
        }
    }

    @Override
    public DataKey of(Owner owner) {
        Optional<DataKey> held = byOwner.getIfPresent(owner);
        return (held != null ? held : lookUpOrMake(owner)).orElseThrow(KeyDestroyedException::new);
    }

    private Optional<DataKey> lookUpOrMake(Owner owner) {
        long before = destroyed.get();
        String name = owner.text();
        Stored stored = stored(name).orElseGet(() -> made(name));
        Optional<DataKey> key =
                stored.wrapped() == null ? Optional.empty() : Optional.of(unwrapped(stored));
        byOwner.put(owner, key);
        byId.put(stored.id(), key);
        if (destroyed.get() != before) {
            byOwner.invalidate(owner);
            byId.invalidate(stored.id());
        }
        return key;
    }

    private Optional<Stored> stored(String owner) {
        return rows
                .ask(
                        "select id, owner, wrapped from parley_keys.data_keys where owner = $1",
                        Stored::of,
                        owner)
                .stream()
                .findFirst();
    }

    /** Of several who make an owner's first key at once, one wins, and all read the same row. */
    private Stored made(String owner) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        UUID id = UUID.randomUUID();
        rows.ask(
                "insert into parley_keys.data_keys (id, owner, wrapped) values ($1, $2, $3)"
                        + " on conflict (owner) do nothing returning id, owner, wrapped",
                Stored::of,
                id,
                owner,
                master.wrap(id, owner, secret));
        return stored(owner)
                .orElseThrow(() -> new KeyStoreException("a key that was just made is missing"));
    }

    @Override
    public Optional<DataKey> find(UUID id) {
        Optional<DataKey> held = byId.getIfPresent(id);
        return held != null ? held : lookUp(id);
    }

    private Optional<DataKey> lookUp(UUID id) {
        long before = destroyed.get();
        Optional<DataKey> key =
                rows
                        .ask(
                                "select id, owner, wrapped from parley_keys.data_keys"
                                        + " where id = $1 and wrapped is not null",
                                Stored::of,
                                id)
                        .stream()
                        .findFirst()
                        .map(this::unwrapped);
        byId.put(id, key);
        if (destroyed.get() != before) {
            byId.invalidate(id);
        }
        return key;
    }

    @Override
    public void destroy(Owner owner) {
        List<Stored> tombstones =
                rows.ask(
                        "insert into parley_keys.data_keys (id, owner, destroyed_at)"
                                + " values ($1, $2, now()) on conflict (owner) do update set"
                                + " wrapped = null,"
                                + " destroyed_at = coalesce(data_keys.destroyed_at, now())"
                                + " returning id, owner, wrapped",
                        Stored::of,
                        UUID.randomUUID(),
                        owner.text());
        destroyed.incrementAndGet();
        byOwner.invalidate(owner);
        tombstones.forEach(tombstone -> byId.invalidate(tombstone.id()));
    }

    private DataKey unwrapped(Stored stored) {
        byte[] wrapped = Objects.requireNonNull(stored.wrapped());
        byte[] secret = master.unwrap(stored.id(), stored.owner(), wrapped);
        return new DataKey(stored.id(), new SecretKeySpec(secret, "AES"));
    }
}
