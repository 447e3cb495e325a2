package dev.parley.load.pressure;

import dev.parley.load.scale.LagWatch;
import dev.parley.load.scale.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a trial.
 *
 * @param alive whether {@code hearing}'s process lived to the end
 * @param residentBytes the most memory that it had of the system; 0 where that isn't told
 * @param lag what waited, and the most heap that was in use
 * @param slowRecords so many records were said while the engine was slow
 * @param latest by how much the sessions spoke too late at most
 * @param longest each session's longest wait
 * @param catchingUp how long each session needed after the engine had recovered
 */
record Outcome(
        boolean alive,
        long residentBytes,
        LagWatch.Peaks lag,
        long slowRecords,
        Duration latest,
        Verdict verdict,
        Waits longest,
        Waits catchingUp) {
    /** Beside the heap of 256 MB: classes, compiled code, threads, what the network holds. */
    private static final long MOST_RESIDENT = (256L + 256) << 20;

    /** What was wrong. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!alive) {
            faults.add("hearing's process died");
        }
        if (residentBytes > MOST_RESIDENT) {
            faults.add("hearing took %d MB of memory".formatted(residentBytes >> 20));
        }
        if (alive && lag.told() < slowRecords / 2) {
            faults.add("the engine kept up: nothing is shown");
        }
        if (lag.last() != 0) {
            faults.add("all was said, and %d records wait".formatted(lag.last()));
        }
        if (!longest.fair()) {
            faults.add("a session waited much longer than others: " + longest);
        }
        if (!catchingUp.fair()) {
            faults.add("a session caught up much later than others: " + catchingUp);
        }
        faults.addAll(verdict.faults());
        return faults;
    }
}
