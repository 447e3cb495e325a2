package dev.parley.load.scale;

import dev.parley.app.running.Figures;
import dev.parley.connectors.gateway.HealthServer;
import dev.parley.schemas.codec.Wire;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.TransformHost;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process with {@code hearing} alone and its {@code /metrics}; ends in good order when it is told
 * to, and at once when who started it is gone.
 */
final class HearingMain {
    /** Begins the line that ends with the port of {@code /metrics}, once it handles sound. */
    static final String READY = "Ready ";

    private HearingMain() {}

    /**
     * @param arguments the broker's address, the process's name, its folder, the engine
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> client = Map.of("bootstrap.servers", arguments[0]);
        Wire wire = new Wire(new FixedKey());
        EventWriter writer = new EventWriter(wire, client);
        TransformHost host =
                new TransformHost(
                        Engine.parse(arguments[3]).hearing(),
                        wire,
                        writer,
                        KafkaSettings.of(client, arguments[1], Path.of(arguments[2])),
                        Clock.systemUTC());
        HealthServer health =
                HealthServer.start(
                        Vertx.vertx(),
                        "127.0.0.1",
                        0,
                        List::of,
                        new Figures(List.of(host), () -> 0));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    host.close();
                                    writer.close();
                                }));
        host.start();
        while (!host.ready()) {
            Thread.sleep(Duration.ofMillis(20));
        }
        System.out.println(READY + health.port());
        while (ProcessHandle.current().parent().isPresent()) {
            Thread.sleep(Duration.ofSeconds(1));
        }
        Runtime.getRuntime().halt(1);
    }
}
