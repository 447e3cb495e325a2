package dev.parley.streams.stage;

import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.EventId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topology's changelog as a restoring owner does, and finds older states over newer. */
final class Changelog {
    private Changelog() {}

    /**
     * @param entries how many committed states were found
     * @param regressions states that know less than the one before them under the same key
     */
    record Found(int entries, List<String> regressions) {}

    static Found of(Broker broker, String topology) {
        Codec codec = new Codec(StageProcess.keys(), SchemaCatalogue.load());
        Map<String, Map<String, String>> marks = new HashMap<>();
        List<String> regressions = new ArrayList<>();
        int entries = 0;
        for (ConsumerRecord<byte[], byte[]> record : KeptState.committed(broker, topology)) {
            entries++;
            String key = new String(record.key(), StandardCharsets.UTF_8);
            Kept kept = (Kept) codec.decode(record.value());
            Map<String, String> before = marks.put(key, kept.marks());
            if (before != null) {
                before.forEach(
                        (name, mark) -> {
                            if (isOlder(kept.marks().get(name), mark)) {
                                regressions.add(key + " " + name + " after " + mark);
                            }
                        });
            }
        }
        return new Found(entries, regressions);
    }

    private static boolean isOlder(String mark, String before) {
        return mark == null || EventId.parse(mark).compareTo(EventId.parse(before)) < 0;
    }
}
