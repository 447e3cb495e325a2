package dev.parley.streams.stage;

/** Runs a stage. */
public interface StageHost extends AutoCloseable {
    Stage stage();

    /** Begins; returns before the stage is {@link #ready}. */
    void start();

    /** Whether it has its partitions and handles events. */
    boolean ready();

    StageFigures.Snapshot figures();

    /** Hands its partitions over and stops. */
    @Override
    void close();
}
