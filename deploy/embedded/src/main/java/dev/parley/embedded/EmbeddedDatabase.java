package dev.parley.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL on 127.0.0.1 with one database, {@code parley}, that belongs to the user {@code
 * parley}, who has no other rights and a generated password (SCRAM).
 *
 * <p>Its log holds no statements and no values.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "PostgreSQL";
    static final String FOLDER = "postgres";
    static final String DATABASE = "parley";
    static final String USER = "parley";

    private static final String ONLY_LOOPBACK_WITH_PASSWORD =
            "host all all 127.0.0.1/32 scram-sha-256\n";

    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("max_connections", "60"),
                    Map.entry("shared_buffers", "32MB"),
                    Map.entry("max_wal_size", "256MB"),
                    Map.entry("huge_pages", "off"),
                    Map.entry("log_min_error_statement", "panic"),
                    Map.entry("log_error_verbosity", "terse"),
                    Map.entry("log_checkpoints", "off"));

    /**
     * How to start it.
     *
     * @param port 0 for the last one, or else any free one
     * @param startTimeout for the whole start
     */
    public record Settings(int port, Duration startTimeout) {
        public static final Settings DEFAULT = new Settings(0, Duration.ofSeconds(60));

        /** The same on that port; 0 for the last one, or else any free one. */
        public Settings on(int chosen) {
            return new Settings(chosen, startTimeout);
        }
    }

    private final ServerProcess process;
    private final PostgresAccount account;
    private final Path programs;
    private final Path data;
    private final int port;
    private final String password;
    private final Claims claims;
    private boolean closed;

    private EmbeddedDatabase(
            ServerProcess process,
            PostgresAccount account,
            Path programs,
            Path data,
            int port,
            String password,
            Claims claims) {
        this.process = process;
        this.account = account;
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.password = password;
        this.claims = claims;
    }

    /** Starts it alone on that data folder, which is created if need be. */
    public static EmbeddedDatabase start(Path dataFolder) {
        return start(
                DataDirectory.prepared(dataFolder, DataDirectory.LEAST_FREE_BYTES),
                Settings.DEFAULT);
    }

    /**
     * Starts it and returns once it accepts connections.
     *
     * @throws EmbeddedStartException if it can't be started; nothing is left running then
     */
    public static EmbeddedDatabase start(DataDirectory directory, Settings settings) {
        return start(directory, settings, null);
    }

    static EmbeddedDatabase start(
            DataDirectory directory, Settings settings, @Nullable PostgresAccount forced) {
        var claims = Claims.on(directory, FOLDER);
        try {
            var data = directory.root().resolve(FOLDER);
            var account = forced != null ? forced : PostgresAccount.choose(directory.root(), data);
            var binaries =
                    account.isAnother() ? Binaries.inside(directory) : Binaries.forUser(directory);
            var programs = PostgresBinaries.unpack(binaries);
            if (account.isAnother()) {
                account.adopt(directory.root(), directory.folder("servers"));
            }
            var password = passwordFor(directory, data);
            if (Files.isDirectory(data)) {
                checkVersion(data, programs);
                stopOrphan(data, account, programs);
                account.adopt(directory.root(), data);
            } else {
                create(directory, data, account, programs, password);
            }
            int port = claims.port(FOLDER, settings.port(), "--postgres-port");
            var process =
                    ServerProcess.launch(
                            NAME,
                            serverCommand(account, programs, data, port),
                            data,
                            directory.folder("logs").resolve("postgres.log"));
            process.awaitReady(() -> isReady(data, process.pid()), settings.startTimeout());
            return new EmbeddedDatabase(process, account, programs, data, port, password, claims);
        } catch (IOException e) {
            claims.close();
            throw new EmbeddedStartException(
                    "PostgreSQL can't be started (%s): check the disk and the permissions of %s."
                            .formatted(e, directory.root()),
                    e);
        } catch (Throwable e) {
            claims.close();
            throw e;
        }
    }

    private static String passwordFor(DataDirectory directory, Path data) {
        if (Files.isDirectory(data) && !directory.hasSecret(FOLDER)) {
            throw new EmbeddedStartException(
                    "The database's password %s is gone: restore that file from a backup, or move %s away to begin with an empty database."
                            .formatted(directory.secretFile(FOLDER), data));
        }
        return directory.secret(FOLDER);
    }

    private static void checkVersion(Path data, Path programs) throws IOException {
        var file = data.resolve("PG_VERSION");
        var ofData = Files.exists(file) ? Files.readString(file).strip() : "unknown";
        var said = output(List.of(programs.resolve("postgres").toString(), "--version"), data);
        var ofProgram = said.replaceAll("^\\D*(\\d+)(?s:.*)$", "$1");
        if (!ofData.equals(ofProgram)) {
            throw new EmbeddedStartException(
                    "The database in %s was made by PostgreSQL %s, and this is PostgreSQL %s: start it with the Parley that made it and move the data over with a backup, or move that folder away to begin with an empty database."
                            .formatted(data, ofData, ofProgram));
        }
    }

    private static void stopOrphan(Path data, PostgresAccount account, Path programs)
            throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        var orphan = ServerProcess.orphan(pidFile, "postgres", data);
        if (orphan.isPresent()) {
            Programs.succeeds(stopCommand(account, programs, data));
            if (!ServerProcess.awaitEnd(orphan.get(), Duration.ofSeconds(5))) {
                throw new EmbeddedStartException(
                        "A PostgreSQL that an earlier run left behind (process %d) can't be stopped: stop it, then start again."
                                .formatted(orphan.get().pid()));
            }
        }
        // PostgreSQL would believe a stale one if another process had got the number meanwhile.
        Files.deleteIfExists(pidFile);
    }

    /**
     * Makes the database beside its place and moves it there when all is done. It is forced to disk
     * once, at the end, rather than with every step.
     */
    private static void create(
            DataDirectory directory,
            Path data,
            PostgresAccount account,
            Path programs,
            String password)
            throws IOException {
        var fresh = directory.root().resolve(FOLDER + ".new");
        Binaries.remove(fresh);
        directory.folder(fresh.getFileName().toString());
        account.adopt(directory.root(), fresh);
        run(
                command(
                        account,
                        programs.resolve("initdb"),
                        "--pgdata=" + fresh,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions",
                        "--no-sync"),
                fresh,
                "");
        Files.writeString(fresh.resolve("pg_hba.conf"), ONLY_LOOPBACK_WITH_PASSWORD);
        // One statement a line: that is what single-user mode reads.
        run(
                command(
                        account,
                        programs.resolve("postgres"),
                        "--single",
                        "-F",
                        "-D",
                        fresh.toString(),
                        "template1"),
                fresh,
                """
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                CREATE DATABASE %3$s OWNER %1$s;
                """
                        .formatted(USER, password, DATABASE));
        run(
                command(account, programs.resolve("initdb"), "--sync-only", "--pgdata=" + fresh),
                fresh,
                "");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> serverCommand(
            PostgresAccount account, Path programs, Path data, int port) {
        var command =
                command(
                        account,
                        programs.resolve("postgres"),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** "Fast": clients are sent away; the default would wait for them. */
    private static List<String> stopCommand(PostgresAccount account, Path programs, Path data) {
        return command(
                account,
                programs.resolve("pg_ctl"),
                "stop",
                "--pgdata=" + data,
                "--mode=fast",
                "--no-wait");
    }

    private static List<String> command(PostgresAccount account, Path program, String... words) {
        var command = new ArrayList<>(account.prefix());
        command.add(program.toString());
        command.addAll(List.of(words));
        return command;
    }

    /**
     * The last line of {@code postmaster.pid} tells the server's state; see the source of {@code
     * pg_ctl} (LOCK_FILE_LINE_PM_STATUS).
     */
    private static boolean isReady(Path data, long pid) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command, Path folder, String input) throws IOException {
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new EmbeddedStartException(
                        "The database can't be created (%s): check the disk, then start again."
                                .formatted(lastLine(said)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("The start of PostgreSQL was given up.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String output(List<String> command, Path folder) throws IOException {
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String lastLine(String said) {
        return said.strip().lines().reduce((first, second) -> second).orElse("it said nothing");
    }

    /** Always 127.0.0.1. */
    public String host() {
        return Ports.loopback().getHostAddress();
    }

    public int port() {
        return port;
    }

    /** The name of the database. */
    public String database() {
        return DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, DATABASE);
    }

    /** Without user and password. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://%s:%d/%s".formatted(host(), port, DATABASE);
    }

    /** The server's process. */
    long pid() {
        return process.pid();
    }

    /** Stops the server, sending its clients away, and waits for its end. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Programs.succeeds(stopCommand(account, programs, data));
            process.awaitEnd(Duration.ofSeconds(10));
        } finally {
            claims.close();
        }
    }
}
