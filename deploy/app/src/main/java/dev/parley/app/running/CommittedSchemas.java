package dev.parley.app.running;

import dev.parley.connectors.gateway.SchemaRegistryView;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;

import java.util.List;
import java.util.Optional;

/**
 * The committed schemas as a registry shows them. Subjects are named by Confluent's
 * TopicRecordNameStrategy: the topic, a dash, the record's full name; states go by their name
 * alone.
 */
public final class CommittedSchemas implements SchemaRegistryView {
    private final SchemaCatalogue catalogue = SchemaCatalogue.load();

    @Override
    public Optional<String> schema(int id) {
        return catalogue.byId(id).map(SchemaCatalogue.Entry::json);
    }

    @Override
    public List<String> subjects() {
        return catalogue.entries().stream()
                .flatMap(entry -> subjects(entry).stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Version> versions(String subject) {
        return catalogue.entries().stream()
                .filter(entry -> subjects(entry).contains(subject))
                .map(entry -> new Version(entry.version(), entry.id()))
                .toList();
    }

    /** The subjects under which an entry is shown. */
    public static List<String> subjects(SchemaCatalogue.Entry entry) {
        List<String> topics = topics(entry);
        return topics.isEmpty()
                ? List.of(entry.name())
                : topics.stream().map(topic -> topic + "-" + entry.name()).toList();
    }

    /** The topics that carry an entry's records; none if it is a state. */
    public static List<String> topics(SchemaCatalogue.Entry entry) {
        Class<?> type = entry.type();
        if (type == null || !Event.class.isAssignableFrom(type)) {
            return List.of();
        }
        Class<? extends Event> event = type.asSubclass(Event.class);
        return Topics.all().stream()
                .filter(topic -> topic.carries(event))
                .map(Topic::fullName)
                .toList();
    }
}
