package dev.parley.app.topics;

import dev.parley.app.Logging;
import dev.parley.app.UserError;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.memory.KeyCaching;
import dev.parley.connectors.memory.KeySchema;
import dev.parley.connectors.memory.MasterKey;
import dev.parley.connectors.memory.PostgresKeys;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.embedded.EmbeddedServers;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.embedded.RunningServers;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import io.r2dbc.pool.ConnectionPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that a data directory keeps: on the servers of the Parley that runs on it, or, where
 * none does, on servers that are started for this alone and stopped when it is closed.
 */
public final class KeptRecords implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptRecords.class);
    private static final String USED = "kafka";

    private final Deque<AutoCloseable> opened;
    private final Map<String, String> kafkaClient;
    private final Database database;
    private final Wire wire;
    private final boolean live;

    private KeptRecords(
            Deque<AutoCloseable> opened,
            Map<String, String> kafkaClient,
            Database database,
            Wire wire,
            boolean live) {
        this.database = database;
        this.opened = opened;
        this.kafkaClient = kafkaClient;
        this.wire = wire;
        this.live = live;
    }

    /**
     * The folder that is meant when none was named: one on which a Parley runs, or else the one
     * that was used last.
     *
     * @return empty if none of them was ever used
     */
    public static Optional<Path> current(List<Path> folders) {
        List<Path> used =
                folders.stream().filter(folder -> Files.isDirectory(folder.resolve(USED))).toList();
        return used.stream()
                .filter(DataDirectory::isOpen)
                .findFirst()
                .or(() -> used.stream().max(Comparator.comparing(KeptRecords::lastUse)));
    }

    private static FileTime lastUse(Path folder) {
        try {
            return Files.getLastModifiedTime(folder.resolve("logs").resolve("parley.log"));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /**
     * @param progress takes a line if servers have to be started
     * @throws UserError if there is nothing in the folder, or it can't be reached
     */
    public static KeptRecords open(Path folder, Consumer<String> progress) {
        if (!Files.isDirectory(folder.resolve(USED))) {
            throw new UserError(
                    "There are no records in "
                            + folder
                            + ": run parley demo or parley up first, or name another folder with"
                            + " --data.");
        }
        try {
            return DataDirectory.isOpen(folder) ? attached(folder) : started(folder, progress);
        } catch (EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static KeptRecords attached(Path folder) {
        RunningServers servers =
                RunningServers.on(folder)
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "The Parley on "
                                                        + folder
                                                        + " is just starting or stopping: try again"
                                                        + " in some seconds."));
        // A reader that goes on to other partitions is told, as a warning, that it left the first.
        Logging.onlyErrorsOf(List.of("org.apache.kafka.clients.consumer"));
        RunningServers.Login at = servers.database();
        Database database =
                new Database(at.host(), at.port(), at.database(), at.user(), at.password());
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        return new KeptRecords(
                opened, servers.kafkaClient(), database, wire(database, folder, opened), true);
    }

    private static KeptRecords started(Path folder, Consumer<String> progress) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        Thread onExit = new Thread(() -> closeAll(opened), "records-close");
        Runtime.getRuntime().addShutdownHook(onExit);
        boolean ready = false;
        try {
            progress.accept("No Parley runs; starting its servers to read " + folder);
            Logging.onlyErrorsOf(EmbeddedKafka.LOGGERS);
            DataDirectory data = DataDirectory.open(folder);
            push(opened, data);
            EmbeddedServers servers =
                    new EmbeddedServers(
                            data,
                            new EmbeddedServers.Settings(
                                    EmbeddedKafka.Settings.DEFAULT,
                                    EmbeddedDatabase.Settings.DEFAULT,
                                    null));
            push(opened, servers);
            servers.start((part, took) -> {});
            EmbeddedDatabase at = servers.database();
            Database database =
                    new Database(at.host(), at.port(), at.database(), at.user(), at.password());
            KeySchema.migrate(database.dataSource());
            KeptRecords records =
                    new KeptRecords(
                            opened,
                            servers.kafka().clientProperties(),
                            database,
                            wire(database, folder, opened),
                            false);
            ready = true;
            return records;
        } finally {
            if (!ready) {
                closeAll(opened);
            }
        }
    }

    private static Wire wire(Database database, Path folder, Deque<AutoCloseable> opened) {
        Path masterKey = folder.resolve("keys").resolve("master.key");
        if (!Files.exists(masterKey)) {
            closeAll(opened);
            throw new UserError(
                    "The master key "
                            + masterKey
                            + " is gone, so nothing can be decrypted: restore it from its backup.");
        }
        ConnectionPool pool = database.pool(1);
        push(opened, pool::dispose);
        return new Wire(
                new PostgresKeys(
                        pool, MasterKey.openOrCreate(masterKey), KeyCaching.amongOthers()));
    }

    /** Properties of a Kafka client that reads its broker. */
    public Map<String, String> kafkaClient() {
        return kafkaClient;
    }

    /** Its database. */
    public Database database() {
        return database;
    }

    /** Whether a Parley runs, so that more may come. */
    public boolean live() {
        return live;
    }

    /**
     * @param session the only one whose records are wanted; null for all
     * @throws UserError if the topic isn't there, or the broker doesn't answer
     */
    public RecordReader reader(Topic topic, @Nullable SessionId session) {
        try {
            return new RecordReader(kafkaClient, wire, topic, session);
        } catch (KafkaException e) {
            throw new UserError(
                    "Topic " + topic.fullName() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static void push(Deque<AutoCloseable> opened, AutoCloseable part) {
        synchronized (opened) {
            opened.push(part);
        }
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (true) {
            AutoCloseable last;
            synchronized (opened) {
                last = opened.poll();
            }
            if (last == null) {
                return;
            }
            try {
                last.close();
            } catch (Exception e) {
                log.warn("Not stopped in good order: {}", e.toString(), e);
            }
        }
    }
}
