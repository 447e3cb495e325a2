package dev.parley.load.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process of this class path that says {@code Ready } when it is. */
final class Child implements AutoCloseable {
    private static final String READY = "Ready ";
    private static final int READY_WITHIN_SECONDS = 120;
    private static final int MOST_SAID = 20_000;

    private final String name;
    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofVirtual().name("said-by-" + name).start(this::listen);
    }

    /**
     * @param heap of the JVM, such as {@code 512m}
     * @param archive of classes, made for the same class path by the launcher; it makes a start
     *     cheap
     */
    static Child start(
            String name,
            String heap,
            @Nullable Path archive,
            Class<?> main,
            Map<String, String> environment,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // An archive is of use to the collector alone that it was made with, which is the default.
        command.addAll(
                archive == null
                        ? List.of("-XX:+UseSerialGC")
                        : List.of(
                                "-XX:+UseG1GC",
                                "-XX:SharedArchiveFile=" + archive,
                                "-Xlog:cds*=off",
                                "-Xlog:aot*=off"));
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx" + heap,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        return new Child(name, builder.start());
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (said.length() < MOST_SAID) {
                    said.append(line).append('\n');
                }
                if (line.startsWith(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IllegalStateException(name + " ended: " + said));
    }

    Child awaitReady() throws InterruptedException {
        try {
            ready.get(READY_WITHIN_SECONDS, TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " ended: " + said, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(name + " isn't ready: " + said, e);
        }
    }

    /** How much processor time it has had. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        int unused = process.destroyForcibly().waitFor();
    }

    void signal(String signal) throws IOException, InterruptedException {
        int unused =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
