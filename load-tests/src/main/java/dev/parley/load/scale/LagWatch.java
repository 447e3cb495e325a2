package dev.parley.load.scale;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the members' {@code /metrics} twice a second, and counts beside it: what was written and is
 * not handled must be what they say waits. The count is of no use while members come and go.
 */
public final class LagWatch {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final HearingGroup group;
    private final Speakers speakers;
    private final Thread watching;
    private volatile boolean open = true;
    private Peaks peaks = new Peaks(0, 0, 0, 0, 0);

    /**
     * In records, but for the heap.
     *
     * @param told the most that waited at a time, by the metrics
     * @param counted the same, by what was written and handled
     * @param onOnePartition the most that waited on one partition, by the metrics
     * @param last what waited at the end, by the metrics
     * @param heapBytes the most that was used of one member's heap, garbage included
     */
    public record Peaks(long told, long counted, long onOnePartition, long last, long heapBytes) {}

    public LagWatch(HearingGroup group, Speakers speakers) {
        this.group = group;
        this.speakers = speakers;
        this.watching = Thread.ofPlatform().name("lag").daemon().start(this::watch);
    }

    private void watch() {
        boolean again;
        do {
            again = open;
            try {
                look();
            } catch (IOException e) {
                again = open; // a member is leaving
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(EVERY.toNanos());
        } while (again);
    }

    private void look() throws IOException, InterruptedException {
        long written = speakers.written();
        long waiting = 0;
        long handled = 0;
        long most = peaks.onOnePartition();
        long heap = peaks.heapBytes();
        for (HearingProcess.Metrics metrics : group.metrics()) {
            waiting += metrics.waiting();
            handled += metrics.handled();
            heap = Math.max(heap, metrics.heapBytes());
            most =
                    Math.max(
                            most,
                            metrics.lag().values().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0));
        }
        peaks =
                new Peaks(
                        Math.max(peaks.told(), waiting),
                        Math.max(peaks.counted(), written - handled),
                        most,
                        waiting,
                        heap);
    }

    /** Once this is closed. */
    public Peaks peaks() {
        return peaks;
    }

    /** Ends its thread. */
    public void close() throws InterruptedException {
        open = false;
        watching.join();
    }
}
