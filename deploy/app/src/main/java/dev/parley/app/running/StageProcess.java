package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.client.Endpoint;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServersConfig;
import dev.parley.connectors.gateway.HealthServer;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.TlsFileException;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.memory.KeyCaching;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.codec.Wire;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Stage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some of Parley's stages in this process, against servers that others run. Application ids and
 * group ids are those of {@link LocalInstallation}, so that either form goes on where the other
 * stopped.
 */
public final class StageProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final ParleyConfig config;
    private final Selection selection;
    private final String instance;
    private final Consumer<String> progress;
    private final Opened opened = new Opened();
    private volatile List<Readiness.Check> starting =
            List.of(new Readiness.Check("start", false, "is under way"));
    private volatile @Nullable Started started;
    private volatile @Nullable Authenticator authenticator;
    private volatile boolean exiting;

    /** What health and figures are told of. */
    private record Started(
            BrokerAnswers broker,
            Wiring wiring,
            RunningStages stages,
            RunningStages shadows,
            @Nullable Entrance entrance) {}

    private StageProcess(ParleyConfig config, Consumer<String> progress) {
        this.config = config;
        this.selection = Selection.of(config.run());
        this.instance = instance(config);
        this.progress = progress;
    }

    /**
     * Starts what the configuration's {@code run} names; returns once it is ready.
     *
     * @param progress takes a line for each step
     * @throws UserError with a sentence that names the cure
     */
    public static StageProcess start(ParleyConfig config, Consumer<String> progress)
            throws InterruptedException {
        StageProcess process = new StageProcess(config, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "parley-stop"));
        try {
            process.begin();
            return process;
        } catch (EmbeddedStartException | PortTakenException | TlsFileException e) {
            process.abandon();
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | InterruptedException e) {
            process.abandon();
            throw e;
        } catch (IOException e) {
            process.abandon();
            throw new UserError("The data directory can't be written: " + e.getMessage(), e);
        }
    }

    /** Ctrl-C: what is still starting is stopped as well, and its faults are nobody's concern. */
    private void stop() {
        exiting = true;
        close();
    }

    private void abandon() {
        close();
        while (exiting) {
            LockSupport.park(this);
        }
    }

    private void begin() throws IOException, InterruptedException {
        Servers servers = OutsideServers.of(config.servers());
        if (selection.gateway()) {
            EntrancePorts.check(config.gateway(), config.grpc());
        }
        EntrancePorts.checkEngines(config.gateway(), config.grpc(), selection.stages());
        DataDirectory own = opened.add(ownDirectory());
        Vertx vertx = Vertx.vertx();
        opened.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        HealthServer health =
                opened.add(
                        HealthServer.start(
                                vertx,
                                config.run().healthHost(),
                                config.run().healthPort(),
                                this::checks,
                                this::figures,
                                () -> Optional.ofNullable(authenticator)));
        progress.accept(
                "Health   http://%s:%d/health/ready"
                        .formatted(
                                EntrancePorts.reachable(config.run().healthHost()), health.port()));
        OutsideServers.check(servers);
        BrokerTopics topics =
                new BrokerTopics(servers.kafka(), config.partitions(), config.retention());
        if (config.servers().createTopics()) {
            topics.ensure();
        } else {
            topics.check();
        }
        Wiring wiring =
                opened.add(
                        new Wiring(
                                config,
                                () -> servers,
                                DataDirectory.folderIn(config.data(), "models"),
                                new SharedKeys(config)::masterKey,
                                new SharedKeys(config)::auditKey,
                                KeyCaching.amongOthers()));
        Lazy<Identity> identity = new Lazy<>(() -> wiring.identity(vertx, config.gateway().jwt()));
        if (HealthServer.asksForToken(config.run().healthHost())) {
            authenticator = identity.get().authenticator();
        }
        run(vertx, servers, wiring, identity, own);
    }

    private DataDirectory ownDirectory() {
        Path own = DataDirectory.folderIn(config.data(), "instances").resolve(instance);
        if (DataDirectory.isOpen(own)) {
            throw new UserError(
                    "A process of the name %s runs already: give this one a name of its own with --instance."
                            .formatted(instance));
        }
        return DataDirectory.open(own);
    }

    private void run(
            Vertx vertx, Servers servers, Wiring wiring, Lazy<Identity> identity, DataDirectory own)
            throws IOException, InterruptedException {
        SchemaCatalogue schemas = SchemaCatalogue.load();
        SchemaTopic others = opened.add(SchemaTopic.open(servers.kafka(), schemas));
        Wire wire = new Wire(wiring.keys(), schemas, others);
        CompletableFuture<List<Stage>> making = Pipeline.make(selection.stages(), config, wiring);
        BrokerAnswers broker = opened.add(new BrokerAnswers(servers.kafka()));
        EventWriter writer = opened.add(new EventWriter(wire, servers.kafka()));
        ServersConfig.Kafka kafka = config.servers().kafka();
        RunningStages stages =
                opened.add(
                        new RunningStages(
                                Pipeline.made(making),
                                wire,
                                writer,
                                KafkaSettings.amongOthers(
                                        servers.kafka(),
                                        instance,
                                        kafka.sessionTimeout(),
                                        kafka.heartbeat(),
                                        own.folder("streams"))));
        stages.start(vertx);
        RunningStages shadows =
                opened.add(
                        RunningStages.unheard(
                                selection.stages().contains("intent")
                                        ? Pipeline.shadows(config, wiring)
                                        : List.of(),
                                wire,
                                KafkaSettings.amongOthers(
                                        servers.kafka(),
                                        instance,
                                        kafka.sessionTimeout(),
                                        kafka.heartbeat(),
                                        own.folder("streams"))));
        shadows.start(vertx);
        Entrance entrance =
                selection.gateway()
                        ? openEntrance(vertx, servers, wiring, identity.get(), wire, writer, own)
                        : null;
        EngineServices engines =
                opened.add(
                        new EngineServices(
                                vertx, config, identity::get, wiring, selection.stages()));
        engines.stt().ifPresent(at -> progress.accept("Stt      " + at));
        engines.tts().ifPresent(at -> progress.accept("Tts      " + at));
        started = new Started(broker, wiring, stages, shadows, entrance);
        starting = List.of();
        while (!stages.awaitReady(READY_WITHIN)) {
            progress.accept("Waiting for " + String.join(", ", stages.late()));
        }
    }

    private Entrance openEntrance(
            Vertx vertx,
            Servers servers,
            Wiring wiring,
            Identity identity,
            Wire wire,
            EventWriter writer,
            DataDirectory own)
            throws IOException, InterruptedException {
        SecretToken local = new SharedKeys(config).token(wiring.users());
        Entrance entrance =
                opened.add(
                        new Entrance(
                                vertx,
                                config,
                                servers.kafka(),
                                wire,
                                writer,
                                wiring,
                                identity,
                                instance + "." + Long.toString(System.currentTimeMillis(), 36),
                                this::checks,
                                this::figures));
        new Endpoint(
                        entrance.voice(),
                        entrance.http(),
                        local.text(),
                        config.gateway().tls().authority())
                .write(own.root());
        opened.add(() -> Endpoint.remove(own.root()));
        return entrance;
    }

    private static String instance(ParleyConfig config) {
        String named = config.run().instance();
        if (named != null) {
            return named;
        }
        List<String> parts = new ArrayList<>();
        parts.add(hostName());
        parts.addAll(config.run().roles());
        parts.addAll(config.run().stages());
        String name = String.join("-", parts).replaceAll("[^A-Za-z0-9._-]", "-");
        return name.substring(0, Math.min(name.length(), 100));
    }

    private static String hostName() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(
                        () -> {
                            try {
                                return InetAddress.getLocalHost().getHostName();
                            } catch (UnknownHostException e) {
                                return "localhost";
                            }
                        })
                .toLowerCase(Locale.ROOT);
    }

    private List<Readiness.Check> checks() {
        Started now = started;
        if (now == null) {
            return starting;
        }
        List<Readiness.Check> checks = new ArrayList<>();
        checks.add(now.broker().check());
        checks.addAll(now.wiring().stores());
        checks.addAll(now.stages().checks());
        return checks;
    }

    private String figures() {
        Started now = started;
        return new Figures(
                        now == null ? List.of() : now.stages().hostsAnd(now.shadows()),
                        () -> now == null || now.entrance() == null ? 0 : now.entrance().sessions())
                .get();
    }

    /** The name of this process in its groups. */
    public String instance() {
        return instance;
    }

    /** The names of what it runs. */
    public List<String> names() {
        return selection.names();
    }

    /** The voice WebSocket, where the gateway is among them. */
    public Optional<URI> voice() {
        return entrance().map(Entrance::voice);
    }

    /** The HTTP API, where the gateway is among them. */
    public Optional<URI> http() {
        return entrance().map(Entrance::http);
    }

    private Optional<Entrance> entrance() {
        return Optional.ofNullable(started).map(Started::entrance);
    }

    @Override
    public void close() {
        opened.close();
    }
}
