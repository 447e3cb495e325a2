package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Permission;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionRoutesTest {
    private static final String PATH = "/api/permissions";
    private static final String CLOCK = "?tool=clock&access=read";

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void showsWhatTheRoleMayAndByWhichRule() throws Exception {
        // When
        JsonNode mine = json(ask(Gateway.OTHERS_TOKEN, "GET", PATH, ""));

        // Then
        assertThat(mine.path("user").asText()).isEqualTo("u2");
        JsonNode clock = mine.path("tools").path(0);
        assertThat(clock.path("tool").asText()).isEqualTo("clock");
        assertThat(clock.path("write").path("permitted").asBoolean()).isTrue();
        assertThat(clock.path("execute").path("permitted").asBoolean()).isFalse();
        assertThat(clock.path("execute").path("rule").asText()).isEqualTo("default:user");
        assertThat(mine.path("grants")).isEmpty();
    }

    @Test
    void usersRefuseAndResetTheirOwnAndTheLogIsTold() throws Exception {
        // When
        HttpResponse<String> refused =
                ask(Gateway.OTHERS_TOKEN, "PUT", PATH, grant("clock", "read", false, ""));
        JsonNode mine = json(ask(Gateway.OTHERS_TOKEN, "GET", PATH, ""));
        HttpResponse<String> reset = ask(Gateway.OTHERS_TOKEN, "DELETE", PATH + CLOCK, "");
        HttpResponse<String> again = ask(Gateway.OTHERS_TOKEN, "DELETE", PATH + CLOCK, "");

        // Then
        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(mine.path("tools").path(0).path("read").path("rule").asText())
                .isEqualTo("refused:user");
        assertThat(reset.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(told())
                .containsExactly(
                        new Permission.Changed(
                                new UserId("u2"),
                                "clock",
                                false,
                                "u2",
                                Permission.Access.READ,
                                null,
                                null),
                        new Permission.Changed(
                                new UserId("u2"),
                                "clock",
                                false,
                                "u2",
                                Permission.Access.READ,
                                null,
                                true));
    }

    @Test
    void administratorsGrantBeyondTheDefaultsForAWhile() throws Exception {
        // When
        ask(
                Gateway.TOKEN,
                "PUT",
                PATH,
                grant(
                        "clock",
                        "execute",
                        true,
                        ",\"user\":\"u2\",\"until\":\"2199-01-01T00:00:00Z\""));

        // Then
        JsonNode theirs = json(ask(Gateway.TOKEN, "GET", PATH + "?user=u2", ""));
        assertThat(theirs.path("tools").path(0).path("execute").path("rule").asText())
                .isEqualTo("granted:admin");
        assertThat(theirs.path("grants").path(0).path("by").asText()).isEqualTo("u1");
        assertThat(told())
                .containsExactly(
                        new Permission.Changed(
                                new UserId("u2"),
                                "clock",
                                true,
                                "u1",
                                Permission.Access.EXECUTE,
                                Instant.parse("2199-01-01T00:00:00Z"),
                                null));
    }

    @Test
    void whatAnAdministratorRefusedUsersCannotReset() throws Exception {
        // Given
        ask(Gateway.TOKEN, "PUT", PATH, grant("clock", "read", false, ",\"user\":\"u2\""));

        // When
        HttpResponse<String> reset = ask(Gateway.OTHERS_TOKEN, "DELETE", PATH + CLOCK, "");

        // Then
        assertThat(reset.statusCode()).isEqualTo(404);
        assertThat(gateway.grants.of(new UserId("u2"))).hasSize(1);
    }

    @Test
    void usersGrantThemselvesNothingAndReachNobodyElse() throws Exception {
        for (HttpResponse<String> answer :
                List.of(
                        ask(Gateway.OTHERS_TOKEN, "PUT", PATH, grant("clock", "execute", true, "")),
                        ask(
                                Gateway.OTHERS_TOKEN,
                                "PUT",
                                PATH,
                                grant("clock", "read", false, ",\"user\":\"u1\"")),
                        ask(Gateway.OTHERS_TOKEN, "GET", PATH + "?user=u1", ""),
                        ask(Gateway.OTHERS_TOKEN, "DELETE", PATH + CLOCK + "&user=u1", ""),
                        ask(Gateway.MONITORS_TOKEN, "GET", PATH, ""))) {
            assertThat(answer.statusCode()).isEqualTo(403);
        }
        assertThat(gateway.grants.of(new UserId("u1"))).isEmpty();
        assertThat(gateway.grants.of(new UserId("u2"))).isEmpty();
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tool\":\"shell\",\"access\":\"read\",\"granted\":false}",
                "{\"tool\":\"clock\",\"access\":\"all\",\"granted\":false}",
                "{\"tool\":\"clock\",\"access\":\"read\"}",
                "{\"tool\":\"clock\",\"access\":\"read\",\"granted\":\"no\"}",
                "{\"tool\":\"clock\",\"access\":\"read\",\"granted\":false,\"until\":\"soon\"}",
                "{\"tool\":\"clock\",\"access\":\"read\",\"granted\":false,"
                        + "\"until\":\"2001-01-01T00:00:00Z\"}",
                "{\"tool\":\"clock\",\"access\":\"read\",\"granted\":false,\"own\":false}",
                "[]",
            })
    void whatIsNoEntryIsRefused(String body) throws Exception {
        assertThat(ask(Gateway.TOKEN, "PUT", PATH, body).statusCode()).isEqualTo(400);
        assertThat(told()).isEmpty();
    }

    private static String grant(String tool, String access, boolean granted, String more) {
        return "{\"tool\":\"%s\",\"access\":\"%s\",\"granted\":%b%s}"
                .formatted(tool, access, granted, more);
    }

    private List<Permission.Changed> told() {
        return gateway.log.written().stream()
                .filter(each -> each.topic().equals(Topics.PERMISSIONS))
                .map(each -> (Permission.Changed) each.envelope().event())
                .toList();
    }

    private HttpResponse<String> ask(String token, String method, String path, String body)
            throws Exception {
        return gateway.send(
                path,
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Client.JSON.readTree(response.body());
    }
}
