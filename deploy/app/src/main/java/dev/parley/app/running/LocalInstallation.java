package dev.parley.app.running;

import dev.parley.app.Logging;
import dev.parley.app.UserError;
import dev.parley.app.client.Endpoint;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.demo.Installation;
import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.GatewayServer;
import dev.parley.connectors.gateway.KafkaConversationLog;
import dev.parley.connectors.gateway.LocalTokens;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.Redis;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedServers;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.StageHost;
import dev.parley.streams.stage.StageVerticle;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.TopologyHost;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.stage.TransformHost;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of Parley in one process tree: embedded servers, every stage, the entrance. */
public final class LocalInstallation implements Installation {
    private static final Logger log = LoggerFactory.getLogger(LocalInstallation.class);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /** Whose the local token is. */
    public static final UserId LOCAL_USER = new UserId("local");

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final ParleyConfig config;
    private final Consumer<String> progress;
    private final Instant begun = Instant.now();
    private final List<StageHost> hosts = new ArrayList<>();
    private final List<StageHost> shadows = new ArrayList<>();
    private URI http = URI.create("http://127.0.0.1/");
    private URI voice = URI.create("ws://127.0.0.1/");
    private String token = "";
    private Map<String, String> kafkaClient = Map.of();
    private Path logFile = Path.of("parley.log");
    private @Nullable Wiring wiring;
    private volatile @Nullable GatewayServer gateway;
    private volatile boolean exiting;
    private boolean closed;

