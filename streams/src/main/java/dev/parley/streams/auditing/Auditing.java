package dev.parley.streams.auditing;

import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.stage.Transform;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what {@code audit} says in a store. */
public final class Auditing implements Transform {
    private static final Logger log = LoggerFactory.getLogger(Auditing.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final AuditStore store;
    private final Duration firstPause;

    public Auditing(AuditStore store) {
        this(store, Duration.ofMillis(100));
    }

    /**
     * @param firstPause before a store that is away is asked again; it grows up to five seconds
     */
    Auditing(AuditStore store, Duration firstPause) {
        this.store = store;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return "auditing";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.AUDIT);
    }

    @Override
    public List<Topic> writes() {
        return List.of();
    }

    @Override
    public boolean ofCommitted() {
        return true;
    }

    @Override
    public Lane open(SessionId session) {
        return (delivery, out) -> {
            if (delivery.event() instanceof Audit.Entry entry) {
                keep(kept(delivery, entry));
            }
        };
    }

    private static KeptEntry kept(Delivery delivery, Audit.Entry entry) {
        ConsumerRecord<byte[], byte[]> record = delivery.record();
        if (record == null) {
            throw new IllegalStateException("an entry is kept as it lies in the log");
        }
        HashChain.Place place =
                HashChain.place(record.headers())
                        .orElseThrow(() -> new IllegalStateException("the entry is in no chain"));
        return new KeptEntry(
                record.partition(),
                place.sequence(),
                place.link(),
                record.key(),
                record.value(),
                entry);
    }

    /**
     * A store that is away is waited for, since what was given up here would be missing for ever.
     * What can't be taken up meanwhile waits in the log.
     */
    private void keep(KeptEntry entry) throws InterruptedException {
        Duration pause = firstPause;
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                store.keep(entry);
                return;
            } catch (PassingFaultException away) {
                if (waited.compareTo(PATIENCE) >= 0) {
                    throw away;
                }
                if (waited.isZero()) {
                    log.warn("The audit's store is away; entries wait in the log");
                }
            }
            Thread.sleep(pause);
            waited = waited.plus(pause);
            pause = min(pause.multipliedBy(3), LONGEST_PAUSE);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
