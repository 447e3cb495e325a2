package dev.parley.app;

import dev.parley.app.client.Terminal;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.OwnFlags;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.engines.EngineName;
import dev.parley.app.engines.Engines;
import dev.parley.app.engines.LocalEngine;
import dev.parley.app.engines.WatchedEngine;
import dev.parley.app.models.FirstModel;
import dev.parley.app.models.HearingModel;
import dev.parley.app.running.LocalInstallation;
import dev.parley.app.running.Recognizers;
import dev.parley.app.tls.MachineNames;
import dev.parley.app.tls.QrCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all of Parley until it is told to stop. */
@Command(
        name = "up",
        description = "Start everything on this machine and stay. Ctrl-C stops it; the data stays.")
public final class UpCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Listen on this address; 127.0.0.1 by default.")
    private @Nullable String host;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Of the HTTP API; 8000.")
    private @Nullable Integer httpPort;

    @Option(names = "--voice-port", paramLabel = "PORT", description = "Of voice; 9000.")
    private @Nullable Integer voicePort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Of the embedded Kafka; its last one, or any that is free.")
    private @Nullable Integer kafkaPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            description = "Of the embedded PostgreSQL; its last one, or any that is free.")
    private @Nullable Integer postgresPort;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            description = "Of the embedded Redis; its last one, or any that is free.")
    private @Nullable Integer redisPort;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description =
                    "A Redis of your own instead of the embedded one: redis://host:port. Its"
                            + " password is better set as PARLEY_EMBEDDED_REDIS, with the whole"
                            + " redis://:password@host:port.")
    private @Nullable String redis;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
    private @Nullable Path data;

    @Option(
            names = "--offline",
            description = "Fetch no speech model from the network at the first start.")
    private boolean offline;

    @Option(
            names = "--with",
            paramLabel = "ENGINE",
            split = ",",
            converter = EngineName.class,
            description =
                    "Start these engines beside it, and use them: whisper, voice (parley engines).")
    private Set<LocalEngine> with = EnumSet.noneOf(LocalEngine.class);

    @Option(
            names = "--yes",
            description = "Agree to the licences and the size of --with's engines.")
    private boolean yes;

    @Mixin private ShadowOption shadow = new ShadowOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out =
                spec == null
                        ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                        : spec.commandLine().getOut();
        ParleyConfig config = configuration.load(flags()).root();
        boolean open = !config.gateway().host().matches("127\\..*|localhost|::1");
        if (open && !config.gateway().tls().on()) {
            out.println(
                    "Warning: listening on "
                            + config.gateway().host()
                            + " without TLS: whoever shares the network can listen in.");
        }
        Terminal terminal = Terminal.of(out, true, System.getenv());
        try {
            FirstModel.published().beforeStart(config, terminal);
            config = withEngines(config, terminal);
            String hearing = Recognizers.told(config, config.data().resolve("models"));
            LocalInstallation running =
                    LocalInstallation.start(
                            config,
                            line -> {
                                out.println("  " + line);
                                out.flush();
                            });
            String token = running.token();
            out.println();
            out.println("Console  " + running.http() + "#token=" + token);
            out.println("Voice    " + running.voice() + "?token=" + token);
            if (open && config.gateway().tls().on()) {
                showToPhones(out, running);
            }
            out.println(
                    "gRPC     %s, stt %s, tts %s, tools %s"
                            .formatted(
                                    running.grpcAgent(),
                                    running.grpcStt(),
                                    running.grpcTts(),
                                    running.grpcTools()));
            out.println("Hearing  with " + hearing);
            out.println("Data     " + running.data());
            out.println("Log      " + running.logFile());
            out.println();
            out.println("Try: ./parley talk \"what time is it in tokyo\"     Stop: Ctrl-C");
            out.flush();
            ClassArchive.makeIfWanted();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** They end with this process. */
    private ParleyConfig withEngines(ParleyConfig config, Terminal terminal)
            throws InterruptedException {
        ParleyConfig using = config;
        boolean starter =
                HearingModel.of(config.engines(), config.data().resolve("models")).isStarter();
        for (LocalEngine engine : with) {
            WatchedEngine watched = Engines.of(config).watch(engine, yes, terminal);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(watched::close, "engine-stop-" + engine.typed()));
            using = using.with(engine.settings(watched.port(), starter));
        }
        return using;
    }

    private static void showToPhones(PrintWriter out, LocalInstallation running) {
        MachineNames.inTheNetwork()
                .ifPresent(
                        address -> {
                            String url =
                                    "https://"
                                            + address
                                            + ":"
                                            + running.http().getPort()
                                            + "/#token="
                                            + running.token();
                            out.println("Phone    " + url);
                            out.println(QrCode.of(url));
                        });
    }

    private Map<String, String> flags() {
        return new OwnFlags()
                .put("gateway.host", host)
                .put("gateway.http-port", httpPort)
                .put("gateway.voice-port", voicePort)
                .put("embedded.kafka-port", kafkaPort)
                .put("embedded.postgres-port", postgresPort)
                .put("embedded.redis-port", redisPort)
                .put("embedded.redis", redis)
                .put("data", data)
                .put("engines.offline", offline ? "true" : null)
                .putAll(shadow.flags())
                .byProperty();
    }
}
