package dev.parley.embedded;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM, its own controller (KRaft), on 127.0.0.1. Clients need the generated
 * password, which {@link #clientProperties()} holds. Topics must be created before use. Its data
 * survive a restart and a crash; after a crash a start takes about 3 s longer.
 *
 * <p>The JVM needs {@code --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED}
 * to start it without warnings.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** The broker's loggers, for whoever sets up logging: below WARN they speak all the time. */
    public static final List<String> LOGGERS =
            List.of("kafka", "org.apache.kafka", "state.change.logger");

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    static final String FOLDER = "kafka";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How to start it.
     *
     * @param port 0 for the last one, or else any free one
     * @param guarded whether clients need the password; false is for tests
     * @param startTimeout until it takes requests
     * @param abortsEvery how often transactions of the dead are looked for. A broker that looks
     *     before it takes requests again, after it was killed itself, loses the markers of those
     *     that it ends then: their partitions stay closed to readers of what is committed (seen
     *     with 4.3.1). So this must be longer than the last part of a start, unless the broker is
     *     never killed.
     * @param accounts passwords of users beside the owner, who may do what they are allowed to and
     *     nothing else; with none, whoever is let in may do all
     */
    public record Settings(
            int port,
            boolean guarded,
            Duration startTimeout,
            Duration abortsEvery,
            Map<String, String> accounts) {
        public static final Settings DEFAULT =
                new Settings(0, true, Duration.ofSeconds(45), Duration.ofSeconds(4), Map.of());

        public Settings {
            accounts = Map.copyOf(accounts);
        }

        /** The same, with users that the owner grants access to topics. */
        public Settings withAccounts(Map<String, String> passwords) {
            return new Settings(port, true, startTimeout, abortsEvery, passwords);
        }

        /** The same on that port; 0 for the last one, or else any free one. */
        public Settings on(int chosen) {
            return new Settings(chosen, guarded, startTimeout, abortsEvery, accounts);
        }

        /**
         * The same, but what a dead process left open is ended at once: the broker must outlive it.
         */
        public Settings outliving() {
            return new Settings(port, guarded, startTimeout, Duration.ofMillis(200), accounts);
        }

        /** The same, but everybody on this machine is let in. */
        public Settings unguarded() {
            return new Settings(port, false, startTimeout, abortsEvery, Map.of());
        }
    }

    private final KafkaRaftServer server;
    private final AutoCloseable faults;
    private final CompletableFuture<String> fault;
    private final int port;
    private final @Nullable String password;
    private final Claims claims;
    private boolean closed;

    private EmbeddedKafka(
            KafkaRaftServer server,
            AutoCloseable faults,
            CompletableFuture<String> fault,
            int port,
            @Nullable String password,
            Claims claims) {
        this.server = server;
        this.faults = faults;
        this.fault = fault;
        this.port = port;
        this.password = password;
        this.claims = claims;
    }

    /** Starts it alone on that data folder, which is created if need be. */
    public static EmbeddedKafka start(Path dataFolder) {
        return start(dataFolder, Settings.DEFAULT);
    }

    /** As {@link #start(Path)}, with settings. */
    public static EmbeddedKafka start(Path dataFolder, Settings settings) {
        return start(DataDirectory.prepared(dataFolder, DataDirectory.LEAST_FREE_BYTES), settings);
    }

    /**
     * Starts it and returns once it takes requests.
     *
     * @throws EmbeddedStartException if it can't be started; nothing is left running then
     */
    public static EmbeddedKafka start(DataDirectory directory, Settings settings) {
        var claims = Claims.on(directory, FOLDER);
        try {
            int port = claims.port(FOLDER, settings.port(), "--kafka-port");
            int controllerPort = claims.port("kafka-controller", 0, "--kafka-port");
            var password = settings.guarded() ? directory.secret(FOLDER) : null;
            var data = directory.folder(FOLDER);
            var configuration =
                    KafkaConfig.fromProps(
                            properties(
                                    BrokerSettings.of(
                                            data,
                                            port,
                                            controllerPort,
                                            password,
                                            settings.accounts(),
                                            settings.abortsEvery())));
            format(data);
            var fault = new CompletableFuture<String>();
            var faults = BrokerFaults.tell(what -> report(what, fault));
            try {
                var server = startup(configuration, fault, settings.startTimeout(), data);
                return new EmbeddedKafka(server, faults, fault, port, password, claims);
            } catch (Throwable e) {
                closeQuietly(faults);
                throw e;
            }
        } catch (Throwable e) {
            claims.close();
            throw e;
        }
    }

    private static java.util.Properties properties(Map<String, String> settings) {
        var properties = new java.util.Properties();
        properties.putAll(settings);
        return properties;
    }

    /** A folder is formatted once; the format's own file, written last, says whether it was. */
    private static void format(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        var said = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedStartException(
                    "Kafka can't prepare its folder %s (%s): check the disk, or move that folder away to begin with empty topics."
                            .formatted(data, e.getMessage()),
                    e);
        }
    }

    private static KafkaRaftServer startup(
            KafkaConfig configuration,
            CompletableFuture<String> fault,
            Duration timeout,
            Path data) {
        var server = new CompletableFuture<KafkaRaftServer>();
        var started = new CompletableFuture<KafkaRaftServer>();
        var starter =
                Thread.ofPlatform()
                        .daemon()
                        .name("kafka-start")
                        .start(
                                () -> {
                                    try {
                                        var made = new KafkaRaftServer(configuration, Time.SYSTEM);
                                        server.complete(made);
                                        made.startup();
                                        started.complete(made);
                                    } catch (Throwable e) {
                                        started.completeExceptionally(e);
                                    }
                                });
        try {
            CompletableFuture.anyOf(started, fault).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!started.isDone()) {
                abandon(starter, server);
                throw failed(fault.join(), data, null);
            }
            return started.join();
        } catch (ExecutionException e) {
            abandon(starter, server);
            var cause = root(e);
            throw failed(String.valueOf(cause.getMessage()), data, e);
        } catch (TimeoutException e) {
            abandon(starter, server);
            throw new EmbeddedStartException(
                    "Kafka was not ready within %d s: the machine may be too busy, try again."
                            .formatted(timeout.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            abandon(starter, server);
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("The start of Kafka was given up.", e);
        }
    }

    private static EmbeddedStartException failed(String why, Path data, @Nullable Throwable cause) {
        return new EmbeddedStartException(
                "Kafka could not be started (%s): if the disk is well and the port free, move %s away to begin with empty topics."
                        .formatted(why, data),
                cause);
    }

    private static void report(String what, CompletableFuture<String> fault) {
        if (fault.complete(what)) {
            LOG.error("The embedded Kafka broker met a fatal fault and stands still: {}", what);
        }
    }

    /** Takes down what is half up, and waits for it: the folder and the ports are free then. */
    private static void abandon(Thread starter, CompletableFuture<KafkaRaftServer> server) {
        starter.interrupt();
        try {
            starter.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server.isDone()) {
            shutdown(server.join());
        }
    }

    private static Throwable root(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** In a thread of its own, as a broker that doesn't come up may not go down either. */
    private static void shutdown(KafkaRaftServer server) {
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("kafka-stop")
                        .start(
                                () -> {
                                    server.shutdown();
                                    server.awaitShutdown();
                                });
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable faults) {
        try {
            faults.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code host:port}. */
    public String bootstrap() {
        return Ports.loopback().getHostAddress() + ":" + port;
    }

    /** What a client of any kind needs to connect: address, protocol, login of the owner. */
    public Map<String, String> clientProperties() {
        return BrokerSettings.client(bootstrap(), BrokerSettings.USER, password);
    }

    /** What a client needs to connect as the user of an account. */
    public Map<String, String> clientProperties(String user, String userPassword) {
        return BrokerSettings.client(bootstrap(), user, userPassword);
    }

    /** The ports it listens on: for clients, and for its own controller. */
    List<Integer> ports() {
        return claims.ports();
    }

    /** Completes, with what happened, if the broker meets a fatal fault: it stands still then. */
    public CompletionStage<String> fault() {
        return fault.minimalCompletionStage();
    }

    /** Stops the broker in good order; waits at most 10 s. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            shutdown(server);
        } finally {
            closeQuietly(faults);
            claims.close();
        }
    }
}
