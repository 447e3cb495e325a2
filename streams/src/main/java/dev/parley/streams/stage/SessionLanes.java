package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of a stage, one per session and partition. Of the polling thread alone. */
final class SessionLanes {
    private static final Logger log = LoggerFactory.getLogger(SessionLanes.class);

    private final Transform stage;
    private final SessionLane.Surroundings around;
    private final String firstTopic;
    private final Map<Integer, Map<SessionId, SessionLane>> partitions = new HashMap<>();

    SessionLanes(Transform stage, SessionLane.Surroundings around) {
        this.stage = stage;
        this.around = around;
        this.firstTopic = stage.reads().getFirst().fullName();
    }

    /**
     * Gives a record to its session's lane, which is opened if need be.
     *
     * @param room bytes that may wait in a lane
     */
    void offer(ConsumerRecord<byte[], byte[]> record, Progress at, long room) {
        boolean again = at.read(record);
        if (at.finishedBefore(record.offset())) {
            return;
        }
        SessionId session = session(record);
        Map<SessionId, SessionLane> lanes =
                partitions.computeIfAbsent(record.partition(), missing -> new HashMap<>());
        SessionLane lane = lanes.get(session);
        if (lane == null) {
            if (again) {
                return;
            }
            lane = new SessionLane(stage, session, at.attempt(), around);
            if (mayHaveMissed(at)) {
                lane.missed();
            }
            lanes.put(session, lane);
        }
        lane.offer(record, at, room);
    }

    /** A session that had a lane since the gap, and then was idle for long, was told of it. */
    private boolean mayHaveMissed(Progress at) {
        return at.gapSince(around.clock().instant().minus(around.pace().idle()));
    }

    /** Whose record it is; a key that names none is nobody's. */
    static SessionId session(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.key() != null) {
                return new SessionId(new String(record.key(), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            log.debug("no session's key on {}", record.topic());
        }
        return SessionId.on(record.partition(), "nobody");
    }

    /** Applies it to the session's lane, if there is one; the others learn it as they open. */
    void cancel(int partition, SessionId session, Cancellation.ReplyCancelled cancellation) {
        SessionLane lane = partitions.getOrDefault(partition, Map.of()).get(session);
        if (lane != null) {
            lane.cancel(cancellation);
        }
    }

    /** The lowest offset that a lane still needs; {@link Long#MAX_VALUE} if there is none. */
    long heldFrom(String topic, int partition, Progress at) {
        boolean first = topic.equals(firstTopic);
        long lowest = Long.MAX_VALUE;
        if (first || at.lanesBehind().get() > 0) {
            for (SessionLane lane : partitions.getOrDefault(partition, Map.of()).values()) {
                lowest = Math.min(lowest, lane.heldFrom(at, first));
            }
        }
        return lowest;
    }

    /**
     * Where to read again for the lanes that left records and have room now. They count on it; a
     * partition must have been read to its end since the last time.
     *
     * @return {@link Long#MAX_VALUE} if nowhere
     */
    long readAgain(int partition, Progress at, long room) {
        long lowest = Long.MAX_VALUE;
        for (SessionLane lane : partitions.getOrDefault(partition, Map.of()).values()) {
            lane.caughtUp(at);
            long from = lane.wants(at, room);
            if (from != Long.MAX_VALUE) {
                lane.readsAgain(at);
                lowest = Math.min(lowest, from);
            }
        }
        return lowest;
    }

    /** Records of that partition were lost unread. */
    void missed(int partition) {
        partitions.getOrDefault(partition, Map.of()).values().forEach(SessionLane::missed);
    }

    /** Nothing further is begun there. */
    void stop(IntPredicate partition) {
        partitions.forEach(
                (number, lanes) -> {
                    if (partition.test(number)) {
                        lanes.values().forEach(SessionLane::stop);
                    }
                });
    }

    boolean busy(IntPredicate partition) {
        return partitions.entrySet().stream()
                .filter(each -> partition.test(each.getKey()))
                .flatMap(each -> each.getValue().values().stream())
                .anyMatch(SessionLane::busy);
    }

    void drop(int partition) {
        Map<SessionId, SessionLane> gone = partitions.remove(partition);
        if (gone != null) {
            gone.values().forEach(SessionLane::drop);
        }
    }

    /**
     * Closes the lanes that nobody used since {@code idle}, and, where records flow, those that
     * hold progress back and weren't used since {@code forsaken}.
     */
    void sweep(Instant idle, Instant forsaken, IntPredicate flowing) {
        partitions.forEach(
                (number, lanes) ->
                        lanes.values()
                                .removeIf(
                                        lane -> {
                                            boolean gone =
                                                    lane.idleSince(idle)
                                                            || (lane.holds()
                                                                    && flowing.test(number)
                                                                    && lane.idleSince(forsaken));
                                            if (gone) {
                                                lane.drop();
                                            }
                                            return gone;
                                        }));
    }

    int size() {
        return partitions.values().stream().mapToInt(Map::size).sum();
    }
}
