package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.RetentionConfig;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics of the catalogue on the broker, and checks those that are there. */
final class BrokerTopics {
    private final Map<String, String> client;
    private final int partitions;
    private final RetentionConfig retention;

    BrokerTopics(Map<String, String> client, int partitions, RetentionConfig retention) {
        this.client = client;
        this.partitions = partitions;
        this.retention = retention;
    }

    /**
     * @throws UserError if a topic has another number of partitions than this installation
     */
    void ensure() throws InterruptedException {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing =
                    Topics.all().stream()
                            .filter(topic -> !existing.contains(topic.fullName()))
                            .map(this::described)
                            .toList();
            admin.createTopics(missing).all().get();
            List<Topic> there =
                    Topics.all().stream()
                            .filter(topic -> existing.contains(topic.fullName()))
                            .toList();
            check(admin, there.stream().map(Topic::fullName).toList());
            configure(admin, there);
        } catch (ExecutionException e) {
            throw new UserError("The topics can't be made on the broker: " + e.getCause(), e);
        }
    }

    /** Topics that are there keep as long as they are told to now. */
    private void configure(Admin admin, List<Topic> topics)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Map<String, String>> wanted = new HashMap<>();
        topics.forEach(
                topic ->
                        wanted.put(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic.fullName()),
                                configs(topic)));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> found :
                admin.describeConfigs(wanted.keySet()).all().get().entrySet()) {
            List<AlterConfigOp> operations = new ArrayList<>();
            wanted.getOrDefault(found.getKey(), Map.of())
                    .forEach(
                            (name, value) -> {
                                ConfigEntry entry = found.getValue().get(name);
                                if (entry == null || !value.equals(entry.value())) {
                                    operations.add(
                                            new AlterConfigOp(
                                                    new ConfigEntry(name, value),
                                                    AlterConfigOp.OpType.SET));
                                }
                            });
            if (!operations.isEmpty()) {
                changes.put(found.getKey(), operations);
            }
        }
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private NewTopic described(Topic topic) {
        return new NewTopic(topic.fullName(), Optional.of(partitions), Optional.empty())
                .configs(configs(topic));
    }

    private Map<String, String> configs(Topic topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.cleanup() == Topic.Cleanup.COMPACT
                        ? TopicConfig.CLEANUP_POLICY_COMPACT
                        : TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.of(topic).toMillis()));
        if (RetentionConfig.covers(topic)) {
            configs.put(
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    Long.toString(retention.closedBytes(partitions)));
            configs.put(
                    TopicConfig.SEGMENT_BYTES_CONFIG,
                    Long.toString(retention.segmentBytes(partitions)));
        }
        if (topic.audio()) {
            long segment = topic.retention().toMillis() / 3;
            configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment));
            configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20));
        }
        return configs;
    }

    private void check(Admin admin, List<String> names)
            throws ExecutionException, InterruptedException {
        for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
            if (topic.partitions().size() != partitions) {
                throw new UserError(
                        "Topic %s has %d partitions, but partitions is set to %d: a session's id names its partition, so set partitions to %d, or use another data directory."
                                .formatted(
                                        topic.name(),
                                        topic.partitions().size(),
                                        partitions,
                                        topic.partitions().size()));
            }
        }
    }
}
