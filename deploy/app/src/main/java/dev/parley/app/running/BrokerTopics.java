package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.RetentionConfig;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
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
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of the catalogue on the broker, and checks those that are there. */
public final class BrokerTopics {
    private static final Duration MADE_WITHIN = Duration.ofSeconds(10);

    private final Map<String, String> client;
    private final int partitions;
    private final RetentionConfig retention;

    public BrokerTopics(Map<String, String> client, int partitions, RetentionConfig retention) {
        this.client = client;
        this.partitions = partitions;
        this.retention = retention;
    }

    /**
     * Makes what is missing, and has those that are there keep as long as they shall now; several
     * processes may do so at once.
     *
     * @return the names of those that were made
     * @throws UserError if a topic has another number of partitions than this installation
     */
    public List<String> ensure() throws InterruptedException {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            List<NewTopic> missing = missing(admin).stream().map(this::described).toList();
            try {
                admin.createTopics(missing).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            awaitAll(admin);
            check(admin);
            configure(admin);
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException e) {
            throw new UserError("The topics can't be made on the broker: " + e.getCause(), e);
        }
    }

    /** Of several that make the topics at once, those that come second wait for the first. */
    private void awaitAll(Admin admin) throws ExecutionException, InterruptedException {
        long until = System.nanoTime() + MADE_WITHIN.toNanos();
        while (!missing(admin).isEmpty() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
    }

    /**
     * @throws UserError if a topic is missing, or has another number of partitions than this
     *     installation
     */
    public void check() throws InterruptedException {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            List<Topic> missing = missing(admin);
            if (!missing.isEmpty()) {
                throw new UserError(
                        "The broker has no topic %s: make the topics with parley topics create."
                                .formatted(
                                        String.join(
                                                ", ",
                                                missing.stream().map(Topic::fullName).toList())));
            }
            check(admin);
        } catch (ExecutionException e) {
            throw new UserError("The topics can't be looked at: " + e.getCause(), e);
        }
    }

    private static List<Topic> missing(Admin admin)
            throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        return Topics.all().stream().filter(topic -> !existing.contains(topic.fullName())).toList();
    }

    private void configure(Admin admin) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Map<String, String>> wanted = new HashMap<>();
        Topics.all()
                .forEach(
                        topic ->
                                wanted.put(
                                        new ConfigResource(
                                                ConfigResource.Type.TOPIC, topic.fullName()),
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

    private void check(Admin admin) throws ExecutionException, InterruptedException {
        List<String> names = Topics.all().stream().map(Topic::fullName).toList();
        for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
            if (topic.partitions().size() != partitions) {
                throw new UserError(
                        "Topic %s has %d partitions, but partitions is set to %d: a session's id names its partition, so set partitions to %d (PARLEY_PARTITIONS), or use another data directory or broker."
                                .formatted(
                                        topic.name(),
                                        topic.partitions().size(),
                                        partitions,
                                        topic.partitions().size()));
            }
        }
    }
}
