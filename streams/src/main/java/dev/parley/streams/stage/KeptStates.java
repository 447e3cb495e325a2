package dev.parley.streams.stage;

import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A topology's store, with what it holds decoded. */
final class KeptStates<S> {
    private final Topology<S> topology;
    private final Codec codec;
    private final KeyValueStore<Bytes, byte[]> store;

    KeptStates(Topology<S> topology, Codec codec, KeyValueStore<Bytes, byte[]> store) {
        this.topology = topology;
        this.codec = codec;
        this.store = store;
    }

    /**
     * @throws CodecException if this build can't read it
     */
    Optional<Kept> load(Bytes key) {
        byte[] bytes = store.get(key);
        return bytes == null ? Optional.empty() : Optional.of(kept(bytes));
    }

    Kept kept(byte[] bytes) {
        return decode(bytes, Kept.class);
    }

    /**
     * @throws CodecException if this build can't read it
     */
    S state(Kept kept) {
        return decode(kept.state(), topology.stateType());
    }

    /**
     * @throws CodecException if it would not fit into a record of the changelog
     */
    byte[] encode(Map<String, String> marks, SessionId session, Owner owner, S state) {
        Kept kept = new Kept(marks, session.value(), owner.text(), codec.encode(state, owner));
        byte[] bytes = codec.encode(kept, owner);
        if (bytes.length > OutputRecords.MOST_BYTES) {
            throw new CodecException("the state would take " + bytes.length + " bytes");
        }
        return bytes;
    }

    void put(Bytes key, byte[] kept) {
        store.put(key, kept);
    }

    void forEach(BiConsumer<Bytes, byte[]> reader) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                reader.accept(entry.key, entry.value);
            }
        }
    }

    private <T> T decode(byte[] bytes, Class<T> type) {
        Object decoded = codec.decode(bytes);
        if (!type.isInstance(decoded)) {
            throw new CodecException("the state is of a type that this build doesn't know");
        }
        return type.cast(decoded);
    }
}
