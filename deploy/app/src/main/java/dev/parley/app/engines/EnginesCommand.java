package dev.parley.app.engines;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.HearingModel;
import dev.parley.app.text.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code parley engines}: optional engines beside Parley. */
@Command(
        name = "engines",
        description = {
            "Start, stop and show engines that run beside Parley, in Python, on this machine:"
                    + " whisper understands people, voice sounds like one.",
            "They are installed into the data directory, each package checked against its"
                    + " checksum. Nothing else in Parley needs them."
        })
public final class EnginesCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; by default the usual one.",
            scope = ScopeType.INHERIT)
    private @Nullable Path data;

    @Spec private @Nullable CommandSpec spec;

    private final String systemPython;

    public EnginesCommand() {
        this("python3");
    }

    EnginesCommand(String systemPython) {
        this.systemPython = systemPython;
    }

    @Override
    public void run() {
        try {
            status(false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Command(name = "status", description = "Say how each engine is.")
    void status(@Option(names = "--json", description = "Print JSON.") boolean json)
            throws IOException {
        ArrayNode all = new ObjectMapper().createArrayNode();
        Table table = new Table("NAME", "STATE", "ADDRESS", "WHAT IT IS");
        for (Engines.Status status : engines().status()) {
            String address = status.port() == 0 ? "" : "http://127.0.0.1:" + status.port() + "/v1";
            table.row(
                    status.engine().typed(),
                    status.state().told(),
                    address,
                    status.engine().about());
            ObjectNode node =
                    all.addObject()
                            .put("name", status.engine().typed())
                            .put("state", status.state().told())
                            .put("log", status.log().toString());
            if (!address.isEmpty()) {
                node.put("address", address);
            }
        }
        if (json) {
            out().println(all.toPrettyString());
        } else {
            out().print(table);
        }
        out().flush();
    }

    @Command(
            name = "start",
            description = {
                "Install an engine, if it isn't, and start it. It goes on until it is stopped.",
                "Before it is installed, its licences and its size are shown; --yes agrees."
            })
    void start(
            @Parameters(
                            paramLabel = "ENGINE",
                            converter = EngineName.class,
                            description = "whisper or voice.")
                    LocalEngine engine,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            description = "On 127.0.0.1; whisper 8801, voice 8802.")
                    @Nullable Integer port,
            @Option(names = "--yes", description = "Agree to the licences and the size.")
                    boolean yes)
            throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(out(), true, System.getenv());
        ParleyConfig config = config();
        int listens =
                Engines.of(config, systemPython)
                        .start(engine, port == null ? engine.usualPort() : port, yes, terminal)
                        .port();
        terminal.line("%s is ready at http://127.0.0.1:%d/v1".formatted(engine.typed(), listens));
        boolean starter =
                HearingModel.of(config.engines(), config.data().resolve("models")).isStarter();
        out().println("Use it: parley up --with " + engine.typed() + ", or set");
        new TreeMap<>(engine.settings(listens, starter))
                .forEach((property, value) -> out().println("  " + property + ": " + value));
        out().flush();
    }

    @Command(name = "stop", description = "Stop an engine. It stays installed.")
    void stop(
            @Parameters(
                            paramLabel = "ENGINE",
                            converter = EngineName.class,
                            description = "whisper or voice.")
                    LocalEngine engine)
            throws IOException, InterruptedException {
        boolean ran = engines().stop(engine);
        out().println(engine.typed() + (ran ? " is stopped." : " didn't run."));
        out().flush();
    }

    private Engines engines() {
        return Engines.of(config(), systemPython);
    }

    private ParleyConfig config() {
        ParleyConfig config = configuration.load().root();
        return data == null ? config : config.in(data.toAbsolutePath());
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
