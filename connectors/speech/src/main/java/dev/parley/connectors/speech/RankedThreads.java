package dev.parley.connectors.speech;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded number of platform threads that do what is live before what can wait, and of each what
 * came first. Work that has begun is not interrupted.
 */
final class RankedThreads {
    private final ThreadPoolExecutor threads;
    private final AtomicLong count = new AtomicLong();

    /** Who asks. */
    enum Rank {
        /** A conversation. */
        LIVE,
        /** Somebody who can wait. */
        PATIENT
    }

    RankedThreads(String name, int size) {
        this.threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        0,
                        TimeUnit.SECONDS,
                        new PriorityBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /**
     * @throws RejectedExecutionException if they are stopped
     */
    void execute(Rank rank, Runnable work) {
        threads.execute(new Ranked(rank, count.getAndIncrement(), work));
    }

    /** Whether what is live waits for a thread; who does what can wait may then give way. */
    boolean liveWaits() {
        return threads.getQueue().peek() instanceof Ranked next && next.rank() == Rank.LIVE;
    }

    /** Does what waits, and no more. */
    void stop() {
        threads.shutdown();
    }

    /** Drops what waits; futures among it are cancelled. */
    void stopNow() {
        for (Runnable dropped : threads.shutdownNow()) {
            if (dropped instanceof Ranked ranked && ranked.work() instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    /** Forgets work that waits and isn't wanted any more. */
    void withdraw(Runnable work) {
        threads.getQueue()
                .removeIf(waiting -> waiting instanceof Ranked ranked && ranked.work() == work);
    }

    boolean awaitEnd(Duration patience) throws InterruptedException {
        return threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private record Ranked(Rank rank, long number, Runnable work)
            implements Runnable, Comparable<Ranked> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Ranked other) {
            int order = rank.compareTo(other.rank);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }
}
