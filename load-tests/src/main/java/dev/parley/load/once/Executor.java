package dev.parley.load.once;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@link ExecutorMain}, to be killed or stopped. */
final class Executor {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);

    private final String name;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private Executor(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /**
     * Returns before it is ready.
     *
     * @param arguments what follows the process's name
     */
    static Executor start(String bootstrap, String name, Path folder, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        ExecutorMain.class.getName(),
                        bootstrap,
                        name,
                        folder.resolve(name).toString()));
        command.addAll(arguments);
        return new Executor(name, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals(ExecutorMain.READY)) {
                    ready.complete(null);
                } else {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IllegalStateException(name + " ended: " + said));
    }

    String name() {
        return name;
    }

    void awaitReady() throws InterruptedException {
        try {
            ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " doesn't get ready", e);
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It hangs for that long, and wakes. */
    void stall(Duration time) throws IOException, InterruptedException {
        signal("STOP");
        Thread.sleep(time);
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()
                != 0) {
            throw new IllegalStateException(name + " can't be sent " + signal);
        }
    }
}
