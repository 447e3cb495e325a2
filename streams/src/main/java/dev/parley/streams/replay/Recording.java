package dev.parley.streams.replay;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session's log: its events on every topic, those of a topic in the order of their offsets.
 *
 * @param records in the order of the catalogue, then of offsets
 * @param unreadable records that couldn't be decoded
 */
public record Recording(SessionId session, List<Recorded> records, List<Unreadable> unreadable) {
    /**
     * A record that couldn't be decoded.
     *
     * @param reason holds nothing of its content
     */
    public record Unreadable(Topic topic, int partition, long offset, String reason) {}

    public Recording {
        Map<Topic, Integer> order = new HashMap<>();
        Topics.all().forEach(topic -> order.put(topic, order.size()));
        List<Recorded> sorted = new ArrayList<>(records);
        sorted.sort(
                Comparator.comparingInt(
                                (Recorded each) ->
                                        order.getOrDefault(each.topic(), Integer.MAX_VALUE))
                        .thenComparingInt(Recorded::partition)
                        .thenComparingLong(Recorded::offset));
        records = List.copyOf(sorted);
        unreadable = List.copyOf(unreadable);
    }

    /** What a topic holds of the session, in order. */
    public List<Recorded> of(Topic topic) {
        return records.stream().filter(each -> each.topic().equals(topic)).toList();
    }

    /** Whose session it is; empty if its beginning isn't there. */
    public Optional<UserId> user() {
        return of(Topics.CONTROL).stream()
                .map(each -> each.envelope().event())
                .filter(Control.SessionStarted.class::isInstance)
                .map(event -> ((Control.SessionStarted) event).user())
                .findFirst();
    }

    /** Whether the session has ended, so that nothing more comes. */
    public boolean ended() {
        return of(Topics.CONTROL).stream()
                .anyMatch(each -> each.envelope().event() instanceof Control.SessionEnded);
    }

    /** Whether a personal value in it can't be read any more, its key being destroyed. */
    public boolean erased() {
        return records.stream()
                .flatMap(each -> Fields.of(each.envelope().event()).values().stream())
                .anyMatch(Fields.ERASED::equals);
    }
}
