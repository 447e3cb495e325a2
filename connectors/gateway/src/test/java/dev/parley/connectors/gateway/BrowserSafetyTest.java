package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.gateway.identity.JwtConfig;
import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSafetyTest {
    private static final String TRUSTED = "https://desk.example";
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(config(List.of(TRUSTED)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static GatewayConfig config(List<String> origins) {
        GatewayConfig usual = Gateway.config();
        return new GatewayConfig(
                usual.host(),
                0,
                0,
                usual.presence(),
                new GatewayConfig.Limits(100, 100, 1 << 20, 16 << 20, 1000, 5, 4 << 20, 64 << 10),
                RatesConfig.defaults(),
                StrangersConfig.defaults(),
                usual.patience(),
                origins,
                JwtConfig.defaults(),
                TlsConfig.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://desk.example",
                "https://desk.example:444",
                "https://desk.example.evil.example",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.1@evil.example",
                "http://evil.example#127.0.0.1",
                "file://localhost",
                "null",
                "",
                "localhost",
                "http://"
            })
    void aPageFromElsewhereOpensNoSessionEvenWithAGoodToken(String origin) {
        assertThat(handshake(gateway.server.httpPort(), origin)).isEqualTo(403);
        assertThat(handshake(gateway.server.voicePort(), origin)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRUSTED,
                "http://localhost:3000",
                "http://127.0.0.1:8000",
                "https://127.0.0.1",
                "http://[::1]:5173"
            })
    void aPageOfThisHostOrAConfiguredOneOpensASession(String origin) {
        assertThat(handshake(gateway.server.httpPort(), origin)).isEqualTo(101);
        assertThat(handshake(gateway.server.voicePort(), origin)).isEqualTo(101);
    }

    @Test
    void otherPagesReadNothing() throws Exception {
        HttpResponse<String> read = get("https://evil.example");
        HttpResponse<String> asked = preflight("https://evil.example");

        assertThat(read.headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
    }

    @Test
    void aConfiguredPageReadsWithItsToken() throws Exception {
        HttpResponse<String> read = get(TRUSTED);
        HttpResponse<String> asked = preflight(TRUSTED);

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("access-control-allow-origin")).contains(TRUSTED);
        assertThat(read.headers().firstValue("access-control-allow-credentials")).isEmpty();
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("access-control-allow-headers"))
                .contains("authorization, content-type");
    }

    @Test
    void thePageLetsNothingInFromElsewhereAndTellsNobodyWhereItIs() throws Exception {
        HttpResponse<String> page = gateway.send("/", HttpRequest.newBuilder());

        assertThat(page.headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/live", "/metrics", "/api/users", "/nothing"})
    void noAnswerIsKeptOrNamesWhereItCameFrom(String path) throws Exception {
        for (HttpResponse<String> answer :
                List.of(gateway.get(path), gateway.send(path, HttpRequest.newBuilder()))) {
            assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.example", "https://desk.example/", "*", "https://*.example", ""})
    void anOriginThatIsNoneIsRefusedAtStart(String origin) {
        assertThatThrownBy(() -> config(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gateway.origins");
    }

    private static HttpResponse<String> get(String origin) throws Exception {
        return gateway.send(
                "/metrics",
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + Gateway.TOKEN)
                        .header("Origin", origin));
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        return gateway.send(
                "/api/intents",
                HttpRequest.newBuilder()
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static int handshake(int port, String origin) {
        try {
            gateway.http
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + Gateway.OTHERS_TOKEN)
                    .header("Origin", origin)
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + port + "/v1/realtime"),
                            new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }
}
