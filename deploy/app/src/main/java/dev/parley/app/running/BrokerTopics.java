package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics of the catalogue on the broker, and checks those that are there. */
final class BrokerTopics {
    private final Map<String, String> client;
    private final int partitions;

    BrokerTopics(Map<String, String> client, int partitions) {
        this.client = client;
        this.partitions = partitions;
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
            check(
                    admin,
                    Topics.all().stream().map(Topic::fullName).filter(existing::contains).toList());
        } catch (ExecutionException e) {
            throw new UserError("The topics can't be made on the broker: " + e.getCause(), e);
        }
    }

    private NewTopic described(Topic topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.cleanup() == Topic.Cleanup.COMPACT
                        ? TopicConfig.CLEANUP_POLICY_COMPACT
                        : TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().toMillis()));
        if (topic.audio()) {
            long segment = topic.retention().toMillis() / 3;
            configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment));
            configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20));
        }
        return new NewTopic(topic.fullName(), Optional.of(partitions), Optional.empty())
                .configs(configs);
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
