package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ToolRoutesTest {
    @Test
    void showsTheRegistryAsItStands() throws Exception {
        try (Gateway gateway = new Gateway()) {
            // When
            JsonNode answer = Client.JSON.readTree(gateway.get("/api/tools").body());

            // Then
            JsonNode clock = answer.path("tools").path(0);
            assertThat(clock.path("name").asText()).isEqualTo("clock");
            assertThat(clock.path("access").asText()).isEqualTo("read");
            assertThat(clock.path("arguments").path("properties").has("city")).isTrue();
            assertThat(clock.path("operations")).hasSize(1);
            assertThat(clock.path("sandbox").isNull()).isTrue();
        }
    }
}
