package dev.parley.streams.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits, per partition, the lowest offset that is unfinished or still held by a lane, and what is
 * finished beyond it. Of the polling thread alone.
 */
final class Commits {
    private static final Logger log = LoggerFactory.getLogger(Commits.class);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final String stage;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Progress> progress;
    private final SessionLanes lanes;

    Commits(
            String stage,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Progress> progress,
            SessionLanes lanes) {
        this.stage = stage;
        this.consumer = consumer;
        this.progress = progress;
        this.lanes = lanes;
    }

    /** Returns before the broker has it. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> news = news(progress.keySet());
        if (!news.isEmpty()) {
            consumer.commitAsync(
                    news,
                    (offsets, fault) -> {
                        if (fault != null) {
                            notCommitted(offsets.keySet(), fault);
                        }
                    });
        }
    }

    /** Returns once the broker has it, or after a second. */
    void commitNow(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> news = news(partitions);
        if (news.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(news, AT_ONCE);
        } catch (KafkaException fault) {
            notCommitted(news.keySet(), fault);
        }
    }

    private void notCommitted(Collection<TopicPartition> partitions, Exception fault) {
        log.info("{}: not committed: {}", stage, fault.getClass().getName());
        for (TopicPartition partition : partitions) {
            Progress at = progress.get(partition);
            if (at != null) {
                at.notCommitted();
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> news(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Progress at = progress.get(partition);
            if (at != null) {
                OffsetAndMetadata reached =
                        at.reached(
                                () -> lanes.heldFrom(partition.topic(), partition.partition(), at));
                if (at.committing(reached)) {
                    news.put(partition, reached);
                }
            }
        }
        return news;
    }
}
