package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void readinessNamesWhatFailsUntilItIsReady() throws Exception {
        // Given
        List<Readiness.Check> up = gateway.checks;
        gateway.checks =
                List.of(
                        new Readiness.Check("kafka", true, "up"),
                        new Readiness.Check("voice", false, "The voice is loading."));

        // When
        HttpResponse<String> waiting = gateway.send("/health/ready", HttpRequest.newBuilder());
        gateway.checks = up;
        HttpResponse<String> ready = gateway.send("/health/ready", HttpRequest.newBuilder());

        // Then
        assertThat(waiting.statusCode()).isEqualTo(503);
        JsonNode failing = Client.JSON.readTree(waiting.body()).path("failing");
        assertThat(failing).hasSize(1);
        assertThat(failing.at("/0/name").asText()).isEqualTo("voice");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(gateway.send("/health/live", HttpRequest.newBuilder()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void thePageSaysWhatRunsHere() throws Exception {
        HttpResponse<String> page = gateway.send("/", HttpRequest.newBuilder());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Parley", "/v1/realtime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/registry/subjects", "/v1/realtime", "/api/intents", "/x"})
    void everythingElseNeedsAGoodToken(String path) throws Exception {
        for (HttpRequest.Builder request :
                List.of(
                        HttpRequest.newBuilder(),
                        HttpRequest.newBuilder().header("Authorization", "Bearer wrong"),
                        HttpRequest.newBuilder().header("Authorization", "Basic ???"))) {
            HttpResponse<String> refused = gateway.send(path, request);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("content-type"))
                    .contains("application/problem+json");
            assertThat(Client.JSON.readTree(refused.body()).path("status").asInt()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics, 200, 403, 403, 200",
        "/metrics/, 200, 403, 403, 200",
        "/registry/subjects, 200, 403, 403, 200",
        "/registry/config, 200, 403, 403, 200",
        "/api/config, 200, 403, 403, 403",
        "/v1/realtime, 426, 426, 426, 403",
        "/api/intents, 405, 405, 405, 403",
        "/nothing, 404, 404, 404, 403"
    })
    void eachRoleReachesWhatIsMeantForIt(String path, int admin, int user, int guest, int monitor)
            throws Exception {
        assertThat(gateway.status(path, Gateway.TOKEN)).isEqualTo(admin);
        assertThat(gateway.status(path, Gateway.OTHERS_TOKEN)).isEqualTo(user);
        assertThat(gateway.status(path, Gateway.GUESTS_TOKEN)).isEqualTo(guest);
        assertThat(gateway.status(path, Gateway.MONITORS_TOKEN)).isEqualTo(monitor);
    }

    @Test
    void aGoodTokenOfTheWrongRoleIsAProblem() throws Exception {
        HttpResponse<String> refused =
                gateway.send(
                        "/metrics",
                        HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + Gateway.OTHERS_TOKEN));

        assertThat(refused.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(Client.JSON.readTree(refused.body()).path("status").asInt()).isEqualTo(403);
    }

    @Test
    void whileTokensCannotBeCheckedNobodyIsLetInNorTurnedAwayForGood() throws Exception {
        assertThat(gateway.status("/metrics", Gateway.UNCHECKED_TOKEN)).isEqualTo(503);
        assertThat(gateway.status("/health/live", Gateway.UNCHECKED_TOKEN)).isEqualTo(200);
    }

    @Test
    void aTokenMayComeInEveryWayThatClientsHave() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("parley:" + Gateway.TOKEN).getBytes());

        assertThat(gateway.get("/metrics").body()).isEqualTo("parley_up 1\n");
        assertThat(
                        gateway.send("/metrics?token=" + Gateway.TOKEN, HttpRequest.newBuilder())
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        gateway.send(
                                        "/metrics",
                                        HttpRequest.newBuilder()
                                                .header("Authorization", "Basic " + basic))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBrowserBringsItsTokenAsASubprotocol() {
        java.net.http.WebSocket socket =
                gateway.http
                        .newWebSocketBuilder()
                        .subprotocols("realtime", "openai-insecure-api-key." + Gateway.TOKEN)
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + gateway.server.httpPort()
                                                + "/v1/realtime?model=parley"),
                                new java.net.http.WebSocket.Listener() {})
                        .join();

        assertThat(socket.getSubprotocol()).isEqualTo("realtime");
        socket.abort();
    }

    @Test
    void aSentenceIsClassified() throws Exception {
        HttpResponse<String> found = classify("{\"text\": \"what time is it\"}");

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(Client.JSON.readTree(found.body()))
                .isEqualTo(
                        Client.JSON.readTree(
                                "{\"intent\":\"echo\",\"confidence\":0.75,"
                                        + "\"slots\":{\"text\":\"what time is it\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"text\":7}", "{\"text\":\" \"}", "null", "\u0000"})
    void aBadRequestIsAProblem(String body) throws Exception {
        HttpResponse<String> refused = classify(body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.JSON.readTree(refused.body()).path("detail").asText()).contains("text");
    }

    @Test
    void anOversizedRequestIsAProblem() throws Exception {
        assertThat(classify("{\"text\":\"" + "x".repeat(100_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void theRegistryAnswersAsStockToolsExpect() throws Exception {
        assertThat(json("/registry/schemas/ids/7?fetchMaxId=false").path("schema").asText())
                .isEqualTo("{\"type\":\"string\"}");
        assertThat(json("/registry/subjects")).hasToString("[\"dev.parley.Said\"]");
        assertThat(json("/registry/subjects/dev.parley.Said/versions")).hasToString("[1]");
        JsonNode latest = json("/registry/subjects/dev.parley.Said/versions/latest");
        assertThat(latest.path("id").asInt()).isEqualTo(7);
        assertThat(latest.path("version").asInt()).isEqualTo(1);
        assertThat(latest.path("subject").asText()).isEqualTo("dev.parley.Said");
        assertThat(json("/registry/schemas/ids/7/versions").at("/0/version").asInt()).isEqualTo(1);
    }

    @Test
    void theRegistryHasItsOwnErrorCodes() throws Exception {
        assertThat(errorCode("/registry/schemas/ids/8", 404)).isEqualTo(40403);
        assertThat(errorCode("/registry/schemas/ids/x", 404)).isEqualTo(40403);
        assertThat(errorCode("/registry/subjects/none/versions", 404)).isEqualTo(40401);
        assertThat(errorCode("/registry/subjects/dev.parley.Said/versions/2", 404))
                .isEqualTo(40402);
        HttpResponse<String> write =
                gateway.send(
                        "/registry/subjects/x/versions",
                        HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + Gateway.TOKEN)
                                .POST(BodyPublishers.ofString("{}")));
        assertThat(write.statusCode()).isEqualTo(405);
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        assertThat(gateway.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/realtime").statusCode()).isEqualTo(426);
        assertThat(gateway.get("/api/intents").statusCode()).isEqualTo(405);
    }

    @Test
    void aTakenPortIsNamedWithTheFlagThatCuresIt() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            GatewayConfig usual = Gateway.config();
            GatewayConfig config =
                    new GatewayConfig(
                            usual.host(),
                            0,
                            taken.getLocalPort(),
                            usual.presence(),
                            usual.limits(),
                            usual.patience());

            assertThatThrownBy(
                            () ->
                                    GatewayServer.start(
                                            gateway.vertx, config, gateway.surroundings()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("" + taken.getLocalPort())
                    .hasMessageContaining("--voice-port");
        }
    }

    private static HttpResponse<String> classify(String body) throws Exception {
        return gateway.send(
                "/api/intents",
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + Gateway.TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> found = gateway.get(path);
        assertThat(found.statusCode()).isEqualTo(200);
        return Client.JSON.readTree(found.body());
    }

    private static int errorCode(String path, int status) throws Exception {
        HttpResponse<String> found = gateway.get(path);
        assertThat(found.statusCode()).isEqualTo(status);
        return Client.JSON.readTree(found.body()).path("error_code").asInt();
    }
}
