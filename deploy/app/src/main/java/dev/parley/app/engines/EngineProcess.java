package dev.parley.app.engines;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The process of one engine, which goes on when the command that started it has ended. It is known
 * again by its id and the moment at which it began, because ids are used again.
 *
 * <pre>
 * program.py            what it runs
 * running               its id, its beginning, its port
 * engine.log            what it says; never what was heard or is to be spoken
 * engine.log.previous   the same of its last run
 * </pre>
 */
final class EngineProcess {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration SAY_EVERY = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final LocalEngine engine;
    private final Path folder;

    /**
     * @param folder the engine's
     */
    EngineProcess(LocalEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /** A process that runs. */
    record Running(ProcessHandle process, int port) {
        /** Whether it answers. */
        boolean isHealthy() {
            HttpRequest asked =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                            .timeout(ANSWER)
                            .build();
            try (HttpClient http =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(ANSWER)
                            .build()) {
                return http.send(asked, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Empty if none runs, also if it has ended by itself. */
    Optional<Running> running() throws IOException {
        Path file = folder.resolve("running");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties noted = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            noted.load(in);
        }
        try {
            int port = Integer.parseInt(noted.getProperty("port", "0"));
            String begun = noted.getProperty("begun", "");
            return ProcessHandle.of(Long.parseLong(noted.getProperty("pid", "0")))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> begunAt(process).equals(begun))
                    .map(process -> new Running(process, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it was started, not stopped, and runs no more. */
    boolean hasDied() throws IOException {
        return Files.isRegularFile(folder.resolve("running")) && running().isEmpty();
    }

    Path log() {
        return folder.resolve("engine.log");
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param python that it runs in
     * @throws UserError if the port is taken, it ends before it is ready, or isn't ready in time;
     *     it runs no more then
     */
    Running start(Path python, int port, Duration patience, Terminal terminal)
            throws IOException, InterruptedException {
        requireFree(port);
        Path program = Files.writeString(folder.resolve("program.py"), engine.program());
        if (Files.exists(log())) {
            Files.move(
                    log(),
                    folder.resolve("engine.log.previous"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>();
        if (isThere("setsid")) {
            command.add("setsid"); // out of reach of Ctrl-C
        }
        command.addAll(List.of(python.toString(), program.toString(), Integer.toString(port)));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(log().toFile());
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("HF_HUB_DISABLE_TELEMETRY", "1");
        builder.environment().put("PYTHONUNBUFFERED", "1");
        Process process = builder.start();
        boolean ready = false;
        try {
            Running running = new Running(process.toHandle(), port);
            note(running);
            awaitReady(process, running, patience, terminal);
            ready = true;
            return running;
        } finally {
            terminal.clear();
            if (!ready) {
                end(process.toHandle());
                Files.deleteIfExists(folder.resolve("running"));
            }
        }
    }

    private void awaitReady(Process process, Running running, Duration patience, Terminal terminal)
            throws InterruptedException {
        long begun = System.nanoTime();
        long saidAt = begun;
        while (!running.isHealthy()) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UserError(
                        "The engine %s ended while it started, with exit code %d (%s): see %s."
                                .formatted(
                                        engine.typed(),
                                        process.exitValue(),
                                        LogTail.of(log()),
                                        log()));
            }
            long now = System.nanoTime();
            if (now - begun > patience.toNanos()) {
                throw new UserError(
                        "The engine %s wasn't ready within %d s (%s): see %s."
                                .formatted(
                                        engine.typed(),
                                        patience.toSeconds(),
                                        LogTail.of(log()),
                                        log()));
            }
            String line =
                    "  waiting for %s, %d s"
                            .formatted(engine.typed(), Duration.ofNanos(now - begun).toSeconds());
            if (terminal.isRewritable()) {
                terminal.passing(line);
            } else if (now - saidAt > SAY_EVERY.toNanos()) {
                saidAt = now;
                terminal.line(line);
            }
        }
    }

    /**
     * Asks it to end, and kills it if it doesn't.
     *
     * @return whether one ran
     */
    boolean stop() throws IOException, InterruptedException {
        Optional<Running> running = running();
        if (running.isPresent()) {
            end(running.get().process());
        }
        Files.deleteIfExists(folder.resolve("running"));
        return running.isPresent();
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process);
        family.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + GRACE.toNanos();
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private void note(Running running) throws IOException {
        Properties noted = new Properties();
        noted.setProperty("pid", Long.toString(running.process().pid()));
        noted.setProperty("begun", begunAt(running.process()));
        noted.setProperty("port", Integer.toString(running.port()));
        Path fresh = folder.resolve("running.new");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            noted.store(out, null);
        }
        Files.move(fresh, folder.resolve("running"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String begunAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private void requireFree(int port) {
        try (ServerSocket unused = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new UserError(
                    "Port %d is taken: parley engines start %s --port ANOTHER"
                            .formatted(port, engine.typed()),
                    e);
        }
    }

    private static boolean isThere(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String each : path.split(java.io.File.pathSeparator)) {
            if (!each.isEmpty() && Files.isExecutable(Path.of(each, program))) {
                return true;
            }
        }
        return false;
    }
}
