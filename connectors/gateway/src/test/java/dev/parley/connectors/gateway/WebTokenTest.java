package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.connectors.gateway.identity.JwtConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of another house at a gateway that listens. */
class WebTokenTest {
    private static final String ISSUER = "https://people.example/";
    private static RSAKey keys;

    private final ManualClock clock = new ManualClock();
    private HttpServer house;
    private Gateway gateway;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new RSAKeyGenerator(2048).keyID("first").generate();
    }

    @BeforeEach
    void start() throws Exception {
        house = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        house.createContext(
                "/keys",
                exchange -> {
                    byte[] body = new JWKSet(keys).toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        house.start();
        JwtConfig usual = JwtConfig.defaults();
        gateway =
                Gateway.trusting(
                        new JwtConfig(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + house.getAddress().getPort()
                                                + "/keys"),
                                ISSUER,
                                List.of("parley"),
                                usual.roles(),
                                usual.admin(),
                                usual.user(),
                                usual.guest(),
                                usual.monitor(),
                                usual.skew(),
                                usual.refetch()),
                        clock);
    }

    @AfterEach
    void stop() {
        gateway.close();
        house.stop(0);
    }

    @Test
    void aGoodOneComesInEverywhereAndReachesItsOwnAlone() throws Exception {
        // Given
        String anna = token("anna", "parley", Duration.ofMinutes(5));
        String ben = token("ben", "parley", Duration.ofMinutes(5));

        // When
        try (Client client = gateway.connectAs(anna)) {
            // Then
            client.isQuietAndWell();
            assertThat(gateway.status("/api/sessions", anna)).isEqualTo(200);
            assertThat(gateway.status("/api/sessions/" + client.session, anna)).isEqualTo(200);
            assertThat(gateway.status("/api/sessions/" + client.session, ben)).isEqualTo(404);
            assertThat(gateway.upgrade("?session=" + client.session, ben).statusCode())
                    .isEqualTo(404);
            assertThat(gateway.status("/metrics", anna)).isEqualTo(403);
        }
    }

    @Test
    void oneThatIsOverIsTurnedAway() throws Exception {
        // Given
        String token = token("anna", "parley", Duration.ofMinutes(5));
        assertThat(gateway.status("/api/topics", token)).isEqualTo(200);

        // When
        clock.pass(Duration.ofMinutes(7));

        // Then
        assertThat(gateway.status("/api/topics", token)).isEqualTo(401);
        assertThat(gateway.upgrade("", token).statusCode()).isEqualTo(401);
        assertThat(gateway.status("/api/topics", token("anna", "parley", Duration.ofMinutes(5))))
                .isEqualTo(200);
    }

    @Test
    void oneForAnotherAudienceIsTurnedAway() throws Exception {
        String token = token("anna", "another", Duration.ofMinutes(5));

        assertThat(gateway.status("/api/topics", token)).isEqualTo(401);
        assertThat(gateway.upgrade("", token).statusCode()).isEqualTo(401);
    }

    private String token(String subject, String audience, Duration lasts) throws Exception {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID("first")
                                .build(),
                        new JWTClaimsSet.Builder()
                                .issuer(ISSUER)
                                .subject(subject)
                                .audience(audience)
                                .claim("roles", List.of("user"))
                                .expirationTime(Date.from(clock.instant().plus(lasts)))
                                .build());
        token.sign(new RSASSASigner(keys));
        return token.serialize();
    }
}
