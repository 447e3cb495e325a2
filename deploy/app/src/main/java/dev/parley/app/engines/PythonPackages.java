package dev.parley.app.engines;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Python virtual environment with the packages of one engine, none of which is taken unless it
 * has the checksum that was written down, and none of which runs anything while it is installed.
 *
 * <pre>
 * python/            the environment
 * requirements.txt   what is wanted
 * installed.txt      what is there, once all of it is
 * install.log        what Python and pip said
 * </pre>
 */
final class PythonPackages {
    private static final Duration QUESTION = Duration.ofSeconds(30);
    private static final Duration INSTALLATION = Duration.ofMinutes(30);
    private static final Duration SAY_EVERY = Duration.ofSeconds(10);
    private static final int LEAST_MINOR = 10;

    private final LocalEngine engine;
    private final Path folder;
    private final String systemPython;

    /**
     * @param folder the engine's
     * @param systemPython the command that makes the environment
     */
    PythonPackages(LocalEngine engine, Path folder, String systemPython) {
        this.engine = engine;
        this.folder = folder;
        this.systemPython = systemPython;
    }

    /** The environment's interpreter. */
    Path python() {
        return folder.resolve("python").resolve("bin").resolve("python");
    }

    boolean areInstalled() throws IOException {
        Path installed = folder.resolve("installed.txt");
        return Files.isRegularFile(installed)
                && Files.readString(installed).equals(engine.requirements())
                && Files.isExecutable(python());
    }

    /**
     * Takes what was there away and installs everything, which takes some minutes.
     *
     * @throws UserError if there is no Python, or pip can't do it
     */
    void install(Terminal terminal) throws IOException, InterruptedException {
        requirePython();
        delete(folder.resolve("python"));
        Files.deleteIfExists(folder.resolve("installed.txt"));
        Path log = folder.resolve("install.log");
        Files.deleteIfExists(log);
        Path requirements = folder.resolve("requirements.txt");
        Files.writeString(requirements, engine.requirements());
        run(
                terminal,
                log,
                List.of(systemPython, "-m", "venv", folder.resolve("python").toString()));
        run(
                terminal,
                log,
                List.of(
                        python().toString(),
                        "-m",
                        "pip",
                        "install",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--no-cache-dir",
                        "--only-binary",
                        ":all:",
                        "--require-hashes",
                        "-r",
                        requirements.toString()));
        Files.move(requirements, folder.resolve("installed.txt"));
        terminal.clear();
    }

    private void requirePython() throws InterruptedException {
        String found = "none was found";
        try {
            Process asked =
                    new ProcessBuilder(
                                    systemPython,
                                    "-c",
                                    "import ensurepip, sys, venv; print(*sys.version_info[:2])")
                            .redirectErrorStream(true)
                            .start();
            asked.getOutputStream().close();
            if (!asked.waitFor(QUESTION.toMillis(), TimeUnit.MILLISECONDS)) {
                asked.destroyForcibly();
                found = "it doesn't answer";
            } else {
                String said = new String(asked.getInputStream().readAllBytes()).strip();
                if (asked.exitValue() == 0 && isNewEnough(said)) {
                    return;
                }
                found =
                        asked.exitValue() == 0
                                ? "it is " + said.replace(' ', '.')
                                : "it lacks them";
            }
        } catch (IOException e) {
            found = "none was found";
        }
        throw new UserError(
                "The engine %s needs Python 3.%d or newer with its modules venv and ensurepip as %s (%s)."
                                .formatted(engine.typed(), LEAST_MINOR, systemPython, found)
                        + " On Debian: apt-get install python3-venv. Nothing else in Parley needs"
                        + " Python.");
    }

    private static boolean isNewEnough(String version) {
        return version.matches("3 \\d+") && Integer.parseInt(version.substring(2)) >= LEAST_MINOR;
    }

    private void run(Terminal terminal, Path log, List<String> command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            long begun = System.nanoTime();
            long saidAt = begun;
            while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                String line =
                        "  installing %s, %d s: %s"
                                .formatted(
                                        engine.typed(),
                                        Duration.ofNanos(now - begun).toSeconds(),
                                        LogTail.of(log));
                if (now - begun > INSTALLATION.toNanos()) {
                    throw new UserError(
                            "Installing %s took more than %d minutes: see %s."
                                    .formatted(engine.typed(), INSTALLATION.toMinutes(), log));
                }
                if (terminal.isRewritable()) {
                    terminal.passing(Terminal.cut(line, Terminal.COLUMNS));
                } else if (now - saidAt > SAY_EVERY.toNanos()) {
                    saidAt = now;
                    terminal.line(Terminal.cut(line, Terminal.COLUMNS));
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new UserError(
                    "The packages of %s can't be installed (%s): see %s."
                            .formatted(engine.typed(), LogTail.of(log), log));
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
