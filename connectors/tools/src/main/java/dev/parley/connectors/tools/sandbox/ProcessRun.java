package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.tool.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs a process to its end, and ends it if it prints or lasts too long. Its output is read up to
 * the limit and no further.
 */
final class ProcessRun {
    /** What came of it. */
    record Ended(Why why, int status, Output output, Output complaint) {}

    enum Why {
        BY_ITSELF,
        TIMED_OUT,
        TOO_MUCH_OUTPUT
    }

    private static final Duration TO_DIE = Duration.ofSeconds(10);

    /**
     * Processes are started by one thread that never ends: the kernel tells a child of its parent's
     * death when the <em>thread</em> that started it ends ({@code PR_SET_PDEATHSIG}, prctl(2)).
     */
    private static final ExecutorService STARTER =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("sandbox-starter").factory());

    private ProcessRun() {}

    /**
     * @param input for its standard input, UTF-8
     * @param outputBytes the most that it may print to either stream
     * @throws IOException if it can't be started
     * @throws InterruptedException if the thread is interrupted; the process is then ended
     */
    static Ended run(ProcessBuilder builder, String input, int outputBytes, Duration limit)
            throws IOException, InterruptedException {
        Process process = start(builder);
        try {
            CountDownLatch over = new CountDownLatch(1);
            Gathered output = new Gathered(process.getInputStream(), outputBytes, over);
            Gathered complaint = new Gathered(process.getErrorStream(), outputBytes, over);
            feed(process, input);
            CompletableFuture<Process> exit =
                    process.onExit().whenComplete((ended, never) -> over.countDown());
            boolean inTime = over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            kill(process);
            if (!process.waitFor(TO_DIE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("a process can't be ended");
            }
            exit.join();
            Output printed = output.get();
            Output complained = complaint.get();
            Why why = why(inTime, output.overflowed() || complaint.overflowed());
            return new Ended(
                    why, why == Why.BY_ITSELF ? process.exitValue() : -1, printed, complained);
        } finally {
            kill(process);
        }
    }

    /** Not by {@link Process#destroyForcibly()}, which closes what wasn't read yet. */
    private static void kill(Process process) {
        if (process.isAlive()) {
            boolean unused = process.toHandle().destroyForcibly();
        }
    }

    private static Why why(boolean inTime, boolean overflowed) {
        if (overflowed) {
            return Why.TOO_MUCH_OUTPUT;
        }
        return inTime ? Why.BY_ITSELF : Why.TIMED_OUT;
    }

    private static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        CompletableFuture<Process> started =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return builder.start();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        STARTER);
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        }
    }

    private static void feed(Process process, String input) {
        Thread.ofPlatform()
                .daemon()
                .name("sandbox-input")
                .start(
                        () -> {
                            try (OutputStream in = process.getOutputStream()) {
                                in.write(input.getBytes(StandardCharsets.UTF_8));
                            } catch (IOException unread) {
                                // it ended without reading what it was given
                            }
                        });
    }

    /** One stream of a process, read as it prints. */
    private static final class Gathered {
        private final CompletableFuture<Output> all = new CompletableFuture<>();
        private volatile boolean overflowed;

        Gathered(InputStream stream, int most, CountDownLatch over) {
            Thread.ofPlatform()
                    .daemon()
                    .name("sandbox-output")
                    .start(() -> all.complete(read(stream, most, over)));
        }

        private Output read(InputStream stream, int most, CountDownLatch over) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            byte[] some = new byte[8_192];
            try {
                for (int n = stream.read(some); n >= 0; n = stream.read(some)) {
                    int room = most - read.size();
                    read.write(some, 0, Math.min(n, room));
                    if (n > room) {
                        overflowed = true;
                        over.countDown();
                        break;
                    }
                }
            } catch (IOException closed) {
                // what was read until then counts
            }
            return new Output(read.toByteArray());
        }

        boolean overflowed() {
            return overflowed;
        }

        Output get() {
            return all.completeOnTimeout(
                            new Output(new byte[0]), TO_DIE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
