package dev.parley.app.config;

import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * How long conversations are kept for replay, and in how much room. The room is shared out evenly
 * among the partitions of the topics that hold them; one that is full loses its oldest records
 * early. Sound is kept for minutes and the audit for ever: neither counts.
 */
public record RetentionConfig(
        @Setting("how long conversations are kept for replay") Duration conversations,
        @Setting(value = "the most disk that kept conversations take", unit = "bytes") long disk) {
    /** With less, a partition would hold hardly more than it is writing. */
    private static final long LEAST_PER_PARTITION = 4L << 20;

    private static final long LARGEST_SEGMENT = 64L << 20;

    public RetentionConfig {
        if (conversations.toMinutes() < 60) {
            throw new IllegalArgumentException("conversations must be kept for at least 1 h");
        }
        if (disk < 0) {
            throw new IllegalArgumentException("disk can't be negative");
        }
    }

    public static RetentionConfig defaults() {
        return new RetentionConfig(Duration.ofDays(7), 4L << 30);
    }

    /** Whether a topic holds conversations. */
    public static boolean covers(Topic topic) {
        return !topic.audio() && !topic.retention().equals(Topic.UNLIMITED);
    }

    /** How long a topic's records are kept. */
    public Duration of(Topic topic) {
        return covers(topic) ? conversations : topic.retention();
    }

    /**
     * The most bytes of a partition's closed segments; with the segment that is being written it
     * stays within its share.
     */
    public long closedBytes(int partitions) {
        return share(partitions) - segmentBytes(partitions);
    }

    /** The size of a segment: only whole ones are deleted. */
    public long segmentBytes(int partitions) {
        return Math.min(LARGEST_SEGMENT, share(partitions) / 4);
    }

    /** The least that {@code disk} may be for so many partitions a topic. */
    static long least(int partitions) {
        return LEAST_PER_PARTITION * topics() * partitions;
    }

    private long share(int partitions) {
        return disk / (topics() * partitions);
    }

    private static long topics() {
        return Topics.all().stream().filter(RetentionConfig::covers).count();
    }
}
