package dev.parley.connectors.tools.audit;

import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Digest;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.audit.ChainedRecord;
import dev.parley.streams.auditing.AuditStore;
import dev.parley.streams.auditing.AuditTrail;
import dev.parley.streams.auditing.KeptEntry;
import dev.parley.streams.stage.PassingFaultException;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The audit's entries and checkpoints in PostgreSQL. Safe for use by many threads. */
public final class PostgresAudit implements AuditStore, AuditTrail, AuditTable {
    /** With a statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String ENTRIES = "select * from parley_audit.entries";

    private final Rows rows;

    /**
     * @param connections a pool; {@link AuditSchema} is up to date there
     */
    public PostgresAudit(ConnectionFactory connections) {
        this.rows = new Rows(connections, PATIENCE, new AuditFaults());
    }

    private static final class AuditFaults implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new IllegalStateException("the audit's store refuses a statement", cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new PassingFaultException("the audit's store can't be asked: " + kind, cause);
        }
    }

    @Override
    public void keep(KeptEntry kept) {
        Audit.Entry entry = kept.entry();
        List<Long> added =
                rows.ask(
                        "insert into parley_audit.entries (partition, sequence, link, key, value,"
                                + " at, actor, action, subject, outcome, cause, rule, call,"
                                + " user_id, session, digest) values ($1, $2, $3, $4, $5, $6, $7,"
                                + " $8, $9, $10, $11, nullif($12, ''), nullif($13, ''),"
                                + " nullif($14, ''), nullif($15, ''), nullif($16, ''))"
                                + " on conflict do nothing returning sequence",
                        row -> Objects.requireNonNull(row.get("sequence", Long.class)),
                        kept.partition(),
                        kept.sequence(),
                        kept.link(),
                        kept.key(),
                        kept.value(),
                        time(entry.at()),
                        entry.actor(),
                        entry.action(),
                        entry.subject(),
                        entry.outcome(),
                        entry.cause().toString(),
                        text(entry.rule()),
                        text(entry.call()),
                        text(entry.user()),
                        text(entry.session()),
                        text(entry.digest()));
        if (added.isEmpty() && !isThere(kept)) {
            throw new IllegalStateException(
                    "another entry stands in its place: "
                            + kept.partition()
                            + "/"
                            + kept.sequence());
        }
    }

    private boolean isThere(KeptEntry kept) {
        return rows
                .ask(
                        "select link from parley_audit.entries"
                                + " where partition = $1 and sequence = $2",
                        row -> Objects.requireNonNull(row.get("link", byte[].class)),
                        kept.partition(),
                        kept.sequence())
                .stream()
                .anyMatch(link -> Arrays.equals(link, kept.link()));
    }

    @Override
    public List<KeptEntry> find(Wanted wanted, @Nullable Position before, int most) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        condition(conditions, values, "user_id = $%d", wanted.user());
        condition(conditions, values, "subject = $%d", wanted.subject());
        condition(conditions, values, "action = $%d", wanted.action());
        condition(conditions, values, "outcome = $%d", wanted.outcome());
        condition(conditions, values, "session = $%d", wanted.session());
        condition(conditions, values, "call = $%d", wanted.call());
        condition(conditions, values, "at >= $%d", wanted.since());
        condition(conditions, values, "at < $%d", wanted.until());
        if (before != null) {
            int first = values.size() + 1;
            conditions.add(
                    "(at, partition, sequence) < ($%d, $%d, $%d)"
                            .formatted(first, first + 1, first + 2));
            values.addAll(List.of(time(before.at()), before.partition(), before.sequence()));
        }
        values.add(most);
        return rows.ask(
                ENTRIES
                        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                        + " order by at desc, partition desc, sequence desc limit $"
                        + values.size(),
                PostgresAudit::kept,
                values.toArray());
    }

    private static void condition(
            List<String> conditions, List<Object> values, String condition, @Nullable Object of) {
        if (of != null) {
            values.add(of instanceof Instant time ? time(time) : of.toString());
            conditions.add(condition.formatted(values.size()));
        }
    }

    @Override
    public List<Integer> partitions() {
        return rows.ask(
                "select distinct partition from parley_audit.entries union"
                        + " select distinct partition from parley_audit.checkpoints order by 1",
                row -> Objects.requireNonNull(row.get(0, Integer.class)));
    }

    /** How many entries it has. */
    public long count() {
        return rows.ask(
                        "select count(*) from parley_audit.entries",
                        row -> Objects.requireNonNull(row.get(0, Long.class)))
                .getFirst();
    }

    @Override
    public List<StoredRow> from(int partition, long sequence, int most) {
        return rows.ask(
                ENTRIES + " where partition = $1 and sequence >= $2 order by sequence limit $3",
                PostgresAudit::stored,
                partition,
                sequence,
                most);
    }

    @Override
    public List<Checkpoint> checkpoints(int partition) {
        return rows.ask(
                "select * from parley_audit.checkpoints where partition = $1 order by sequence",
                PostgresAudit::checkpoint,
                partition);
    }

    Optional<Checkpoint> lastCheckpoint(int partition) {
        return rows
                .ask(
                        "select * from parley_audit.checkpoints where partition = $1"
                                + " order by sequence desc limit 1",
                        PostgresAudit::checkpoint,
                        partition)
                .stream()
                .findFirst();
    }

    /** Another process may have been there first. */
    void keep(Checkpoint checkpoint) {
        rows.ask(
                "insert into parley_audit.checkpoints"
                        + " (partition, sequence, link, signed_at, signer, signature)"
                        + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing"
                        + " returning sequence",
                row -> checkpoint,
                checkpoint.partition(),
                checkpoint.sequence(),
                checkpoint.link(),
                time(checkpoint.at()),
                checkpoint.signer(),
                checkpoint.signature());
    }

    private static KeptEntry kept(Row row) {
        return new KeptEntry(
                Objects.requireNonNull(row.get("partition", Integer.class)),
                Objects.requireNonNull(row.get("sequence", Long.class)),
                bytes(row, "link"),
                bytes(row, "key"),
                bytes(row, "value"),
                new Audit.Entry(
                        instant(row, "at"),
                        text(row, "actor"),
                        text(row, "action"),
                        text(row, "subject"),
                        text(row, "outcome"),
                        row.get("rule", String.class),
                        optional(row, "call", CallId::new),
                        EventId.parse(text(row, "cause")),
                        optional(row, "user_id", UserId::new),
                        optional(row, "session", SessionId::new),
                        optional(row, "digest", Digest::new)));
    }

    private static StoredRow stored(Row row) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("at", instant(row, "at").toString());
        for (String column : StoredRow.TEXTS) {
            columns.put(column, text(row.get(column, String.class)));
        }
        return new StoredRow(
                new ChainedRecord(
                        Objects.requireNonNull(row.get("sequence", Long.class)),
                        bytes(row, "link"),
                        bytes(row, "key"),
                        bytes(row, "value")),
                columns);
    }

    private static Checkpoint checkpoint(Row row) {
        return new Checkpoint(
                Objects.requireNonNull(row.get("partition", Integer.class)),
                Objects.requireNonNull(row.get("sequence", Long.class)),
                bytes(row, "link"),
                instant(row, "signed_at"),
                text(row, "signer"),
                bytes(row, "signature"));
    }

    private static <T> @Nullable T optional(Row row, String column, Function<String, T> type) {
        String text = row.get(column, String.class);
        return text == null ? null : type.apply(text);
    }

    private static byte[] bytes(Row row, String column) {
        return Objects.requireNonNull(row.get(column, byte[].class));
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
