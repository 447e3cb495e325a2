package dev.parley.connectors.tools.audit;

import dev.parley.schemas.codec.HashChain;
import dev.parley.streams.audit.ChainedRecord;
import dev.parley.streams.auditing.AuditStore;
import dev.parley.streams.auditing.KeptEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs how far each partition's chain has come: at an interval, and sooner if many entries were
 * kept. It signs nothing that it hasn't found whole: from the last checkpoint on, or from the
 * beginning. On a thread of its own; several processes may do the same.
 */
public final class CheckpointSigner implements AuditStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CheckpointSigner.class);
    private static final int PAGE = 500;

    private final PostgresAudit audit;
    private final AuditKey key;
    private final InstantSource clock;
    private final Duration interval;
    private final int entries;
    private final AtomicInteger keptSince = new AtomicInteger();
    private final Semaphore wanted = new Semaphore(0);
    private final Map<Integer, Long> toldOf = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins at once.
     *
     * @param entries after how many it signs before the interval is over
     */
    public CheckpointSigner(
            PostgresAudit audit,
            AuditKey key,
            InstantSource clock,
            Duration interval,
            int entries) {
        this.audit = audit;
        this.key = key;
        this.clock = clock;
        this.interval = interval;
        this.entries = entries;
        this.thread = Thread.ofVirtual().name("audit-checkpoints").start(this::run);
    }

    @Override
    public void keep(KeptEntry entry) {
        audit.keep(entry);
        if (keptSince.incrementAndGet() >= entries) {
            wanted.release();
        }
    }

    private void run() {
        try {
            while (!closed) {
                boolean unused = wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                wanted.drainPermits();
                keptSince.set(0);
                if (!closed) {
                    signAllQuietly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signAllQuietly() {
        try {
            signAll();
        } catch (RuntimeException away) {
            log.debug("The audit can't be signed now: {}", away.getClass().getName());
        }
    }

    /**
     * Signs what isn't signed yet.
     *
     * @throws dev.parley.streams.stage.PassingFaultException if the store can't be asked
     */
    public synchronized void signAll() {
        for (int partition : audit.partitions()) {
            sign(partition);
        }
    }

    private void sign(int partition) {
        Optional<Checkpoint> last = audit.lastCheckpoint(partition);
        if (last.isPresent() && !key.authority().signed(last.get())) {
            complain(partition, last.get().sequence(), "its last checkpoint isn't signed by us");
            return;
        }
        long next = last.map(checkpoint -> checkpoint.sequence() + 1).orElse(0L);
        byte[] link = last.map(Checkpoint::link).orElseGet(HashChain::beginning);
        long begun = next;
        List<StoredRow> page;
        do {
            page = audit.from(partition, next, PAGE);
            for (StoredRow row : page) {
                ChainedRecord entry = row.record();
                byte[] computed = HashChain.link(link, partition, next, entry.key(), entry.value());
                if (entry.sequence() != next) {
                    // the one before it may still come
                    page = List.of();
                    break;
                }
                if (!Arrays.equals(computed, entry.link())) {
                    complain(partition, next, "its bytes aren't those that were chained");
                    page = List.of();
                    break;
                }
                link = computed;
                next++;
            }
        } while (page.size() == PAGE);
        if (next > begun) {
            audit.keep(key.sign(partition, next - 1, link, clock.instant()));
        }
    }

    /** Once of each. */
    private void complain(int partition, long sequence, String why) {
        Long before = toldOf.put(partition, sequence);
        if (before == null || before != sequence) {
            log.error(
                    "The audit's table is broken at {}/{}: {}. parley audit verify tells more.",
                    partition,
                    sequence,
                    why);
        }
    }

    @Override
    public void close() {
        closed = true;
        wanted.release();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
