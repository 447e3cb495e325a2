package dev.parley.streams.stage;

import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Makes links of what a task writes to its chained topic. How far the chain has come stands in the
 * task's store, so that it is kept or lost together with what was written. For the stream thread.
 */
final class ChainedOutputs {
    /** No session's and no user's: ids don't begin with a zero. */
    static final Bytes KEY = Bytes.wrap("\0chain".getBytes(StandardCharsets.UTF_8));

    /** Of a record that is about no session of its partition. */
    static final String NOBODY = "nobody";

    private final Topic topic;
    private final int partition;
    private final Codec codec;
    private final KeyValueStore<Bytes, byte[]> store;

    ChainedOutputs(Topic topic, int partition, Codec codec, KeyValueStore<Bytes, byte[]> store) {
        this.topic = topic;
        this.partition = partition;
        this.codec = codec;
        this.store = store;
    }

    /**
     * Which session a record for the chained topic is keyed by: its own, if that lies on this
     * partition.
     *
     * @param key of the input, which stands for one that doesn't
     */
    SessionId keyed(SessionId session, byte[] key) {
        return session.partition() == partition
                ? session
                : SessionId.on(partition, NOBODY + "-" + UUID.nameUUIDFromBytes(key));
    }

    /** Makes the record the next link, if it is for the chained topic. */
    Record<byte[], byte[]> linked(Record<byte[], byte[]> record) {
        if (!isChained(record)) {
            return record;
        }
        ChainHead last = head();
        byte[] link =
                HashChain.link(last.link(), partition, last.next(), record.key(), record.value());
        HashChain.mark(record.headers(), new HashChain.Place(last.next(), link));
        store.put(
                KEY,
                codec.encode(
                        new ChainHead(last.next() + 1, link),
                        new Owner.Session(SessionId.on(partition, NOBODY))));
        return record;
    }

    private boolean isChained(Record<byte[], byte[]> record) {
        Header to = record.headers().lastHeader(OutputRecords.TO);
        return new String(to.value(), StandardCharsets.UTF_8).equals(topic.fullName());
    }

    private ChainHead head() {
        byte[] kept = store.get(KEY);
        if (kept == null) {
            return new ChainHead(0, HashChain.beginning());
        }
        if (codec.decode(kept) instanceof ChainHead read) {
            return read;
        }
        throw new CodecException("the chain's head is of a type that this build doesn't know");
    }
}
