package dev.parley.app;

import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.OwnFlags;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.Roles;
import dev.parley.app.running.StageProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs some of Parley's stages against servers that others run, until it is told to stop. */
@Command(
        name = "run",
        description =
                "Run some stages or roles in this process, against a Kafka, a PostgreSQL and a"
                        + " Redis that others run, and stay.")
public final class RunCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--stages", paramLabel = "NAME,...", description = "The stages to run.")
    private @Nullable String stages;

    @Option(names = "--role", paramLabel = "ROLE,...", description = "The roles to run.")
    private @Nullable String roles;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where Kafka is.")
    private @Nullable String kafka;

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "Where PostgreSQL is: postgresql://user@host:port/database.")
    private @Nullable String postgres;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = "Where Redis is: redis://host:port.")
    private @Nullable String redis;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "The name of this process in its groups: its own, and the same after a restart;"
                            + " host name and role by default.")
    private @Nullable String instance;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description = "Of /health/live, /health/ready and /metrics; 0, the default, for any.")
    private @Nullable Integer healthPort;

    @Option(
            names = "--master-key",
            paramLabel = "FILE",
            description = "The master key, the same file for every process.")
    private @Nullable Path masterKey;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The gateway's address.")
    private @Nullable String host;

    @Option(names = "--http-port", paramLabel = "PORT", description = "The gateway's HTTP API.")
    private @Nullable Integer httpPort;

    @Option(names = "--voice-port", paramLabel = "PORT", description = "The gateway's voice.")
    private @Nullable Integer voicePort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where this process keeps its files.")
    private @Nullable Path data;

    @Mixin private ShadowOption shadow = new ShadowOption();

    private @Nullable CommandSpec spec;

    /** Lists what can be run beneath the options. */
    @Spec
    void describe(CommandSpec described) {
        this.spec = described;
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Stages: " + String.join(", ", Roles.stages()));
        lines.add("Roles:");
        Roles.all().forEach((role, runs) -> lines.add("  %-15s %s".formatted(role, told(runs))));
        described.usageMessage().footer(lines.toArray(String[]::new));
    }

    private static String told(List<String> stages) {
        return stages.isEmpty() ? "no stages yet" : String.join(", ", stages);
    }

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        long begun = System.nanoTime();
        ParleyConfig config = configuration.loadDeployed(flags()).root();
        Logging.toStderr();
        try {
            StageProcess running = StageProcess.start(config, line -> say(out, line));
            running.http().ifPresent(http -> say(out, "Console  " + http));
            running.voice().ifPresent(voice -> say(out, "Voice    " + voice));
            say(
                    out,
                    "Ready    %s as %s, after %.1f s. Stop: Ctrl-C"
                            .formatted(
                                    String.join(", ", running.names()),
                                    running.instance(),
                                    Duration.ofNanos(System.nanoTime() - begun).toMillis()
                                            / 1000.0));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private Map<String, String> flags() {
        OwnFlags flags = new OwnFlags();
        if (stages != null || roles != null) {
            flags.put("run.stages", Objects.requireNonNullElse(stages, ""))
                    .put("run.roles", Objects.requireNonNullElse(roles, ""));
        }
        return flags.put("servers.kafka.bootstrap", kafka)
                .put("servers.postgres.url", postgres)
                .put("servers.redis.url", redis)
                .put("servers.master-key", masterKey)
                .put("run.instance", instance)
                .put("run.health-port", healthPort)
                .put("gateway.host", host)
                .put("gateway.http-port", httpPort)
                .put("gateway.voice-port", voicePort)
                .put("data", data)
                .putAll(shadow.flags())
                .byProperty();
    }
}
