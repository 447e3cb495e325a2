package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port of a process without an entrance. */
class HealthServerTest {
    private static final Authenticator ROLES =
            token ->
                    Future.succeededFuture(
                            Role.of(token)
                                    .map(
                                            role ->
                                                    new Caller(
                                                            new UserId("u1"),
                                                            role,
                                                            "t",
                                                            null,
                                                            false)));

    private static final String EVERYWHERE = "0.0.0.0";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    private String reached = "";

    @AfterEach
    void stop() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost"})
    void onLoopbackFiguresTakeNoToken(String host) throws Exception {
        try (HealthServer server = serve(host, Optional.empty())) {
            assertThat(status(server, "/metrics", null)).isEqualTo(200);
            assertThat(status(server, "/health/live", null)).isEqualTo(200);
        }
    }

    @Test
    void whereOthersReachItFiguresAreForMonitorsAndAdministrators() throws Exception {
        try (HealthServer server = serve(EVERYWHERE, Optional.of(ROLES))) {
            assertThat(status(server, "/metrics", null)).isEqualTo(401);
            assertThat(status(server, "/metrics", "nobody")).isEqualTo(401);
            assertThat(status(server, "/metrics", "user")).isEqualTo(403);
            assertThat(status(server, "/metrics", "guest")).isEqualTo(403);
            assertThat(status(server, "/metrics", "monitor")).isEqualTo(200);
            assertThat(status(server, "/metrics", "admin")).isEqualTo(200);
            assertThat(status(server, "/health/live", null)).isEqualTo(200);
            assertThat(status(server, "/health/ready", null)).isEqualTo(200);
        }
    }

    @Test
    void asLongAsNobodyKnowsTokensFiguresAreNotTold() throws Exception {
        try (HealthServer server = serve(EVERYWHERE, Optional.empty())) {
            assertThat(status(server, "/metrics", "admin")).isEqualTo(503);
        }
    }

    private HealthServer serve(String host, Optional<Authenticator> authenticator) {
        reached = host.equals(EVERYWHERE) ? "127.0.0.1" : host;
        return HealthServer.start(
                vertx,
                host,
                0,
                () -> List.of(new Readiness.Check("start", true, "done")),
                () -> "parley_up 1\n",
                () -> authenticator);
    }

    private int status(HealthServer server, String path, String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://" + reached + ":" + server.port() + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
