package dev.parley.load.scale;

import java.util.List;

/** What one session says, and what must be heard of it. */
public interface Script {
    /** Samples of a record: 60 ms at 16 kHz. */
    int RECORD = 960;

    int RECORD_MILLIS = 60;

    int records();

    /**
     * @param number from 0 to below {@link #records}
     */
    short[] record(int number);

    /** In their order. */
    List<Heard> finals();

    /**
     * @param startMillis where speech began, in audio time
     * @param endMillis where speech ended, in audio time
     */
    record Heard(long startMillis, long endMillis, String text) {}
}
