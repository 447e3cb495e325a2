package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Says of the sessions of a process that was killed that they are gone, which it could not: else
 * what is due to a user would be sent to where nobody listens. Only for the one gateway of an
 * installation, before it takes sessions.
 */
final class Departures {
    private static final Duration POLL = Duration.ofMillis(100);

    private Departures() {}

    /**
     * @param writer takes one {@link Presence.Left} for each session that arrived and never left
     * @param own tells the arrivals that the killed process wrote
     */
    static void write(
            Map<String, String> client, Wire wire, EventWriter writer, Predicate<EventId> own)
            throws InterruptedException {
        String name = "departures-" + Long.toString(System.currentTimeMillis(), 36);
        for (Envelope<?> arrival : unended(client, wire).values()) {
            if (!own.test(arrival.id())) {
                continue;
            }
            Presence.Arrived there = (Presence.Arrived) arrival.event();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Envelope<Presence.Left> left =
                    new Envelope<>(
                            EventId.of(name, 0),
                            arrival.session(),
                            arrival.owner(),
                            new Times(now, now),
                            null,
                            new Presence.Left(there.user(), there.at()));
            try {
                var unused = writer.write(Topics.PRESENCE, left).get();
            } catch (ExecutionException e) {
                throw new UserError("The broker takes no records: " + e.getCause(), e);
            }
        }
    }

    private static Map<SessionId, Envelope<?>> unended(Map<String, String> client, Wire wire) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<SessionId, Envelope<?>> present = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.PRESENCE.fullName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    follow(present, record, wire);
                }
            }
        }
        return present;
    }

    private static void follow(
            Map<SessionId, Envelope<?>> present, ConsumerRecord<byte[], byte[]> record, Wire wire) {
        Envelope<?> envelope;
        try {
            envelope = wire.decode(record);
        } catch (CodecException e) {
            return;
        }
        switch (envelope.event()) {
            case Presence.Arrived arrived -> present.put(arrived.at(), envelope);
            case Presence.Left left -> present.remove(left.at());
            default -> {}
        }
    }
}
