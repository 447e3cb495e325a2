package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRoutesTest {
    private static final UserId ROOT = new UserId("local");
    private Gateway gateway;
    private String root;

    @BeforeEach
    void start() {
        gateway = Gateway.withUsers();
        SecretToken token = SecretToken.mint();
        gateway.users.add(ROOT, "local", Role.ADMIN);
        gateway.users.keep(token, ROOT, "local", false, null);
        root = token.text();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private record User(String id, String token, String tokenId) {}

    @Test
    void aNewUserComesInByTheTokenThatIsShownOnce() throws Exception {
        // When
        User anna = user("Anna", "user");

        // Then
        JsonNode me = json(send("GET", "/api/users/me", anna.token(), ""));
        assertThat(me.path("id").asText()).isEqualTo(anna.id()).doesNotContain("Anna");
        assertThat(me.path("role").asText()).isEqualTo("user");
        String list = send("GET", "/api/users/" + anna.id() + "/tokens", root, "").body();
        assertThat(list).contains(anna.tokenId(), "laptop").doesNotContain(anna.token());
        JsonNode users = json(send("GET", "/api/users", root, "")).path("users");
        assertThat(users.findValuesAsText("name")).containsExactly("local", "Anna");
    }

    @Test
    void aUserReachesNoOtherUserNorTheirTokens() throws Exception {
        // Given
        User anna = user("Anna", "user");
        User ben = user("Ben", "user");
        String annas = "/api/users/" + anna.id();

        // When
        List<HttpResponse<String>> refused =
                List.of(
                        send("GET", "/api/users", ben.token(), ""),
                        send("POST", "/api/users", ben.token(), "{\"name\":\"x\"}"),
                        send("DELETE", annas, ben.token(), ""),
                        send("GET", annas + "/tokens", ben.token(), ""),
                        send("POST", annas + "/tokens", ben.token(), "{\"name\":\"x\"}"),
                        send("DELETE", annas + "/tokens/" + anna.tokenId(), ben.token(), ""));

        // Then
        assertThat(refused).extracting(HttpResponse::statusCode).containsOnly(403);
        assertThat(send("GET", "/api/users/me", anna.token(), "").statusCode()).isEqualTo(200);
    }

    @Test
    void aUserReachesNoOtherUsersSession() throws Exception {
        // Given
        User anna = user("Anna", "user");
        User ben = user("Ben", "user");
        try (Client client =
                Client.connect(gateway.http, gateway.server.httpPort(), "", anna.token())) {
            // When
            HttpResponse<?> refused = gateway.upgrade("?session=" + client.session, ben.token());

            // Then
            assertThat(refused.statusCode()).isEqualTo(404);
            client.isQuietAndWell();
        }
    }

    @Test
    void aRemovedUserIsErasedAndPutOutOfTheHouse() throws Exception {
        // Given
        User anna = user("Anna", "user");
        User ben = user("Ben", "user");
        try (Client annas =
                        Client.connect(gateway.http, gateway.server.voicePort(), "", anna.token());
                Client bens =
                        Client.connect(gateway.http, gateway.server.voicePort(), "", ben.token())) {
            // When
            HttpResponse<String> removed = send("DELETE", "/api/users/" + anna.id(), root, "");

            // Then
            assertThat(removed.statusCode()).isEqualTo(204);
            assertThat(gateway.erased)
                    .containsExactly(
                            new Gateway.Erased(new UserId(anna.id()), List.of(annas.session)));
            assertThat(annas.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
            assertThat(send("GET", "/api/users/me", anna.token(), "").statusCode()).isEqualTo(401);
            assertThat(gateway.upgrade("", anna.token()).statusCode()).isEqualTo(401);
            bens.isQuietAndWell();
            assertThat(send("GET", "/api/users", root, "").body())
                    .contains("Ben")
                    .doesNotContain("Anna");
        }
        assertThat(send("DELETE", "/api/users/" + anna.id(), root, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aRemovedUserIsPutOutAtTheOtherGatewaysToo() throws Exception {
        // Given
        User anna = user("Anna", "user");
        User ben = user("Ben", "user");
        try (Gateway other = Gateway.withUsers(gateway.users);
                Client annas =
                        Client.connect(other.http, other.server.voicePort(), "", anna.token());
                Client bens =
                        Client.connect(other.http, other.server.voicePort(), "", ben.token())) {
            // When
            send("DELETE", "/api/users/" + anna.id(), root, "");

            // Then
            assertThat(annas.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
            assertThat(gateway.erased)
                    .containsExactly(
                            new Gateway.Erased(new UserId(anna.id()), List.of(annas.session)));
            bens.isQuietAndWell();
        }
    }

    @Test
    void aRemovalThatStoppedHalfwayGoesOnWhenItIsAskedForAgain() throws Exception {
        // Given
        User anna = user("Anna", "user");
        SessionId session = new SessionId("s2-abcd");
        gateway.users.begin(session, new UserId(anna.id()));
        gateway.erasureFails = true;

        // When
        int first = send("DELETE", "/api/users/" + anna.id(), root, "").statusCode();
        int meanwhile = send("GET", "/api/users/me", anna.token(), "").statusCode();
        gateway.erasureFails = false;
        int second = send("DELETE", "/api/users/" + anna.id(), root, "").statusCode();

        // Then
        assertThat(first).isEqualTo(500);
        assertThat(meanwhile).isEqualTo(401);
        assertThat(second).isEqualTo(204);
        assertThat(gateway.erased)
                .containsExactly(new Gateway.Erased(new UserId(anna.id()), List.of(session)));
    }

    @Test
    void theLastAdministratorCannotBeRemoved() throws Exception {
        HttpResponse<String> refused = send("DELETE", "/api/users/" + ROOT, root, "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(gateway.erased).isEmpty();
        assertThat(send("GET", "/api/users", root, "").statusCode()).isEqualTo(200);
    }

    @Test
    void aRevokedTokenClosesTheSessionsThatCameInByIt() throws Exception {
        // Given
        User anna = user("Anna", "user");
        JsonNode second =
                json(
                        send(
                                "POST",
                                "/api/users/" + anna.id() + "/tokens",
                                root,
                                "{\"name\":\"phone\",\"expires_in\":3600}"));
        try (Client laptop =
                        Client.connect(gateway.http, gateway.server.voicePort(), "", anna.token());
                Client phone =
                        Client.connect(
                                gateway.http,
                                gateway.server.voicePort(),
                                "",
                                second.path("token").asText())) {
            // When
            int revoked =
                    send(
                                    "DELETE",
                                    "/api/users/" + anna.id() + "/tokens/" + anna.tokenId(),
                                    root,
                                    "")
                            .statusCode();

            // Then
            assertThat(revoked).isEqualTo(204);
            assertThat(laptop.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
            assertThat(send("GET", "/api/users/me", anna.token(), "").statusCode()).isEqualTo(401);
            phone.isQuietAndWell();
        }
    }

    @Test
    void aBrowserGetsATokenThatSoonEndsAndCannotBeRenewedByItself() throws Exception {
        // Given
        User anna = user("Anna", "guest");

        // When
        HttpResponse<String> exchanged = send("POST", "/api/browser-token", anna.token(), "");
        String token = json(exchanged).path("token").asText();
        HttpResponse<String> again = send("POST", "/api/browser-token", token, "");

        // Then
        assertThat(exchanged.statusCode()).isEqualTo(201);
        assertThat(exchanged.headers().firstValue("cache-control")).contains("no-store");
        assertThat(Instant.parse(json(exchanged).path("expires").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(11)),
                        Instant.now().plus(Duration.ofHours(12)));
        assertThat(json(send("GET", "/api/users/me", token, "")).path("id").asText())
                .isEqualTo(anna.id());
        assertThat(again.statusCode()).isEqualTo(403);
    }

    @Test
    void aBrowsersTokenEndsNoLaterThanTheOneItWasGivenFor() throws Exception {
        // Given
        User anna = user("Anna", "user");
        JsonNode brief =
                json(
                        send(
                                "POST",
                                "/api/users/" + anna.id() + "/tokens",
                                root,
                                "{\"name\":\"brief\",\"expires_in\":60}"));

        // When
        JsonNode exchanged =
                json(send("POST", "/api/browser-token", brief.path("token").asText(), ""));

        // Then
        assertThat(exchanged.path("expires").asText()).isEqualTo(brief.path("expires").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":{}}",
                "{\"name\":\"x\",\"role\":\"root\"}",
                "null"
            })
    void aUserThatMakesNoSenseIsAProblem(String body) throws Exception {
        assertThat(send("POST", "/api/users", root, body).statusCode()).isEqualTo(400);
        assertThat(gateway.users.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1.5", "'\"x\"'", "99999999999999999999", "1000000000"})
    void aTokenMustEndAtATimeThatMakesSense(String seconds) throws Exception {
        String body = "{\"name\":\"x\",\"expires_in\":" + seconds + "}";

        assertThat(send("POST", "/api/users/" + ROOT + "/tokens", root, body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(send("DELETE", "/api/users/nobody", root, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/users/" + "x".repeat(300), root, "").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/users/nobody/tokens", root, "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/users/nobody/tokens", root, "{\"name\":\"x\"}").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "/api/users/" + ROOT + "/tokens/t-9", root, "").statusCode())
                .isEqualTo(404);
        user("Anna", "user");
        assertThat(send("POST", "/api/users", root, "{\"name\":\"Anna\"}").statusCode())
                .isEqualTo(409);
    }

    private User user(String name, String role) throws Exception {
        JsonNode user =
                json(
                        send(
                                "POST",
                                "/api/users",
                                root,
                                "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}"));
        String id = user.path("id").asText();
        JsonNode token =
                json(send("POST", "/api/users/" + id + "/tokens", root, "{\"name\":\"laptop\"}"));
        return new User(id, token.path("token").asText(), token.path("id").asText());
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws Exception {
        return gateway.send(
                path,
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Client.JSON.readTree(response.body());
    }
}
