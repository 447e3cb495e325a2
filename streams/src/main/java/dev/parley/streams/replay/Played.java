package dev.parley.streams.replay;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.stage.InMemoryTopology.Written;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What replayed stages wrote, beside what stands as it was recorded. */
final class Played {
    private final Set<String> writers;
    private final Map<Place, Recorded> recorded = new HashMap<>();
    private final Map<Place, Written> written = new LinkedHashMap<>();

    private record Place(Topic topic, EventId id) {}

    /**
     * @param writers the stages whose recorded events don't stand
     */
    Played(Recording recording, Set<String> writers) {
        this.writers = writers;
        recording
                .records()
                .forEach(
                        each ->
                                recorded.putIfAbsent(
                                        new Place(each.topic(), each.envelope().id()), each));
    }

    boolean replays(Envelope<?> event) {
        return writers.contains(event.id().writer());
    }

    /** Takes a new event in; it gets the times that it was recorded with. */
    Written write(Written event) {
        Place place = new Place(event.topic(), event.envelope().id());
        Recorded before = recorded.get(place);
        Written timed = before == null ? event : timed(event, before.envelope());
        written.putIfAbsent(place, timed);
        return timed;
    }

    private static Written timed(Written event, Envelope<?> before) {
        Envelope<?> now = event.envelope();
        return new Written(
                event.topic(),
                new Envelope<>(
                        now.id(),
                        now.session(),
                        now.owner(),
                        before.times(),
                        now.traceparent(),
                        now.event()));
    }

    /** Where an event lies; -1 if it was never recorded. */
    long offset(Written event) {
        Recorded before = recorded.get(new Place(event.topic(), event.envelope().id()));
        return before == null ? -1 : before.offset();
    }

    /**
     * What a record of a topic is this time.
     *
     * @param topic the one it was written to first, for a copy
     * @return empty if it isn't written any more
     */
    Optional<Envelope<?>> now(Topic topic, Envelope<?> event) {
        if (!replays(event)) {
            return Optional.of(event);
        }
        return Optional.ofNullable(written.get(new Place(topic, event.id())))
                .map(Written::envelope);
    }

    List<Written> writtenBy(String stage) {
        return written.values().stream()
                .filter(each -> each.envelope().id().writer().equals(stage))
                .toList();
    }

    /** Events for a topic that were never recorded. */
    List<Written> newOn(Topic topic) {
        return written.values().stream()
                .filter(each -> each.topic().equals(topic) && offset(each) < 0)
                .toList();
    }
}
