package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.auditing.AuditTrail;
import dev.parley.streams.auditing.KeptEntry;
import dev.parley.streams.stage.PassingFaultException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries in a list. */
final class MemoryAuditTrail implements AuditTrail {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::at)
                    .thenComparing(Position::partition)
                    .thenComparing(Position::sequence);

    private final List<KeptEntry> entries = new ArrayList<>();
    volatile boolean away;

    /** One more, a second after the one before. */
    synchronized void add(String user, String action, String tool, String outcome) {
        long number = entries.size();
        entries.add(
                new KeptEntry(
                        0,
                        number,
                        new byte[32],
                        new byte[0],
                        new byte[0],
                        new Audit.Entry(
                                START.plusSeconds(number),
                                user,
                                action,
                                tool,
                                outcome,
                                null,
                                null,
                                EventId.of("dialogue", number),
                                new UserId(user),
                                null,
                                null)));
    }

    @Override
    public synchronized List<KeptEntry> find(Wanted wanted, @Nullable Position before, int most) {
        if (away) {
            throw new PassingFaultException("away", new IllegalStateException());
        }
        return entries.reversed().stream()
                .filter(each -> isWanted(each.entry(), wanted))
                .filter(each -> before == null || ORDER.compare(Position.of(each), before) < 0)
                .limit(most)
                .toList();
    }

    private static boolean isWanted(Audit.Entry entry, Wanted wanted) {
        return (wanted.user() == null || wanted.user().equals(entry.user()))
                && (wanted.subject() == null || wanted.subject().equals(entry.subject()))
                && (wanted.action() == null || wanted.action().equals(entry.action()))
                && (wanted.outcome() == null || wanted.outcome().equals(entry.outcome()))
                && (wanted.since() == null || !entry.at().isBefore(wanted.since()))
                && (wanted.until() == null || entry.at().isBefore(wanted.until()));
    }
}
