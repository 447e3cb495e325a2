package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.connectors.gateway.http.ApiDocument;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document says what the routes are, and nothing else. */
class OpenApiTest {
    @Test
    void everyRouteIsInTheDocumentAndTheOtherWayRound() {
        try (Gateway gateway = new Gateway()) {
            Set<String> routes = new TreeSet<>();
            for (Route route : gateway.routes()) {
                if (route.getPath() == null || route.methods() == null) {
                    continue;
                }
                String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
                for (HttpMethod method : route.methods()) {
                    routes.add(method + " " + path);
                }
            }
            Set<String> documented = new TreeSet<>();
            ApiDocument.load()
                    .methods()
                    .forEach(
                            (path, methods) ->
                                    methods.forEach(method -> documented.add(method + " " + path)));

            assertThat(routes).hasSizeGreaterThan(15);
            assertThat(documented).isEqualTo(routes);
        }
    }

    @Test
    void itIsServedToWhoeverHasAToken() throws Exception {
        try (Gateway gateway = new Gateway()) {
            JsonNode document = Client.JSON.readTree(gateway.get("/openapi.json").body());

            assertThat(document.path("openapi").asText()).startsWith("3.1.");
            assertThat(gateway.send("/openapi.json", HttpRequest.newBuilder()).statusCode())
                    .isEqualTo(401);
        }
    }
}