    private LocalInstallation(ParleyConfig config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /**
     * Starts everything; returns once a question can be answered.
     *
     * @param progress takes a line for each step
     * @throws UserError with a sentence that names the cure
     */
    public static LocalInstallation start(ParleyConfig config, Consumer<String> progress)
            throws InterruptedException {
        LocalInstallation installation = new LocalInstallation(config, progress);
        Thread onExit = new Thread(installation::stop, "parley-stop");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            installation.begin();
            return installation;
        } catch (RuntimeException e) {
            installation.close();
            installation.leaveItToTheExit();
            throw told(e);
        } catch (IOException e) {
            installation.close();
            throw new UserError("The data directory can't be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            installation.close();
            throw e;
        }
    }

    private static RuntimeException told(RuntimeException e) {
        return e instanceof EmbeddedStartException || e instanceof PortTakenException
                ? new UserError(String.valueOf(e.getMessage()), e)
                : e;
    }

    /** Ctrl-C: what is still starting is stopped as well, and its faults are nobody's concern. */
    private void stop() {
        exiting = true;
        close();
    }

    private void leaveItToTheExit() {
        while (exiting) {
            LockSupport.park(this);
        }
    }

    private void begin() throws IOException, InterruptedException {
        EntrancePorts.check(config.gateway());
        DataDirectory data = opened(DataDirectory.open(config.data()));
        logFile = Logging.toFileIn(data.folder("logs"));
        CompletableFuture<Wiring.Engines> engines = loadEngines(data.folder("models"));
        EmbeddedServers servers =
                opened(new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT));
        servers.start((part, took) -> say(part.title() + " is up (" + seconds(took) + ")"));
        kafkaClient = servers.kafka().clientProperties();
        new BrokerTopics(kafkaClient, config.partitions(), config.retention()).ensure();
        Wiring wiring =
                opened(
                        new Wiring(
                                joined(engines),
                                config,
                                database(servers.database()),
                                redis(servers.redis()),
                                data.folder("keys").resolve("master.key")));
        this.wiring = wiring;
        say("Speech, voice and language models are loaded");
        Wire wire = new Wire(wiring.keys());
        Vertx vertx = Vertx.vertx();
        opened(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        EventWriter writer = opened(new EventWriter(wire, kafkaClient));
        Departures.write(kafkaClient, wire, writer);
        startStages(vertx, wire, writer, wiring, data.folder("streams"));
        GatewayServer gateway = startGateway(vertx, wire, wiring, data);
        awaitReady();
        say(
                "All "
                        + hosts.size()
                        + " stages are up ("
                        + seconds(Duration.between(begun, Instant.now()))
                        + " in all)");
        String host = EntrancePorts.reachable(config.gateway().host());
        http = URI.create("http://" + host + ":" + gateway.httpPort() + "/");
        voice = URI.create("ws://" + host + ":" + gateway.voicePort() + "/v1/realtime");
        new Endpoint(voice, http, token).write(data.root());
        opened(() -> Endpoint.remove(data.root()));
    }

    private CompletableFuture<Wiring.Engines> loadEngines(Path models) {
        CompletableFuture<Wiring.Engines> loading = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("parley-load")
                .daemon()
                .start(
                        () -> {
                            try {
                                loading.complete(Wiring.load(config, models));
                            } catch (RuntimeException | Error | InterruptedException e) {
                                loading.completeExceptionally(e);
                            }
                        });
        return loading;
    }

    private static Wiring.Engines joined(CompletableFuture<Wiring.Engines> engines) {
        try {
            return engines.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    private void startStages(
            Vertx vertx, Wire wire, EventWriter writer, Wiring wiring, Path streams) {
        KafkaSettings settings = KafkaSettings.alone(kafkaClient, streams);
        InstantSource clock = Clock.systemUTC();
        for (Stage stage : Pipeline.stages(config, wiring)) {
            StageHost host =
                    switch (stage) {
                        case Topology<?> topology ->
                                new TopologyHost(topology, wire, settings, clock);
                        case Transform transform ->
                                new TransformHost(transform, wire, writer, settings, clock);
                    };
            hosts.add(host);
        }
        opened(() -> hosts.parallelStream().forEach(StageHost::close));
        hosts.forEach(host -> join(vertx.deployVerticle(new StageVerticle(host))));
        startShadows(vertx, wire, wiring, settings);
    }

    /** Nobody waits for them, and they share no producer with those who are waited for. */
    private void startShadows(Vertx vertx, Wire wire, Wiring wiring, KafkaSettings settings) {
        for (Transform shadow : Pipeline.shadows(wiring)) {
            EventWriter writer = opened(new EventWriter(wire, kafkaClient));
            TransformHost host =
                    new TransformHost(shadow, wire, writer, settings, Clock.systemUTC());
            shadows.add(host);
            opened(host::close);
            join(vertx.deployVerticle(new StageVerticle(host)));
        }
    }

    private GatewayServer startGateway(Vertx vertx, Wire wire, Wiring wiring, DataDirectory data) {
        LocalTokens tokens =
                LocalTokens.in(data.folder("secrets").resolve("local-token"), LOCAL_USER);
        token = tokens.token();
        ConversationLog conversation =
                opened(
                        new KafkaConversationLog(
                                kafkaClient,
                                wire,
                                Set.of(),
                                (topic, failure) ->
                                        log.error(
                                                "The gateway couldn't write to {}: {}",
                                                topic,
                                                failure.toString())));
        GatewayServer.Surroundings surroundings =
                new GatewayServer.Surroundings(
                        "gw" + Long.toString(System.currentTimeMillis(), 36),
                        conversation,
                        tokens,
                        () -> checks(wiring),
                        wiring.classifier(),
                        new CommittedSchemas(),
                        new Figures(
                                Stream.concat(hosts.stream(), shadows.stream()).toList(),
                                this::sessions),
                        Clock.systemUTC());
        GatewayServer server = GatewayServer.start(vertx, config.gateway(), surroundings);
        gateway = server;
        return opened(server);
    }

    private int sessions() {
        GatewayServer server = gateway;
        return server == null ? 0 : server.sessions();
    }

    private List<Readiness.Check> checks(Wiring wiring) {
        List<Readiness.Check> checks = new ArrayList<>(wiring.stores());
        for (StageHost host : hosts) {
            checks.add(
                    new Readiness.Check(
                            host.stage().name(),
                            host.ready(),
                            host.ready() ? "handles events" : "has no partitions yet"));
        }
        return checks;
    }

    private void awaitReady() throws InterruptedException {
        Instant until = Instant.now().plus(READY_WITHIN);
        while (!hosts.stream().allMatch(StageHost::ready)) {
            if (Instant.now().isAfter(until)) {
                String late =
                        String.join(
                                ", ",
                                hosts.stream()
                                        .filter(host -> !host.ready())
                                        .map(host -> host.stage().name())
                                        .toList());
                throw new UserError(
                        "These stages didn't start within a minute: "
                                + late
                                + ". The log tells why.");
            }
            Thread.sleep(10);
        }
    }

    private static Database database(EmbeddedDatabase at) {
        return new Database(at.host(), at.port(), at.database(), at.user(), at.password());
    }

    private static Redis redis(EmbeddedRedis at) {
        return new Redis(at.host(), at.port(), at.password());
    }

    /** The HTTP API. */
    public URI http() {
        return http;
    }

    /** The voice WebSocket. */
    @Override
    public URI voice() {
        return voice;
    }

    /** The local token. */
    @Override
    public String token() {
        return token;
    }

    /** Where the data lies. */
    @Override
    public Path data() {
        return config.data();
    }

    /** Where what happens is logged. */
    public Path logFile() {
        return logFile;
    }

    /** The engines and stores that it runs on. */
    Wiring wiring() {
        if (wiring == null) {
            throw new IllegalStateException("not started");
        }
        return wiring;
    }

    /** Properties of a Kafka client that reads the embedded broker. */
    public Map<String, String> kafkaClient() {
        return kafkaClient;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable last;
            synchronized (running) {
                closed = true;
                last = running.pollLast();
            }
            if (last == null) {
                return;
            }
            close(last);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("Not stopped in good order: {}", e.toString(), e);
        }
    }

    /**
     * @throws CancellationException if all was closed meanwhile; then the part is closed too
     */
    private <T extends AutoCloseable> T opened(T part) {
        synchronized (running) {
            if (!closed) {
                running.addLast(part);
                return part;
            }
        }
        close(part);
        throw new CancellationException("closed while it started");
    }

    private void say(String line) {
        progress.accept(line);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private static void join(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
