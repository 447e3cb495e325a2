package dev.parley.app.replay;

import dev.parley.app.topics.KeptRecords;
import dev.parley.app.topics.RecordReader;
import dev.parley.app.topics.TopicRecord;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads sessions' logs from kept records. Only what is committed is seen. */
public final class SessionLogs {
    private final KeptRecords records;

    public SessionLogs(KeptRecords records) {
        this.records = records;
    }

    /**
     * @param sound whether the topics of sound are read too
     * @return empty if no record is of the session
     */
    public Optional<Recording> of(SessionId session, boolean sound) {
        return Optional.ofNullable(read(session, sound).get(session));
    }

    /** Every session's, the oldest first, by what stands in {@code control}. */
    public Map<SessionId, Recording> all(boolean sound) {
        Map<SessionId, Recording> found = read(null, sound);
        found.values().removeIf(each -> each.user().isEmpty());
        return found;
    }

    private Map<SessionId, Recording> read(@Nullable SessionId session, boolean sound) {
        Map<SessionId, List<Recorded>> decoded = new LinkedHashMap<>();
        Map<String, List<Recording.Unreadable>> unreadable = new LinkedHashMap<>();
        for (Topic topic : topics(sound)) {
            try (RecordReader reader = records.reader(topic, session)) {
                reader.fromStart(
                        record -> {
                            TopicRecord.Place at = record.place();
                            switch (record) {
                                case TopicRecord.Decoded(var place, var envelope) ->
                                        decoded.computeIfAbsent(
                                                        envelope.session(),
                                                        missing -> new ArrayList<>())
                                                .add(
                                                        new Recorded(
                                                                topic,
                                                                at.partition(),
                                                                at.offset(),
                                                                envelope));
                                case TopicRecord.Undecodable(var place, String reason) ->
                                        unreadable
                                                .computeIfAbsent(
                                                        at.key(), missing -> new ArrayList<>())
                                                .add(
                                                        new Recording.Unreadable(
                                                                topic,
                                                                at.partition(),
                                                                at.offset(),
                                                                reason));
                            }
                        });
            }
        }
        Map<SessionId, Recording> recordings = new LinkedHashMap<>();
        decoded.forEach(
                (id, events) ->
                        recordings.put(
                                id,
                                new Recording(
                                        id,
                                        events,
                                        unreadable.getOrDefault(id.value(), List.of()))));
        return recordings;
    }

    /** {@code control} first: it tells the sessions in the order in which they began. */
    private static List<Topic> topics(boolean sound) {
        List<Topic> topics = new ArrayList<>(List.of(Topics.CONTROL));
        Topics.ofEvents().stream()
                .filter(topic -> !topic.equals(Topics.CONTROL) && (sound || !topic.audio()))
                .forEach(topics::add);
        return topics;
    }
}
