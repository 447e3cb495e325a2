package dev.parley.streams.stage;

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

    /** Hands its partitions over and stops. */
    @Override
    void close();
}
