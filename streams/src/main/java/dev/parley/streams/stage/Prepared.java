package dev.parley.streams.stage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What comes of an event, ready to be kept and written: no fault can part it any more.
 *
 * @param kept what the store holds under the key from now on; null to leave it as it is
 * @param due when the key's state wants to hear of the time
 */
record Prepared(
        Bytes key,
        byte @Nullable [] kept,
        Optional<Instant> due,
        List<Record<byte[], byte[]>> outputs) {
    private static final Bytes NO_KEY = Bytes.wrap(new byte[0]);

    /** Nothing to be kept, only written. */
    static Prepared written(List<Record<byte[], byte[]>> outputs) {
        return new Prepared(NO_KEY, null, Optional.empty(), outputs);
    }

    static Prepared nothing() {
        return written(List.of());
    }
}
