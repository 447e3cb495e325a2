package dev.parley.load.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@link HearingMain}, and what its {@code /metrics} tell. */
public final class HearingProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern LAG =
            Pattern.compile(
                    "(?m)^parley_stage_lag_records\\{stage=\"hearing\",topic=\"[^\"]+\","
                            + "partition=\"(\\d+)\"\\} (\\d+)\\s*$");
    private static final Pattern HANDLED =
            Pattern.compile("(?m)^parley_stage_handled_total\\{stage=\"hearing\"\\} (\\d+)\\s*$");
    private static final Pattern HEAP = Pattern.compile("(?m)^parley_heap_used_bytes (\\d+)\\s*$");
    private static final Pattern MOST_RESIDENT = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private final HttpClient http;
    private final String name;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /**
     * @param handled events since the process began
     * @param heapBytes used at the moment, garbage included
     * @param lag records that wait, by partition; of all partitions that it owns
     */
    public record Metrics(long handled, long heapBytes, Map<Integer, Long> lag) {
        public long waiting() {
            return lag.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private HearingProcess(HttpClient http, String name, Process process) {
        this.http = http;
        this.name = name;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Returns before it is ready. */
    static HearingProcess start(
            HttpClient http, String bootstrap, String name, Path folder, Engine engine)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        HearingMain.class.getName(),
                        bootstrap,
                        name,
                        folder.resolve(name).toString(),
                        engine.toString()));
        return new HearingProcess(
                http, name, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(HearingMain.READY)) {
                    port.complete(Integer.parseInt(line.substring(HearingMain.READY.length())));
                } else {
                    said.append(line).append('\n');
                    System.out.println("  " + name + ": " + line);
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        port.completeExceptionally(new IllegalStateException(name + " ended: " + said));
    }

    void awaitReady() throws InterruptedException {
        try {
            port.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " doesn't get ready", e);
        }
    }

    Metrics metrics() throws IOException, InterruptedException {
        String text =
                http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:%d/metrics"
                                                                .formatted(port.join())))
                                        .timeout(PATIENCE)
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
        Map<Integer, Long> lag = new TreeMap<>();
        Matcher waiting = LAG.matcher(text);
        while (waiting.find()) {
            lag.put(Integer.parseInt(waiting.group(1)), Long.parseLong(waiting.group(2)));
        }
        return new Metrics(number(HANDLED, text), number(HEAP, text), lag);
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    /** The most memory that it has had of the system so far; 0 where Linux doesn't tell. */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.isReadable(status) ? number(MOST_RESIDENT, Files.readString(status)) << 10 : 0;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Asks it to end in good order (SIGTERM), and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
