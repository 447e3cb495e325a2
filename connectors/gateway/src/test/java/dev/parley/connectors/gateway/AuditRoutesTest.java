package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRoutesTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anAdministratorSeesWhatWasDoneForEverybodyPageByPage() throws Exception {
        // Given
        for (int i = 0; i < 7; i++) {
            gateway.audit.add(i % 2 == 0 ? "u2" : "u3", "tool.requested", "clock", "pending");
        }

        // When
        List<Integer> numbers = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = json(get("/api/audit?limit=3" + cursor, Gateway.TOKEN));
            page.path("entries").forEach(each -> numbers.add(each.path("sequence").asInt()));
            String next = page.path("next").textValue();
            cursor = next == null ? "" : "&cursor=" + next;
            pages++;
        } while (!cursor.isEmpty());

        // Then
        assertThat(numbers).containsExactly(6, 5, 4, 3, 2, 1, 0);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aMonitorSeesIt() throws Exception {
        gateway.audit.add("u2", "tool.decided", "clock", "denied");

        JsonNode page = json(get("/api/audit", Gateway.MONITORS_TOKEN));

        assertThat(page.path("entries")).hasSize(1);
        assertThat(page.path("next").isNull()).isTrue();
    }

    @Test
    void aUserSeesWhatWasDoneForThemAlone() throws Exception {
        // Given
        gateway.audit.add("u2", "tool.requested", "clock", "pending");
        gateway.audit.add("u3", "tool.requested", "clock", "pending");

        // When
        JsonNode own = json(get("/api/audit", Gateway.OTHERS_TOKEN));
        HttpResponse<String> others = get("/api/audit?user=u3", Gateway.OTHERS_TOKEN);

        // Then
        assertThat(own.path("entries").findValuesAsText("user")).containsExactly("u2");
        assertThat(others.statusCode()).isEqualTo(403);
    }

    @Test
    void filtersNarrowItDown() throws Exception {
        // Given
        gateway.audit.add("u2", "tool.requested", "clock", "pending");
        gateway.audit.add("u2", "tool.decided", "notes", "denied");
        gateway.audit.add("u3", "tool.decided", "clock", "authorized");

        // Then
        assertThat(sequences("?user=u2")).containsExactly("1", "0");
        assertThat(sequences("?tool=clock")).containsExactly("2", "0");
        assertThat(sequences("?action=tool.decided&outcome=denied")).containsExactly("1");
        assertThat(sequences("?since=2026-11-23T10:00:01Z")).containsExactly("2", "1");
        assertThat(sequences("?until=2026-11-23T12:00:01%2B02:00")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=many",
                "cursor=1.2",
                "cursor=a.b.c",
                "since=yesterday",
                "until=%2B1000000000-12-31T23:59:59Z",
                "session=nobody",
                "user=",
                "tool=%00"
            })
    void whatCantBeUnderstoodIsSaid(String query) throws Exception {
        HttpResponse<String> refused = get("/api/audit?" + query, Gateway.TOKEN);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("errors").path(0).path("pointer").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aStoreThatIsAwayIsSaid() throws Exception {
        gateway.audit.away = true;

        HttpResponse<String> away = get("/api/audit", Gateway.TOKEN);

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("retry-after")).isPresent();
    }

    private List<String> sequences(String query) throws Exception {
        return json(get("/api/audit" + query, Gateway.TOKEN))
                .path("entries")
                .findValuesAsText("sequence");
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return gateway.send(
                path, HttpRequest.newBuilder().header("Authorization", "Bearer " + token));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Client.JSON.readTree(response.body());
    }
}
