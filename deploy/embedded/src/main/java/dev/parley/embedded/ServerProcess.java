package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server that runs as a process of its own, in a terminal session of its own where the system can
 * do that: Ctrl-C then reaches this JVM alone, which stops its clients first.
 */
final class ServerProcess {
    private static final Duration POLL = Duration.ofMillis(10);

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command in that folder; what it says goes to the log, the last start's is kept.
     */
    static ServerProcess launch(String name, List<String> command, Path folder, Path log)
            throws IOException {
        if (Files.exists(log)) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".previous"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var detached = new ArrayList<String>();
        if (Programs.exists("setsid")) {
            detached.add("setsid");
        }
        detached.addAll(command);
        var process =
                new ProcessBuilder(detached)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(log.toFile())
                        .start();
        return new ServerProcess(name, process, log);
    }

    long pid() {
        return process.pid();
    }

    /**
     * Returns once the server is ready.
     *
     * @throws EmbeddedStartException if it exits before, or isn't ready in time; it runs no more
     *     then
     */
    void awaitReady(BooleanSupplier ready, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(POLL)) {
                    throw new EmbeddedStartException(
                            "%s stopped while starting, with exit code %d (%s): see %s."
                                    .formatted(name, process.exitValue(), lastWords(), log));
                }
                if (System.nanoTime() > end) {
                    kill();
                    throw new EmbeddedStartException(
                            "%s was not ready within %d s (%s): the machine may be too busy, try again, or see %s."
                                    .formatted(name, timeout.toSeconds(), lastWords(), log));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw new EmbeddedStartException("The start of %s was given up.".formatted(name), e);
        }
    }

    private String lastWords() {
        try {
            var lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it said nothing" : "it said: " + lines.getLast().strip();
        } catch (IOException e) {
            return "what it said can't be read";
        }
    }

    /** Waits for the process to end, and kills it if it doesn't. */
    void awaitEnd(Duration timeout) {
        boolean ended = false;
        try {
            ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            kill();
        }
    }

    void askToEnd() {
        process.destroy();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * The process that a killed JVM left running on that folder.
     *
     * <p>Process ids are used again, so a living process counts only if its program is the one
     * expected and, where the system tells, its working folder is the server's.
     *
     * @param pidFile its first line is the process id
     */
    static Optional<ProcessHandle> orphan(Path pidFile, String program, Path folder)
            throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(ServerProcess::isRunning)
                .filter(process -> isOf(process, program, folder));
    }

    private static boolean isOf(ProcessHandle process, String program, Path folder) {
        var executable = process.info().command().map(Path::of).map(Path::getFileName);
        if (executable.isEmpty() || !executable.get().toString().startsWith(program)) {
            return false;
        }
        try {
            var workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return !Files.exists(Path.of("/proc/self/cwd"))
                    || workingFolder.toRealPath().equals(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for an orphan to end, kills it if it doesn't, and says whether it is gone. */
    static boolean awaitEnd(ProcessHandle orphan, Duration timeout) {
        long grace = System.nanoTime() + timeout.toNanos();
        long end = grace + TimeUnit.SECONDS.toNanos(5);
        boolean killed = false;
        while (isRunning(orphan) && System.nanoTime() < end) {
            if (!killed && System.nanoTime() > grace) {
                orphan.descendants().forEach(ProcessHandle::destroyForcibly);
                orphan.destroyForcibly();
                killed = true;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(POLL.toNanos());
        }
        return !isRunning(orphan);
    }

    /** Whether it still runs; one that has ended but that nobody has waited for doesn't. */
    static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return process.isAlive();
        }
    }
}
