package dev.parley.app.running;

import dev.parley.app.Logging;
import dev.parley.app.UserError;
import dev.parley.app.client.Endpoint;
import dev.parley.app.config.EmbeddedConfig;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.demo.Installation;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.TlsFileException;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.memory.KeyCaching;
import dev.parley.connectors.memory.MasterKey;
import dev.parley.connectors.tools.Redis;
import dev.parley.connectors.tools.audit.AuditKey;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedServers;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Stage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All of Parley in one process tree: embedded servers, every stage, the entrance. */
public final class LocalInstallation implements Installation {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /** Whose the local token is. */
    public static final UserId LOCAL_USER = new UserId("local");

    private final Opened opened = new Opened();
    private final ParleyConfig config;
    private final Consumer<String> progress;
    private final Instant begun = Instant.now();
    private URI http = URI.create("http://127.0.0.1/");
    private URI voice = URI.create("ws://127.0.0.1/");
    private String token = "";
    private Map<String, String> kafkaClient = Map.of();
    private Path logFile = Path.of("parley.log");
    private @Nullable Wiring wiring;
    private volatile @Nullable Entrance entrance;
    private volatile @Nullable EngineServices engines;
    private volatile boolean exiting;

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
        return e instanceof EmbeddedStartException
                        || e instanceof PortTakenException
                        || e instanceof TlsFileException
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
        EntrancePorts.check(config.gateway(), config.grpc());
        EntrancePorts.checkEngines(config.gateway(), config.grpc(), Set.copyOf(Pipeline.names()));
        DataDirectory data = opened.add(DataDirectory.open(config.data()));
        logFile = Logging.toFileIn(data.folder("logs"));
        CompletableFuture<Servers> up = new CompletableFuture<>();
        Wiring wiring =
                new Wiring(
                        config,
                        up::join,
                        data.folder("models"),
                        () -> MasterKey.openOrCreate(data.folder("keys").resolve("master.key")),
                        () -> AuditKey.openOrCreate(data.folder("keys").resolve(AuditKey.FILE)),
                        KeyCaching.alone());
        this.wiring = wiring;
        CompletableFuture<List<Stage>> making =
                Pipeline.make(Set.copyOf(Pipeline.names()), config, wiring);
        Servers servers = startServers(data);
        kafkaClient = servers.kafka();
        new BrokerTopics(kafkaClient, config.partitions(), config.retention()).ensure();
        up.complete(servers);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(wiring::users);
        opened.add(wiring);
        List<Stage> stages = Pipeline.made(making);
        say("Speech, voice and language models are loaded");
        Thread warmUp = WarmUp.begin(wiring);
        run(stages, wiring, data);
        warmUp.join(WarmUp.PATIENCE);
        say(
                "All "
                        + stages.size()
                        + " stages are up ("
                        + seconds(Duration.between(begun, Instant.now()))
                        + " in all)");
        new Endpoint(voice, http, token, config.gateway().tls().authority()).write(data.root());
        opened.add(() -> Endpoint.remove(data.root()));
    }

    private Servers startServers(DataDirectory data) {
        EmbeddedServers servers =
                opened.add(new EmbeddedServers(data, settings(config.embedded())));
        servers.start((part, took) -> say(part.title() + " is up (" + seconds(took) + ")"));
        EmbeddedDatabase at = servers.database();
        return new Servers(
                servers.kafka().clientProperties(),
                new Database(at.host(), at.port(), at.database(), at.user(), at.password()),
                () -> redis(config.embedded(), servers));
    }

    private void run(List<Stage> stages, Wiring wiring, DataDirectory data)
            throws InterruptedException {
        SchemaCatalogue schemas = SchemaCatalogue.load();
        SchemaTopic others = opened.add(SchemaTopic.open(kafkaClient, schemas));
        Wire wire = new Wire(wiring.keys(), schemas, others);
        Vertx vertx = Vertx.vertx();
        opened.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        EventWriter writer = opened.add(new EventWriter(wire, kafkaClient));
        RunningStages running =
                opened.add(
                        new RunningStages(
                                stages,
                                wire,
                                writer,
                                KafkaSettings.alone(kafkaClient, data.folder("streams"))));
        running.start(vertx);
        RunningStages shadows =
                opened.add(
                        RunningStages.unheard(
                                Pipeline.shadows(config, wiring),
                                wire,
                                KafkaSettings.alone(kafkaClient, data.folder("streams"))));
        shadows.start(vertx);
        SecretToken local =
                LocalAccess.open(
                        wiring.users(), data.folder("secrets").resolve("local-token"), LOCAL_USER);
        token = local.text();
        Identity identity = wiring.identity(vertx, config.gateway().jwt());
        Entrance entrance =
                opened.add(
                        new Entrance(
                                vertx,
                                config,
                                kafkaClient,
                                wire,
                                writer,
                                wiring,
                                identity,
                                "gw" + Long.toString(System.currentTimeMillis(), 36),
                                () -> checks(wiring, running),
                                new Figures(running.hostsAnd(shadows), this::sessions)));
        this.entrance = entrance;
        engines =
                opened.add(
                        new EngineServices(
                                vertx,
                                config,
                                () -> identity,
                                wiring,
                                Set.copyOf(Pipeline.names())));
        http = entrance.http();
        voice = entrance.voice();
        if (!running.awaitReady(READY_WITHIN)) {
            throw new UserError(
                    "These stages didn't start within a minute: "
                            + String.join(", ", running.late())
                            + ". The log tells why.");
        }
    }

    private int sessions() {
        Entrance open = entrance;
        return open == null ? 0 : open.sessions();
    }

    private static List<Readiness.Check> checks(Wiring wiring, RunningStages running) {
        List<Readiness.Check> checks = new ArrayList<>(wiring.stores());
        checks.addAll(running.checks());
        return checks;
    }

    private static Redis redis(EmbeddedConfig config, EmbeddedServers servers) {
        EmbeddedConfig.OwnRedis own = config.ownRedis();
        if (own != null) {
            return new Redis(own.host(), own.port(), own.password());
        }
        EmbeddedRedis at = servers.redis();
        return new Redis(at.host(), at.port(), at.password());
    }

    private static EmbeddedServers.Settings settings(EmbeddedConfig config) {
        return new EmbeddedServers.Settings(
                EmbeddedKafka.Settings.DEFAULT.on(config.kafkaPort()),
                EmbeddedDatabase.Settings.DEFAULT.on(config.postgresPort()),
                config.ownRedis() != null
                        ? null
                        : EmbeddedRedis.Settings.DEFAULT.on(config.redisPort()));
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

    /** Where gRPC's voice and agent are: host and port. */
    public String grpcAgent() {
        Entrance open = entrance;
        return open == null ? "" : open.grpcAgent();
    }

    /** Where gRPC's tools are: host and port. */
    public String grpcTools() {
        Entrance open = entrance;
        return open == null ? "" : open.grpcTools();
    }

    /** Where gRPC's recogniser is: host and port. */
    public String grpcStt() {
        EngineServices open = engines;
        return open == null ? "" : open.stt().orElse("");
    }

    /** Where gRPC's synthesiser is: host and port. */
    public String grpcTts() {
        EngineServices open = engines;
        return open == null ? "" : open.tts().orElse("");
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
        opened.close();
    }

    private void say(String line) {
        progress.accept(line);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
