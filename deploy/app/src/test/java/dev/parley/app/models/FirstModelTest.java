package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.Palette;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.PublishedModel.Piece;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstModelTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), Palette.of(true, Map.of()), false);

    @Test
    void fetchesAndChoosesTheModel() throws Exception {
        try (ModelServer server = new ModelServer()) {
            // Given
            server.put("/m.zip", FetchingTest.zip(Map.of("m/am/final.mdl", "x")));
            ModelStore store = new ModelStore(folder);

            // When
            boolean there =
                    new FirstModel(model(server.at("/m.zip")), LONG, LONG)
                            .fetch(store, fetching(store), terminal);

            // Then
            assertThat(there).isTrue();
            assertThat(store.hearing()).contains("m");
            assertThat(HearingModel.of(ParleyConfig.defaults().engines(), folder).told())
                    .isEqualTo("m");
        }
    }

    @Test
    void goesOnWithTheStarterModelWhereNobodyAnswersInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // Given
            URI source = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/m.zip");
            ModelStore store = new ModelStore(folder);
            long begun = System.nanoTime();

            // When
            boolean there =
                    new FirstModel(model(source), Duration.ofMillis(200), LONG)
                            .fetch(store, fetching(store), terminal);

            // Then
            assertThat(there).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
            assertThat(out.toString()).contains("the starter model hears").hasLineCount(1);
            assertThat(store.hearing()).isEmpty();
        }
    }

    @Test
    void saysWhyInOneLineWhereTheSourceFails() throws Exception {
        try (ModelServer server = new ModelServer()) {
            // Given
            ModelStore store = new ModelStore(folder);

            // When
            new FirstModel(model(server.at("/nowhere.zip")), LONG, LONG)
                    .fetch(store, fetching(store), terminal);

            // Then
            assertThat(out.toString())
                    .contains("status 404")
                    .contains("The starter model hears.")
                    .hasLineCount(1);
        }
    }

    @Test
    void goesOnInTheBackgroundWhereItTakesTooLong() throws Exception {
        try (ModelServer server = new ModelServer()) {
            // Given
            ModelServer.Shelf shelf =
                    server.put("/m.zip", FetchingTest.zip(Map.of("m/am/final.mdl", "x")));
            shelf.rest = new CountDownLatch(1);
            ModelStore store = new ModelStore(folder);

            // When
            boolean there =
                    new FirstModel(model(server.at("/m.zip")), LONG, Duration.ofMillis(100))
                            .fetch(store, fetching(store), terminal);

            // Then
            assertThat(there).isFalse();
            assertThat(out.toString()).contains("m goes on coming; it hears from the next start");

            // When
            shelf.rest.countDown();

            // Then
            long deadline = System.nanoTime() + LONG.toNanos();
            while (store.hearing().isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(store.hearing()).contains("m");
        }
    }

    @Test
    void asksNobodyWhereTheNetworkIsDeclinedOrAModelWasNamed() throws Exception {
        try (ModelServer server = new ModelServer()) {
            // Given
            FirstModel first = new FirstModel(model(server.at("/m.zip")), LONG, LONG);
            ParleyConfig config = ParleyConfig.defaults().in(folder.resolve("data"));

            // When
            first.beforeStart(config.with(Map.of("engines.offline", "true")), terminal);
            first.beforeStart(config.with(Map.of("engines.vosk-model", "starter")), terminal);
            first.beside(config.with(Map.of("engines.offline", "true")), terminal);

            // Then
            assertThat(server.asked).isEmpty();
            assertThat(out.toString()).isEmpty();
        }
    }

    private static Fetching fetching(ModelStore store) throws IOException {
        return Fetching.over(store, new Patience(LONG, LONG, Duration.ofMillis(1), 1), Map.of());
    }

    private static PublishedModel model(URI source) {
        return new PublishedModel(
                "m",
                ModelKind.VOSK,
                "en",
                "MIT",
                "",
                List.of(new Piece("m.zip", true, 1000, List.of(source), null)));
    }
}
