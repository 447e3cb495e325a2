package dev.parley.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A Redis 7.0 on 127.0.0.1 with a generated password for its default user. Its data survive: they
 * are appended to a file, forced to disk every second.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final String NAME = "Redis";
    private static final String FOLDER = "redis";
    private static final String PROGRAM = "redis-server";
    private static final String VERSION = "7.0.15";
    private static final int PROBE_TIMEOUT_MILLIS = 500;

    /**
     * How to start it.
     *
     * @param port 0 for the last one, or else any free one
     * @param startTimeout until it answers
     */
    public record Settings(int port, Duration startTimeout) {
        public static final Settings DEFAULT = new Settings(0, Duration.ofSeconds(20));

        /** The same on that port; 0 for the last one, or else any free one. */
        public Settings on(int chosen) {
            return new Settings(chosen, startTimeout);
        }
    }

    private final ServerProcess process;
    private final Path pidFile;
    private final int port;
    private final String password;
    private final Claims claims;
    private boolean closed;

    private EmbeddedRedis(
            ServerProcess process, Path pidFile, int port, String password, Claims claims) {
        this.process = process;
        this.pidFile = pidFile;
        this.port = port;
        this.password = password;
        this.claims = claims;
    }

    /** Starts it alone on that data folder, which is created if need be. */
    public static EmbeddedRedis start(Path dataFolder) {
        return start(
                DataDirectory.prepared(dataFolder, DataDirectory.LEAST_FREE_BYTES),
                Settings.DEFAULT);
    }

    /**
     * Starts it and returns once it answers.
     *
     * @throws RedisUnavailableException if this platform has no embedded Redis
     * @throws EmbeddedStartException if it can't be started; nothing is left running then
     */
    public static EmbeddedRedis start(DataDirectory directory, Settings settings) {
        var claims = Claims.on(directory, FOLDER);
        try {
            var program = unpack(directory);
            var data = directory.folder(FOLDER);
            var pidFile = data.resolve("redis.pid");
            stopOrphan(pidFile, data);
            var password = directory.secret(FOLDER);
            int port = claims.port(FOLDER, settings.port(), "--redis-port");
            var configuration = data.resolve("redis.conf");
            DataDirectory.writeDurably(configuration, configuration(port, password, pidFile, data));
            var process =
                    launch(
                            List.of(program.toString(), configuration.toString()),
                            data,
                            directory.folder("logs").resolve("redis.log"));
            Files.writeString(pidFile, Long.toString(process.pid()) + "\n");
            process.awaitReady(() -> answers(port, password), settings.startTimeout());
            return new EmbeddedRedis(process, pidFile, port, password, claims);
        } catch (IOException e) {
            claims.close();
            throw new EmbeddedStartException(
                    "Redis can't be started (%s): check the disk and the permissions of %s."
                            .formatted(e, directory.root()),
                    e);
        } catch (Throwable e) {
            claims.close();
            throw e;
        }
    }

    /**
     * Runs the program once, to see whether it does on this machine.
     *
     * @return what it says of its version
     * @throws RedisUnavailableException if it doesn't
     * @throws EmbeddedStartException if the folder can't be written
     */
    public static String version(Path dataFolder) {
        try {
            var program = unpack(DataDirectory.prepared(dataFolder, 0));
            var process =
                    new ProcessBuilder(program.toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            var said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
            return said;
        } catch (IOException e) {
            throw new RedisUnavailableException(
                    "The embedded Redis does not run on this machine (%s)."
                            .formatted(e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("The look at Redis was given up.", e);
        }
    }

    private static Path unpack(DataDirectory directory) throws IOException {
        var resource = "%s-%s-%s-%s".formatted(PROGRAM, VERSION, system(), architecture());
        var binary = Binaries.find(resource);
        if (binary == null) {
            throw new RedisUnavailableException(
                    "There is no embedded Redis for %s on %s: start a Redis of your own and name it with --redis redis://host:port."
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")),
                    null);
        }
        return Binaries.forUser(directory).program(PROGRAM, binary).resolve(PROGRAM);
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : name.replaceAll("\\s.*", "");
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386" -> "386";
            case String other -> other;
        };
    }

    private static ServerProcess launch(List<String> command, Path data, Path log) {
        try {
            return ServerProcess.launch(NAME, command, data, log);
        } catch (IOException e) {
            throw new RedisUnavailableException(
                    "The embedded Redis does not run on this machine (%s): start a Redis of your own and name it with --redis redis://host:port."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void stopOrphan(Path pidFile, Path data) throws IOException {
        var orphan = ServerProcess.orphan(pidFile, PROGRAM, data);
        if (orphan.isPresent()) {
            orphan.get().destroy();
            if (!ServerProcess.awaitEnd(orphan.get(), Duration.ofSeconds(5))) {
                throw new EmbeddedStartException(
                        "A Redis that an earlier run left behind (process %d) can't be stopped: stop it, then start again."
                                .formatted(orphan.get().pid()));
            }
        }
        Files.deleteIfExists(pidFile);
    }

    /** In a file of the owner's only, as a command line can be read by everybody. */
    private static String configuration(int port, String password, Path pidFile, Path data) {
        return """
        bind 127.0.0.1
        port %d
        protected-mode yes
        requirepass %s
        dir "%s"
        pidfile "%s"
        appendonly yes
        appendfsync everysec
        save ""
        databases 1
        loglevel notice
        """
                .formatted(port, password, data, pidFile);
    }

    /**
     * Asks as a client would; see the <a
     * href="https://redis.io/docs/latest/develop/reference/protocol-spec/">protocol</a>.
     */
    private static boolean answers(int port, String password) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), PROBE_TIMEOUT_MILLIS);
            socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write(
                            "AUTH %s\r\nPING\r\n"
                                    .formatted(password)
                                    .getBytes(StandardCharsets.US_ASCII));
            var expected = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
            return java.util.Arrays.equals(
                    socket.getInputStream().readNBytes(expected.length), expected);
        } catch (IOException e) {
            return false;
        }
    }

    /** Always 127.0.0.1. */
    public String host() {
        return Ports.loopback().getHostAddress();
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    /** {@code redis://host:port}, without the password. */
    public String url() {
        return "redis://%s:%d".formatted(host(), port);
    }

    /** The server's process. */
    long pid() {
        return process.pid();
    }

    /** Stops the server and waits for its end; what was written is on disk then. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            process.askToEnd();
            process.awaitEnd(Duration.ofSeconds(10));
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            // A stale one does no harm: the next start sees that no such process runs.
        } finally {
            claims.close();
        }
    }
}
