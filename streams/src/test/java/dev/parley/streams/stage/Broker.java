package dev.parley.streams.stage;

import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker with the catalogue's topics, and what tests ask of it. */
public final class Broker implements AutoCloseable {
    public static final int PARTITIONS = 4;

    private final Path folder;
    private final Admin admin;
    private EmbeddedKafka kafka;

    public Broker(Path folder) throws Exception {
        this.folder = folder;
        this.kafka = start();
        this.admin = Admin.create(new HashMap<>(kafka.clientProperties()));
        admin.createTopics(
                        Topics.all().stream()
                                .map(topic -> new NewTopic(topic.fullName(), PARTITIONS, (short) 1))
                                .toList())
                .all()
                .get();
        until("the topics are known everywhere", Duration.ofSeconds(60), this::knowsItsTopics);
    }

    private EmbeddedKafka start() {
        return EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT.unguarded().outliving());
    }

    /** Restarts it without the last part of a partition's log, as after a power cut. */
    public void loseTail(Topic topic, int partition, long bytes) throws IOException {
        kafka.close();
        Path log;
        try (Stream<Path> files = Files.walk(folder)) {
            String name = topic.fullName() + "-" + partition;
            log =
                    files.filter(file -> file.getParent().endsWith(name))
                            .filter(file -> file.toString().endsWith(".log"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
        Files.deleteIfExists(log.getParent().resolveSibling(".kafka_cleanshutdown"));
        kafka = start();
    }

    private boolean knowsItsTopics() {
        try {
            return ends(Topics.all()).size() == Topics.all().size() * PARTITIONS;
        } catch (InterruptedException | ExecutionException e) {
            return false;
        }
    }

    public Map<String, String> client() {
        return kafka.clientProperties();
    }

    /** A group that doesn't exist yet will begin at the topics' present ends. */
    public void beginAtTheEnd(String group, List<Topic> topics) throws Exception {
        admin.alterConsumerGroupOffsets(group, ends(topics)).all().get();
    }

    public Map<TopicPartition, OffsetAndMetadata> ends(List<Topic> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (Topic topic : topics) {
            for (int i = 0; i < PARTITIONS; i++) {
                latest.put(new TopicPartition(topic.fullName(), i), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        admin.listOffsets(latest)
                .all()
                .get()
                .forEach((at, end) -> ends.put(at, new OffsetAndMetadata(end.offset())));
        return ends;
    }

    public long committed(String group, Topic topic, int partition) throws Exception {
        OffsetAndMetadata at =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(topic.fullName(), partition));
        return at == null ? -1 : at.offset();
    }

    /** Changes settings of a topic. */
    public void set(Topic topic, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes =
                settings.entrySet().stream()
                        .map(
                                each ->
                                        new AlterConfigOp(
                                                new ConfigEntry(each.getKey(), each.getValue()),
                                                AlterConfigOp.OpType.SET))
                        .toList();
        admin.incrementalAlterConfigs(
                        Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic.fullName()),
                                changes))
                .all()
                .get();
    }

    /** Has the log forget a partition's records before that offset, as its retention would. */
    public void deleteBefore(Topic topic, int partition, long offset) throws Exception {
        admin.deleteRecords(
                        Map.of(
                                new TopicPartition(topic.fullName(), partition),
                                RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /** Reads everything that is written to the topics from now on. */
    public Consumer<byte[], byte[]> reader(List<Topic> topics) throws Exception {
        Consumer<byte[], byte[]> reader =
                new KafkaConsumer<>(
                        new HashMap<>(client()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        Map<TopicPartition, OffsetAndMetadata> ends = ends(topics);
        reader.assign(ends.keySet());
        ends.forEach((at, end) -> reader.seek(at, end.offset()));
        return reader;
    }

    /** Waits until that is so. */
    public static void until(String what, Duration within, BooleanSupplier so) {
        Instant limit = Instant.now().plus(within);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        kafka.close();
    }
}
