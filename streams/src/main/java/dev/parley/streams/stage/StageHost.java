package dev.parley.streams.stage;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Runs a stage. */
public interface StageHost extends AutoCloseable {
    Stage stage();

    /** Begins; returns before the stage is {@link #ready}. */
    void start();

    /**
     * Whether it is a member of its group and handles what it is given; that may be nothing, where
     * there are more members than partitions.
     */
    boolean ready();

    StageFigures.Snapshot figures();

    /**
     * Records that are there and not handled yet, per partition that this process owns; as of about
     * half a second ago.
     */
    Map<TopicPartition, Long> lag();

    /** Hands its partitions over and stops. */
    @Override
    void close();
}
