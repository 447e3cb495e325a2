package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.RetentionConfig;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTopicsIT {
    private static final int PARTITIONS = 2;

    @Test
    void topicsThatAreThereKeepWhatTheyAreToldToNow(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT.unguarded())) {
            // Given
            Map<String, String> client = kafka.clientProperties();
            new BrokerTopics(client, PARTITIONS, RetentionConfig.defaults()).ensure();
            RetentionConfig less = new RetentionConfig(Duration.ofDays(2), 1L << 30);

            // When
            new BrokerTopics(client, PARTITIONS, less).ensure();

            // Then
            try (Admin admin = Admin.create(new HashMap<>(client))) {
                await(admin, Duration.ofDays(2));
                long most = 0;
                for (Topic topic : Topics.all()) {
                    Config config = config(admin, topic);
                    if (RetentionConfig.covers(topic)) {
                        assertThat(number(config, TopicConfig.RETENTION_MS_CONFIG))
                                .as(topic.name())
                                .isEqualTo(Duration.ofDays(2).toMillis());
                        most +=
                                PARTITIONS
                                        * (number(config, TopicConfig.RETENTION_BYTES_CONFIG)
                                                + number(config, TopicConfig.SEGMENT_BYTES_CONFIG));
                    } else {
                        assertThat(number(config, TopicConfig.RETENTION_MS_CONFIG))
                                .as(topic.name())
                                .isEqualTo(topic.retention().toMillis());
                        assertThat(number(config, TopicConfig.RETENTION_BYTES_CONFIG))
                                .as(topic.name())
                                .isEqualTo(-1);
                    }
                }
                assertThat(most).isBetween(less.disk() / 10 * 9, less.disk());
            }
        }
    }

    /** The broker learns of a change a moment after it was accepted. */
    private static void await(Admin admin, Duration retention) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Topic last = Topics.SHADOW_INTENT;
        while (number(config(admin, last), TopicConfig.RETENTION_MS_CONFIG) != retention.toMillis()
                && System.nanoTime() < until) {
            Thread.sleep(20);
        }
    }

    private static Config config(Admin admin, Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.fullName());
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static long number(Config config, String name) {
        return Long.parseLong(config.get(name).value());
    }
}
