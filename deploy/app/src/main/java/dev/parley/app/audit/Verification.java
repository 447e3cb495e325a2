package dev.parley.app.audit;

import dev.parley.connectors.tools.audit.AuditTable;
import dev.parley.connectors.tools.audit.Checkpoint;
import dev.parley.connectors.tools.audit.SigningAuthority;
import dev.parley.connectors.tools.audit.StoredRow;
import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.event.Audit;
import dev.parley.streams.audit.BrokenLink;
import dev.parley.streams.audit.BrokenLink.Kind;
import dev.parley.streams.audit.ChainCheck;
import dev.parley.streams.audit.ChainedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads the whole audit, and compares it with its links, its signatures, and itself. */
final class Verification {
    /** Within which a table follows its topic. */
    private static final Duration CATCHES_UP = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int PAGE = 1000;

    private final Topic topic;
    private final AuditTable table;
    private final List<SigningAuthority> authorities;
    private final Codec codec;
    private final boolean live;
    private final LongConsumer progress;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long inTopic;
    private long inTable;
    private int checkpoints;
    private long signed;
    private long done;

    /** The chains as they lie in the topic. */
    interface Topic {
        List<Integer> partitions();

        /**
         * Hands over all that is there now of a partition, from the start.
         *
         * @return how many offsets that were
         */
        long read(int partition, Consumer<ChainedRecord> to);
    }

    /**
     * @param place the topic or the table
     */
    record Finding(String place, BrokenLink broken) {}

    /**
     * @param records in the topic, up to where it is whole
     * @param rows in the table, up to where it is whole
     * @param checkpoints that are ours
     * @param signed how many records they cover
     * @param findings by partition, the first in each first
     * @param notes what isn't broken, but worth telling
     */
    record Verdict(
            long records,
            long rows,
            int checkpoints,
            long signed,
            List<Finding> findings,
            List<String> notes) {}

    /**
     * @param authorities whose checkpoints count
     * @param live whether the table may still follow the topic
     * @param progress takes how many records were read, of both places
     */
    Verification(
            Topic topic,
            AuditTable table,
            List<SigningAuthority> authorities,
            Codec codec,
            boolean live,
            LongConsumer progress) {
        this.topic = topic;
        this.table = table;
        this.authorities = authorities;
        this.codec = codec;
        this.live = live;
        this.progress = progress;
    }

    Verdict verify() throws InterruptedException {
        TreeSet<Integer> partitions = new TreeSet<>(topic.partitions());
        List<Integer> ofTopic = List.copyOf(partitions);
        partitions.addAll(table.partitions());
        for (int partition : partitions) {
            verify(partition, ofTopic.contains(partition));
        }
        findings.sort(
                Comparator.comparing((Finding each) -> each.broken().partition())
                        .thenComparing(each -> each.broken().sequence()));
        return new Verdict(inTopic, inTable, checkpoints, signed, findings, notes);
    }

    private void verify(int partition, boolean hasTopic) throws InterruptedException {
        ChainCheck.Checkpoints ours = ours(partition);
        Links links = new Links();
        ChainCheck inTopic = new ChainCheck(partition, ours);
        if (hasTopic) {
            done +=
                    topic.read(
                            partition,
                            record -> {
                                long before = inTopic.verified();
                                inTopic.accept(record);
                                if (inTopic.verified() > before) {
                                    links.add(inTopic.link());
                                }
                            });
            progress.accept(done);
        }
        ChainCheck inTable = new ChainCheck(partition, ours);
        long wanted = inTopic.broken().isPresent() ? 0 : inTopic.verified();
        readTable(partition, inTable, links, wanted);
        inTopic.end().ifPresent(broken -> findings.add(new Finding("topic", broken)));
        inTable.end().ifPresent(broken -> findings.add(new Finding("table", broken)));
        this.inTopic += inTopic.verified();
        this.inTable += inTable.verified();
        compare(partition, inTopic, inTable);
    }

