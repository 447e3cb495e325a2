package dev.parley.app.running;

import dev.parley.schemas.codec.PublishedSchema;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other builds the schemas of this one that none has told yet. */
final class SchemaAnnouncement {
    private static final Logger log = LoggerFactory.getLogger(SchemaAnnouncement.class);

    private final Map<String, Object> settings;

    /**
     * @param client properties of every Kafka client
     * @param patience for the broker
     */
    SchemaAnnouncement(Map<String, String> client, Duration patience) {
        settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    }

    /**
     * Returns once what was lacking is written.
     *
     * @param known what is in the topic, by id
     */
    void publish(SchemaCatalogue own, Map<Integer, PublishedSchema> known)
            throws ExecutionException, InterruptedException {
        List<PublishedSchema> lacking = new ArrayList<>();
        for (SchemaCatalogue.Entry entry : own.entries()) {
            PublishedSchema ours = PublishedSchema.of(entry);
            PublishedSchema theirs = known.get(entry.id());
            if (theirs == null) {
                lacking.add(ours);
            } else if (!theirs.says(ours)) {
                log.warn(
                        "Another build means {} v{} by schema id {}, this one {} v{}",
                        theirs.name(),
                        theirs.version(),
                        entry.id(),
                        entry.name(),
                        entry.version());
            }
        }
        if (!lacking.isEmpty()) {
            write(lacking);
        }
    }

    private void write(List<PublishedSchema> schemas)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var written :
                    schemas.stream()
                            .map(
                                    schema ->
                                            producer.send(
                                                    new ProducerRecord<>(
                                                            Topics.SCHEMAS.fullName(),
                                                            schema.key(),
                                                            schema.value())))
                            .toList()) {
                var unused = written.get();
            }
        }
    }
}
