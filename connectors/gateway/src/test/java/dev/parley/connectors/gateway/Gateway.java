package dev.parley.connectors.gateway;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.intent.IntentClassifier;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway over a log in memory, with short patience. */
final class Gateway implements AutoCloseable {
    static final String TOKEN = "good-token";
    static final String OTHERS_TOKEN = "another-token";

    final MemoryLog log = new MemoryLog();
    final Vertx vertx = Vertx.vertx();
    final HttpClient http = HttpClient.newHttpClient();
    volatile List<Readiness.Check> checks = List.of(new Readiness.Check("kafka", true, "up"));
    final GatewayServer server;

    Gateway() {
        this(config());
    }

    Gateway(GatewayConfig config) {
        server = GatewayServer.start(vertx, config, surroundings());
    }

    static GatewayConfig config() {
        return new GatewayConfig(
                "127.0.0.1",
                0,
                0,
                Duration.ofSeconds(10),
                new GatewayConfig.Limits(3, 10, 1 << 20, 16 << 20, 1000, 5, 4 << 20, 64 << 10),
                new GatewayConfig.Patience(
                        Duration.ofMillis(300),
                        Duration.ofMillis(400),
                        Duration.ofMillis(100),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(700),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(400),
                        Duration.ofHours(1)));
    }

    GatewayServer.Surroundings surroundings() {
        return new GatewayServer.Surroundings(
                "test",
                ZoneId.of("Europe/Berlin"),
                Duration.ofSeconds(1),
                log,
                token ->
                        switch (token) {
                            case TOKEN -> Optional.of(new UserId("u1"));
                            case OTHERS_TOKEN -> Optional.of(new UserId("u2"));
                            default -> Optional.empty();
                        },
                () -> checks,
                text ->
                        new IntentClassifier.Classification(
                                "echo", 0.75, "rule", Map.of("text", text)),
                new Schemas(),
                () -> "parley_up 1\n",
                InstantSource.system());
    }

    static final class Schemas implements SchemaRegistryView {
        @Override
        public Optional<String> schema(int id) {
            return id == 7 ? Optional.of("{\"type\":\"string\"}") : Optional.empty();
        }

        @Override
        public List<String> subjects() {
            return List.of("dev.parley.Said");
        }

        @Override
        public List<Version> versions(String subject) {
            return subject.equals("dev.parley.Said") ? List.of(new Version(1, 7)) : List.of();
        }
    }

    Client connect() {
        return connect("");
    }

    Client connect(String query) {
        return Client.connect(http, server.voicePort(), query, TOKEN);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(path, HttpRequest.newBuilder().header("Authorization", "Bearer " + TOKEN));
    }

    HttpResponse<String> send(String path, HttpRequest.Builder request) throws Exception {
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + server.httpPort() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        http.shutdownNow();
    }
}
