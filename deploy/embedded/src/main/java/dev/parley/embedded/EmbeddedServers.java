package dev.parley.embedded;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three servers on one data folder, started side by side. Closing works at any time, also while
 * they start, so it may be registered as a shutdown hook beforehand:
 *
 * <pre>{@code
 * try (var data = DataDirectory.open(folder);
 *         var servers = new EmbeddedServers(data, Settings.DEFAULT)) {
 *     servers.start((part, took) -> print(part, took));
 *     ...
 * }
 * }</pre>
 */
public final class EmbeddedServers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);
    private static final List<Part> CLOSING = List.of(Part.KAFKA, Part.REDIS, Part.DATABASE);

    /** One of the servers. */
    public enum Part {
        KAFKA("Kafka"),
        DATABASE("PostgreSQL"),
        REDIS("Redis");

        private final String title;

        Part(String title) {
            this.title = title;
        }

        /** As users know it. */
        public String title() {
            return title;
        }
    }

    /** Each part's settings; null leaves the part out. */
    public record Settings(
            EmbeddedKafka.@Nullable Settings kafka,
            EmbeddedDatabase.@Nullable Settings database,
            EmbeddedRedis.@Nullable Settings redis) {
        public static final Settings DEFAULT =
                new Settings(
                        EmbeddedKafka.Settings.DEFAULT,
                        EmbeddedDatabase.Settings.DEFAULT,
                        EmbeddedRedis.Settings.DEFAULT);
    }

    /** Hears of each part that is ready; called by the parts' threads, side by side. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param took since the start of that part
         */
        void ready(Part part, Duration took);
    }

    private final DataDirectory directory;
    private final Settings settings;
    private final ExecutorService starting =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("embedded-start-", 0).factory());
    private final Map<Part, AutoCloseable> running = new EnumMap<>(Part.class);
    private boolean begun;
    private boolean closed;

    public EmbeddedServers(DataDirectory directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Starts the parts, once, and returns when all are ready.
     *
     * @throws EmbeddedStartException of the first part that failed; nothing is left running then
     */
    public void start(Progress progress) {
        loadLogging();
        var parts = parts();
        var results = new ExecutorCompletionService<Void>(starting);
        synchronized (this) {
            if (begun || closed) {
                throw new IllegalStateException("These servers were started or closed before.");
            }
            begun = true;
            parts.forEach((part, start) -> results.submit(() -> begin(part, start, progress)));
        }
        try {
            for (int left = parts.size(); left > 0; left--) {
                var unused = results.take().get();
            }
        } catch (ExecutionException e) {
            close();
            throw e.getCause() instanceof EmbeddedStartException failure
                    ? failure
                    : new EmbeddedStartException(
                            "The embedded servers can't be started (%s): try again."
                                    .formatted(e.getCause()),
                            e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("The start of the embedded servers was given up.", e);
        }
    }

    /** The broker's logging prints a stack trace if it is interrupted while it loads. */
    private static void loadLogging() {
        try {
            Class.forName("org.apache.logging.log4j.LogManager");
        } catch (ClassNotFoundException e) {
            LOG.debug("The broker logs by other means", e);
        }
    }

    private Map<Part, Supplier<AutoCloseable>> parts() {
        var parts = new EnumMap<Part, Supplier<AutoCloseable>>(Part.class);
        var kafka = settings.kafka();
        if (kafka != null) {
            parts.put(Part.KAFKA, () -> EmbeddedKafka.start(directory, kafka));
        }
        var database = settings.database();
        if (database != null) {
            parts.put(Part.DATABASE, () -> EmbeddedDatabase.start(directory, database));
        }
        var redis = settings.redis();
        if (redis != null) {
            parts.put(Part.REDIS, () -> EmbeddedRedis.start(directory, redis));
        }
        return parts;
    }

    private @Nullable Void begin(Part part, Supplier<AutoCloseable> start, Progress progress) {
        long begun = System.nanoTime();
        var server = start.get();
        synchronized (running) {
            running.put(part, server);
        }
        progress.ready(part, Duration.ofNanos(System.nanoTime() - begun));
        return null;
    }

    /**
     * @throws IllegalStateException if it was left out or isn't running
     */
    public EmbeddedKafka kafka() {
        return (EmbeddedKafka) running(Part.KAFKA);
    }

    /**
     * @throws IllegalStateException if it was left out or isn't running
     */
    public EmbeddedDatabase database() {
        return (EmbeddedDatabase) running(Part.DATABASE);
    }

    /**
     * @throws IllegalStateException if it was left out or isn't running
     */
    public EmbeddedRedis redis() {
        return (EmbeddedRedis) running(Part.REDIS);
    }

    private AutoCloseable running(Part part) {
        synchronized (running) {
            var server = running.get(part);
            if (server == null) {
                throw new IllegalStateException(part.title() + " is not running.");
            }
            return server;
        }
    }

    /**
     * Gives up what is still starting, then stops Kafka, Redis and PostgreSQL, in this order: what
     * was on its way through the topics can still be stored.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        starting.shutdownNow();
        starting.close();
        for (var part : CLOSING) {
            AutoCloseable server;
            synchronized (running) {
                server = running.remove(part);
            }
            if (server != null) {
                close(part, server);
            }
        }
    }

    private static void close(Part part, AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop in good order", part.title(), e);
        }
    }
}