    private ChainCheck.Checkpoints ours(int partition) {
        NavigableMap<Long, byte[]> ours = new TreeMap<>();
        for (Checkpoint each : table.checkpoints(partition)) {
            if (authorities.stream()
                    .anyMatch(key -> key.name().equals(each.signer()) && key.signed(each))) {
                ours.put(each.sequence(), each.link());
            } else {
                findings.add(
                        new Finding(
                                "checkpoint",
                                new BrokenLink(
                                        partition,
                                        each.sequence(),
                                        Kind.FORGED_CHECKPOINT,
                                        "the key "
                                                + each.signer()
                                                + " isn't ours, or didn't sign it so")));
            }
        }
        checkpoints += ours.size();
        signed += ours.isEmpty() ? 0 : ours.lastKey() + 1;
        return new ChainCheck.Checkpoints() {
            @Override
            public Optional<byte[]> at(long sequence) {
                return Optional.ofNullable(ours.get(sequence));
            }

            @Override
            public long last() {
                return ours.isEmpty() ? -1 : ours.lastKey();
            }
        };
    }

    /** Of a table that still follows, a row that is missing is awaited, as is its end. */
    private void readTable(int partition, ChainCheck check, Links links, long wanted)
            throws InterruptedException {
        long until = System.nanoTime() + (live ? CATCHES_UP.toNanos() : 0);
        while (System.nanoTime() < until) {
            readTable(partition, check, links, false);
            if (check.broken().isPresent() || check.verified() >= wanted) {
                break;
            }
            Thread.sleep(LOOK_EVERY);
        }
        if (check.broken().isEmpty()) {
            readTable(partition, check, links, true);
        }
    }

    /**
     * @param beyondGaps whether it goes on where a row is missing
     */
    private void readTable(int partition, ChainCheck check, Links links, boolean beyondGaps) {
        long next = check.verified();
        List<StoredRow> page;
        do {
            page = table.from(partition, next, PAGE);
            for (StoredRow row : page) {
                if (row.record().sequence() > next && !beyondGaps) {
                    return;
                }
                read(partition, row, check, links);
                next = row.record().sequence() + 1;
                progress.accept(++done);
            }
        } while (page.size() == PAGE);
    }

    private void read(int partition, StoredRow row, ChainCheck check, Links links) {
        long before = check.verified();
        check.accept(row.record());
        if (check.verified() == before) {
            return;
        }
        if (links.differ(before, check.link())) {
            find(partition, before, Kind.DIFFERS, "the topic has other bytes of it than the table");
        }
        contradiction(row)
                .ifPresent(
                        column ->
                                find(
                                        partition,
                                        before,
                                        Kind.ALTERED,
                                        "its column "
                                                + column
                                                + " says something else than its record"));
    }

    private void find(int partition, long sequence, Kind kind, String why) {
        boolean found =
                findings.stream()
                        .anyMatch(
                                each ->
                                        each.place().equals("table")
                                                && each.broken().partition() == partition
                                                && each.broken().kind() == kind);
        if (!found) {
            findings.add(new Finding("table", new BrokenLink(partition, sequence, kind, why)));
        }
    }

    private Optional<String> contradiction(StoredRow row) {
        try {
            return codec.decode(row.record().value()) instanceof Audit.Entry entry
                    ? row.contradiction(entry)
                    : Optional.empty();
        } catch (CodecException unreadable) {
            return Optional.of("value");
        }
    }

    private void compare(int partition, ChainCheck inTopic, ChainCheck inTable) {
        if (inTopic.broken().isPresent() || inTable.broken().isPresent()) {
            return;
        }
        if (inTable.verified() > inTopic.verified()) {
            findings.add(
                    new Finding(
                            "topic",
                            new BrokenLink(
                                    partition,
                                    inTopic.verified(),
                                    Kind.DROPPED,
                                    "the table has it, the topic doesn't")));
        } else if (inTable.verified() < inTopic.verified()) {
            if (live) {
                findings.add(
                        new Finding(
                                "table",
                                new BrokenLink(
                                        partition,
                                        inTable.verified(),
                                        Kind.DROPPED,
                                        "the topic has it, the table doesn't")));
            } else {
                notes.add(
                        "partition %d: the table has %d of %d records; the others follow when the stage auditing runs"
                                .formatted(partition, inTable.verified(), inTopic.verified()));
            }
        }
    }
}
