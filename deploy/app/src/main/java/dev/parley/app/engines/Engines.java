package dev.parley.app.engines;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ParleyConfig;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The local engines of one installation, each in a folder of its data directory. */
public final class Engines {
    /** A model of some 100 MB is loaded, by a machine that may be busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final boolean offline;
    private final String systemPython;

    private Engines(Path folder, boolean offline, String systemPython) {
        this.folder = folder;
        this.offline = offline;
        this.systemPython = systemPython;
    }

    /**
     * @throws UserError if the data directory can't be had
     */
    public static Engines of(ParleyConfig config) {
        return of(config, "python3");
    }

    static Engines of(ParleyConfig config, String systemPython) {
        try {
            return new Engines(
                    DataDirectory.folderIn(config.data(), "engines"),
                    config.engines().offline(),
                    systemPython);
        } catch (EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * How an engine is.
     *
     * @param port on which it listens; 0 if it doesn't run
     * @param log of its last run
     */
    record Status(LocalEngine engine, State state, int port, Path log) {}

    /** What can be said of an engine. */
    enum State {
        NOT_INSTALLED("not installed"),
        STOPPED("stopped"),
        READY("ready"),
        SILENT("running, but it doesn't answer"),
        DIED("ended by itself");

        private final String told;

        State(String told) {
            this.told = told;
        }

        String told() {
            return told;
        }
    }

    /**
     * An engine that is ready.
     *
     * @param ranBefore whether it ran already
     */
    record Started(ProcessHandle process, int port, boolean ranBefore) {}

    /**
     * Starts an engine as {@link EnginesCommand} does, on its usual port, and again whenever it
     * ends by itself.
     *
     * @param agreed to its licences and its size; asked only if it isn't installed
     * @throws UserError with a sentence that names the cure
     */
    public WatchedEngine watch(LocalEngine engine, boolean agreed, Terminal terminal)
            throws InterruptedException {
        try {
            return WatchedEngine.begin(
                    this, engine, start(engine, engine.usualPort(), agreed, terminal), terminal);
        } catch (IOException e) {
            throw new UserError(
                    "The engine " + engine.typed() + " can't be started: " + e.getMessage(), e);
        }
    }

    List<Status> status() throws IOException {
        List<Status> all = new ArrayList<>();
        for (LocalEngine engine : LocalEngine.values()) {
            EngineProcess process = process(engine);
            EngineProcess.@Nullable Running running = process.running().orElse(null);
            State state;
            if (running != null) {
                state = running.isHealthy() ? State.READY : State.SILENT;
            } else if (process.hasDied()) {
                state = State.DIED;
            } else {
                state = packages(engine).areInstalled() ? State.STOPPED : State.NOT_INSTALLED;
            }
            all.add(new Status(engine, state, running == null ? 0 : running.port(), process.log()));
        }
        return all;
    }

    /**
     * Installs an engine if it isn't, and starts it if it doesn't run.
     *
     * @param agreed to its licences and its size; asked only if it isn't installed
     * @throws UserError with a sentence that names the cure
     */
    Started start(LocalEngine engine, int port, boolean agreed, Terminal terminal)
            throws IOException, InterruptedException {
        Files.createDirectories(folder(engine));
        try (FileChannel channel =
                        FileChannel.open(
                                folder(engine).resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new UserError(engine.typed() + " is being started or stopped already.");
            }
            PythonPackages packages = packages(engine);
            EngineProcess process = process(engine);
            EngineProcess.@Nullable Running running = process.running().orElse(null);
            if (running != null) {
                return new Started(running.process(), running.port(), true);
            }
            if (!packages.areInstalled()) {
                tell(engine, terminal);
                if (offline) {
                    throw new UserError(
                            engine.typed()
                                    + " would have to be fetched, and the network was declined"
                                    + " (engines.offline).");
                }
                if (!agreed) {
                    throw new UserError(
                            "Nothing was installed. If you agree, add --yes: parley engines start %s --yes"
                                    .formatted(engine.typed()));
                }
                packages.install(terminal);
            }
            running = process.start(packages.python(), port, PATIENCE, terminal);
            return new Started(running.process(), running.port(), false);
        }
    }

    /**
     * @return whether it ran
     */
    boolean stop(LocalEngine engine) throws IOException, InterruptedException {
        return process(engine).stop();
    }

    private void tell(LocalEngine engine, Terminal terminal) {
        terminal.line(engine.typed() + ": " + engine.about());
        terminal.line(
                "  fetched by pip from the package index that it is set to: %d MB; on the disk: %d MB, in %s"
                        .formatted(
                                engine.downloadMegabytes(),
                                engine.diskMegabytes(),
                                folder(engine)));
        engine.licences().forEach(line -> terminal.line("  " + line));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private Path folder(LocalEngine engine) {
        return folder.resolve(engine.typed());
    }

    private PythonPackages packages(LocalEngine engine) {
        return new PythonPackages(engine, folder(engine), systemPython);
    }

    private EngineProcess process(LocalEngine engine) {
        return new EngineProcess(engine, folder(engine));
    }
}
