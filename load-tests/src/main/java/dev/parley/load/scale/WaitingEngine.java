package dev.parley.load.scale;

import dev.parley.streams.hearing.SpeechRecognizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recogniser that takes time and no CPU: each call occupies one thread of a fixed pool for as
 * long as it is told. Its words are how many samples of each loudness it was given, {@code "9600 of
 * 3"}; zeros don't count.
 */
final class WaitingEngine implements SpeechRecognizer {
    private final ExecutorService pool;
    private final Supplier<Duration> wait;

    WaitingEngine(int threads, Supplier<Duration> wait) {
        this.pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
        this.wait = wait;
    }

    @Override
    public Utterance begin() {
        return new Counting();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** As with a native engine, the caller stays until the work is done. */
    private void occupyAThread() {
        var done =
                pool.submit(
                        () -> {
                            TimeUnit.NANOSECONDS.sleep(wait.get().toNanos());
                            return null;
                        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the engine was closed", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Counting implements Utterance {
        private final Map<Short, Integer> loud = new TreeMap<>();
        private String told = "";

        @Override
        public @Nullable String accept(short[] samples) {
            occupyAThread();
            for (short sample : samples) {
                if (sample != 0) {
                    loud.merge(sample, 1, Integer::sum);
                }
            }
            String now = words();
            boolean changed = !now.equals(told);
            told = now;
            return changed ? now : null;
        }

        @Override
        public Transcript finish() {
            occupyAThread();
            return new Transcript(words(), List.of(), 1);
        }

        private String words() {
            return loud.entrySet().stream()
                    .map(each -> each.getValue() + " of " + each.getKey())
                    .collect(Collectors.joining(", "));
        }

        @Override
        public void close() {}
    }
}
