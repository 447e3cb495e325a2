package dev.parley.load.once;

import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.PostgresLedger;
import dev.parley.connectors.tools.Toolbox;
import dev.parley.load.scale.FixedKey;
import dev.parley.schemas.codec.Wire;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.TransformHost;
import dev.parley.streams.tool.Tools;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A process with {@code tool} alone; ends at once when who started it is gone. */
final class ExecutorMain {
    /** Is the line that says that it handles calls. */
    static final String READY = "Ready";

    private static final int CONNECTIONS = 4;

    private ExecutorMain() {}

    /**
     * @param arguments the broker's address, the process's name, its folder, the counting service,
     *     then the database's host, port, name, user and password
     */
    public static void main(String[] arguments) throws InterruptedException {
        String name = arguments[1];
        Map<String, String> client = Map.of("bootstrap.servers", arguments[0]);
        URI executor = URI.create(arguments[3]).resolve(name + "/");
        Database database =
                new Database(
                        arguments[4],
                        Integer.parseInt(arguments[5]),
                        arguments[6],
                        arguments[7],
                        arguments[8]);
        HttpClient http = HttpClient.newHttpClient();
        Wire wire = new Wire(new FixedKey());
        TransformHost host =
                new TransformHost(
                        new Tools(
                                new Toolbox(
                                        List.of(
                                                CountingTool.once(executor, http),
                                                CountingTool.again(executor, http))),
                                new PostgresLedger(database.pool(CONNECTIONS), new FixedKey()),
                                ZoneOffset.UTC),
                        wire,
                        new EventWriter(wire, client),
                        KafkaSettings.of(client, name, Path.of(arguments[2])),
                        Clock.systemUTC());
        host.start();
        while (!host.ready()) {
            Thread.sleep(Duration.ofMillis(20));
        }
        System.out.println(READY);
        while (ProcessHandle.current().parent().isPresent()) {
            Thread.sleep(Duration.ofSeconds(1));
        }
        Runtime.getRuntime().halt(1);
    }
}
