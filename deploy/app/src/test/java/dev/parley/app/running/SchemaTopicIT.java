package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.RetentionConfig;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.codec.PublishedSchema;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas on a real broker. */
class SchemaTopicIT {
    private static final int PARTITIONS = 3;
    private static final PublishedSchema NEWER = schema(9001, "dev.parley.reply.Sentence");

    @TempDir static Path folder;
    private static EmbeddedKafka kafka;
    private static Map<String, String> client;
    private final SchemaCatalogue own = SchemaCatalogue.load();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT.unguarded());
        client = kafka.clientProperties();
        new BrokerTopics(client, PARTITIONS, RetentionConfig.defaults()).ensure();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aBuildsSchemasAreThereOnceHoweverOftenItStarts() throws Exception {
        // When
        SchemaTopic.open(client, own).close();
        long once = records();
        try (SchemaTopic again = SchemaTopic.open(client, own)) {
            // Then
            assertThat(once).isGreaterThanOrEqualTo(own.entries().size());
            assertThat(records()).isEqualTo(once);
            assertThat(own.entries())
                    .allSatisfy(
                            entry ->
                                    assertThat(again.find(entry.id()))
                                            .hasValueSatisfying(
                                                    found ->
                                                            assertThat(
                                                                            found.says(
                                                                                    PublishedSchema
                                                                                            .of(
                                                                                                    entry)))
                                                                    .isTrue()));
        }
    }

    @Test
    void whatAnotherPublishesLaterIsFoundByItsFirstRecord() throws Exception {
        try (SchemaTopic topic = SchemaTopic.open(client, own)) {
            // Given
            publish(NEWER.key(), NEWER.value());

            // Then
            assertThat(topic.find(NEWER.id())).contains(NEWER);
        }
    }

    @Test
    void garbageAndASecondMeaningChangeNothing() throws Exception {
        try (SchemaTopic topic = SchemaTopic.open(client, own)) {
            // Given
            PublishedSchema first = schema(9002, "dev.parley.reply.Sentence");
            publish("nonsense".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
            publish("9002".getBytes(StandardCharsets.UTF_8), new byte[] {'{'});
            publish(first.key(), first.value());
            publish(first.key(), schema(9002, "dev.parley.reply.Other").value());

            // Then
            assertThat(topic.find(9002)).contains(first);
            assertThat(topic.find(1)).isPresent();
        }
    }

    @Test
    void anIdThatNobodyPublishedIsWaitedForOnceAndShortly() throws Exception {
        try (SchemaTopic topic = SchemaTopic.open(client, own)) {
            // When
            boolean found = topic.find(9999).isPresent();
            long begun = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                found |= topic.find(9999).isPresent();
            }

            // Then
            assertThat(found).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    private static PublishedSchema schema(int id, String name) {
        return new PublishedSchema(
                id,
                name,
                2,
                "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"dev.parley.reply\",\"fields\":[]}"
                        .formatted(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static void publish(byte[] key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        new HashMap<>(client),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var unused =
                    producer.send(new ProducerRecord<>(Topics.SCHEMAS.fullName(), key, value))
                            .get();
        }
    }

    private static long records() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            IntStream.range(0, PARTITIONS)
                    .forEach(
                            i ->
                                    ends.put(
                                            new TopicPartition(Topics.SCHEMAS.fullName(), i),
                                            OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }
}
