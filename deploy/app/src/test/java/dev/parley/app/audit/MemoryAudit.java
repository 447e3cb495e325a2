package dev.parley.app.audit;

import dev.parley.connectors.tools.audit.AuditTable;
import dev.parley.connectors.tools.audit.Checkpoint;
import dev.parley.connectors.tools.audit.StoredRow;
import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.streams.audit.ChainedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A topic and a table of the same chains, open to whatever somebody does to them. */
final class MemoryAudit implements Verification.Topic, AuditTable {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    final Codec codec = new Codec(new EphemeralKeys(), SchemaCatalogue.load());
    final Map<Integer, List<ChainedRecord>> topic = new TreeMap<>();
    final Map<Integer, List<StoredRow>> rows = new TreeMap<>();
    final Map<Integer, List<Checkpoint>> signed = new HashMap<>();
    private final String subject;

    MemoryAudit() {
        this("clock");
    }

    /**
     * @param subject of each entry
     */
    MemoryAudit(String subject) {
        this.subject = subject;
    }

    /** Writes some entries to both places. */
    void write(int partition, int entries) {
        List<ChainedRecord> chain = topic.computeIfAbsent(partition, missing -> new ArrayList<>());
        for (int i = 0; i < entries; i++) {
            long number = chain.size();
            SessionId session = SessionId.on(partition, "talk" + number % 3);
            Audit.Entry entry =
                    new Audit.Entry(
                            START.plusSeconds(number),
                            "anna",
                            "tool.requested",
                            subject,
                            "pending",
                            null,
                            null,
                            EventId.of("dialogue", number),
                            new UserId("anna"),
                            session,
                            null);
            byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
            byte[] value = codec.encode(entry, new Owner.Session(session));
            byte[] before = chain.isEmpty() ? HashChain.beginning() : chain.getLast().link();
            ChainedRecord record =
                    new ChainedRecord(
                            number,
                            HashChain.link(before, partition, number, key, value),
                            key,
                            value);
            chain.add(record);
            rows.computeIfAbsent(partition, missing -> new ArrayList<>())
                    .add(new StoredRow(record, columns(entry)));
        }
    }

    private static Map<String, String> columns(Audit.Entry entry) {
        Map<String, String> columns = new HashMap<>();
        columns.put("at", entry.at().toString());
        columns.put("actor", entry.actor());
        columns.put("action", entry.action());
        columns.put("subject", entry.subject());
        columns.put("outcome", entry.outcome());
        columns.put("rule", "");
        columns.put("call", "");
        columns.put("cause", entry.cause().toString());
        columns.put("user_id", "anna");
        columns.put("session", String.valueOf(entry.session()));
        columns.put("digest", "");
        return columns;
    }

    @Override
    public List<Integer> partitions() {
        return List.copyOf(topic.keySet());
    }

    @Override
    public long read(int partition, Consumer<ChainedRecord> to) {
        topic.getOrDefault(partition, List.of()).forEach(to);
        return topic.getOrDefault(partition, List.of()).size();
    }

    @Override
    public List<StoredRow> from(int partition, long sequence, int most) {
        return rows.getOrDefault(partition, List.of()).stream()
                .filter(row -> row.record().sequence() >= sequence)
                .limit(most)
                .toList();
    }

    @Override
    public List<Checkpoint> checkpoints(int partition) {
        return signed.getOrDefault(partition, List.of());
    }
}
