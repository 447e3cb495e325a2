package dev.parley.app.topics;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.util.Comparator;

/** A record of a topic, decoded or with the reason why it could not be. */
public sealed interface TopicRecord {
    /** The order in which records of several partitions came about. */
    Comparator<TopicRecord> BY_TIME =
            Comparator.comparing((TopicRecord record) -> record.place().time())
                    .thenComparing(record -> record.place().partition())
                    .thenComparing(record -> record.place().offset());

    Place place();

    /**
     * Where it lies.
     *
     * @param time of the record, to the millisecond
     * @param key as text
     */
    record Place(Topic topic, int partition, long offset, Instant time, String key) {}

    record Decoded(Place place, Envelope<?> envelope) implements TopicRecord {}

    /**
     * @param reason holds nothing of the record's content
     */
    record Undecodable(Place place, String reason) implements TopicRecord {}
}
