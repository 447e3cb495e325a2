package dev.parley.connectors.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ISSUER = "https://people.example/";
    private static RSAKey first;
    private static RSAKey second;
    private static ECKey curved;

    private final AtomicInteger fetched = new AtomicInteger();
    private volatile List<JWK> published = List.of();
    private volatile boolean away;
    private HttpServer house;
    private JsonWebTokens tokens;

    @BeforeAll
    static void makeKeys() throws Exception {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
        curved = new ECKeyGenerator(Curve.P_256).keyID("curved").generate();
    }

    @BeforeEach
    void openHouse() throws Exception {
        house = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        house.createContext(
                "/keys",
                exchange -> {
                    fetched.incrementAndGet();
                    byte[] body = new JWKSet(published).toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        house.start();
        published = List.of(first, curved);
        tokens = new JsonWebTokens(config("roles", Duration.ofSeconds(1)), () -> NOW);
    }

    @AfterEach
    void closeHouse() {
        house.stop(0);
    }

    private JwtConfig config(String roles, Duration refetch) {
        JwtConfig usual = JwtConfig.defaults();
        return new JwtConfig(
                URI.create("http://127.0.0.1:" + house.getAddress().getPort() + "/keys"),
                ISSUER,
                List.of("parley", "parley-test"),
                roles,
                List.of("admin", "chief"),
                usual.user(),
                usual.guest(),
                usual.monitor(),
                usual.skew(),
                refetch);
    }

    @Test
    void aTokenOfTheHouseIsGoodUntilItEnds() throws Exception {
        // When
        Caller rsa = tokens.check(signed(first, claims().build())).orElseThrow();
        Caller ec = tokens.check(signed(curved, claims().build())).orElseThrow();

        // Then
        assertThat(rsa.role()).isEqualTo(Role.USER);
        assertThat(rsa.expires()).isEqualTo(NOW.plusSeconds(300 + 60));
        assertThat(rsa.token()).isNull();
        assertThat(rsa.user().value()).startsWith("j-").doesNotContain("anna");
        assertThat(ec.user()).isEqualTo(rsa.user());
        assertThat(fetched).hasValue(1);
    }

    @Test
    void anotherSubjectIsAnotherUser() throws Exception {
        assertThat(tokens.check(signed(first, claims().subject("ben@example.com").build())))
                .get()
                .extracting(Caller::user)
                .isNotEqualTo(tokens.check(signed(first, claims().build())).orElseThrow().user());
    }

    @Test
    void refusesWhatIsNotMeantForHereOrNotInTime() throws Exception {
        assertRefused(claims().issuer("https://others.example/"));
        assertRefused(claims().issuer(null));
        assertRefused(claims().audience("somebody-else"));
        assertRefused(claims().audience((String) null));
        assertRefused(claims().subject(null));
        assertRefused(claims().subject(" "));
        assertRefused(claims().expirationTime(null));
        assertRefused(claims().expirationTime(Date.from(NOW.minusSeconds(61))));
        assertRefused(claims().notBeforeTime(Date.from(NOW.plusSeconds(61))));
    }

    @Test
    void forgivesClocksThatDifferALittle() throws Exception {
        assertAccepted(claims().expirationTime(Date.from(NOW.minusSeconds(59))));
        assertAccepted(claims().notBeforeTime(Date.from(NOW.plusSeconds(59))));
    }

    @Test
    void refusesASignatureByAnothersKeyOrAnAlteredToken() throws Exception {
        // Given
        RSAKey impostor = new RSAKeyGenerator(2048).keyID("first").generate();
        String good = signed(first, claims().build());
        String[] parts = good.split("\\.");
        String chief =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                claims().claim("roles", List.of("admin"))
                                        .build()
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(tokens.check(signed(impostor, claims().build()))).isEmpty();
        assertThat(tokens.check(parts[0] + "." + chief + "." + parts[2])).isEmpty();
        assertThat(tokens.check(parts[0] + "." + parts[1] + ".")).isEmpty();
        assertThat(tokens.check(good)).isPresent();
    }

    @Test
    void refusesATokenWithoutASignature() throws Exception {
        assertThat(tokens.check(new PlainJWT(claims().build()).serialize())).isEmpty();
    }

    @Test
    void refusesThePublicKeyTakenForASharedSecret() throws Exception {
        for (byte[] secret :
                List.of(
                        first.toRSAPublicKey().getEncoded(),
                        first.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
            SignedJWT confused =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                            claims().build());
            confused.sign(new MACSigner(secret));

            assertThat(tokens.check(confused.serialize())).isEmpty();
        }
    }

    @Test
    void refusesAKeyThatTheTokenBringsAlong() throws Exception {
        // Given
        RSAKey own = new RSAKeyGenerator(2048).keyID("own").generate();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("own")
                                .jwk(own.toPublicJWK())
                                .jwkURL(URI.create("https://evil.example/keys"))
                                .build(),
                        claims().build());
        token.sign(new RSASSASigner(own));

        // Then
        assertThat(tokens.check(token.serialize())).isEmpty();
    }

    @Test
    void refusesAnotherKindOfToken() throws Exception {
        SignedJWT logout =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("first")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        claims().build());
        logout.sign(new RSASSASigner(first));

        assertThat(tokens.check(logout.serialize())).isEmpty();
    }

    @Test
    void fetchesTheKeysAnewWhenTheyWereChanged() throws Exception {
        // Given
        tokens.check(signed(first, claims().build()));
        published = List.of(second);

        // When
        Optional<Caller> withNewKey = tokens.check(signed(second, claims().build()));

        // Then
        assertThat(withNewKey).isPresent();
        assertThat(fetched).hasValue(2);
        assertThat(tokens.check(signed(first, claims().build())))
                .as("a key that isn't published any more")
                .isEmpty();
    }

    @Test
    void aFloodOfUnknownKeysDoesNotFloodTheHouse() throws Exception {
        // Given
        JsonWebTokens patient =
                new JsonWebTokens(config("roles", Duration.ofMinutes(1)), () -> NOW);
        RSAKey unknown = new RSAKey.Builder(second).keyID("unknown").build();

        // When
        for (int i = 0; i < 50; i++) {
            assertThat(patient.check(signed(unknown, claims().build()))).isEmpty();
        }

        // Then
        assertThat(fetched.get()).isLessThanOrEqualTo(3);
        assertThat(patient.check(signed(first, claims().build()))).isPresent();
    }

    @Test
    void whileTheKeysCannotBeHadNothingIsSaidOfAToken() throws Exception {
        away = true;

        assertThatThrownBy(() -> tokens.check(signed(first, claims().build())))
                .isInstanceOf(UsersAwayException.class)
                .hasNoCause();
    }

    @Test
    void theClaimsMakeTheRole() throws Exception {
        assertThat(roleOf(tokens, "roles", List.of("user", "chief"))).contains(Role.ADMIN);
        assertThat(roleOf(tokens, "roles", "guest other")).contains(Role.GUEST);
        assertThat(roleOf(tokens, "roles", List.of("monitor"))).contains(Role.MONITOR);
        assertThat(roleOf(tokens, "roles", List.of("ADMIN", "nothing"))).isEmpty();
        assertThat(roleOf(tokens, "roles", Map.of("user", true))).isEmpty();
        assertThat(roleOf(tokens, "other", "user")).contains(Role.USER);
        JsonWebTokens nested =
                new JsonWebTokens(config("realm.roles", Duration.ofSeconds(1)), () -> NOW);
        assertThat(roleOf(nested, "realm", Map.of("roles", List.of("chief")))).contains(Role.ADMIN);
        assertThat(roleOf(nested, "realm", "chief")).isEmpty();
        assertThat(roleOf(nested, "realm.roles", List.of("guest"))).contains(Role.GUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "....", "e30.e30.e30", "{}", "\u0000"})
    void whatIsNoTokenIsRefused(String nonsense) {
        assertThat(tokens.check(nonsense)).isEmpty();
    }

    @Test
    void keysMayOnlyComeOverASafeWay() {
        assertThatThrownBy(() -> at("http://people.example/keys", ISSUER, List.of("parley")))
                .hasMessageContaining("gateway.jwt.jwks");
        assertThatThrownBy(() -> at("file:///etc/keys", ISSUER, List.of("parley")))
                .hasMessageContaining("gateway.jwt.jwks");
        assertThatThrownBy(() -> at("https://people.example/keys", null, List.of("parley")))
                .hasMessageContaining("gateway.jwt.issuer");
        assertThatThrownBy(() -> at("https://people.example/keys", ISSUER, List.of()))
                .hasMessageContaining("gateway.jwt.audience");
    }

    private static JwtConfig at(String jwks, String issuer, List<String> audience) {
        JwtConfig usual = JwtConfig.defaults();
        return new JwtConfig(
                URI.create(jwks),
                issuer,
                audience,
                usual.roles(),
                usual.admin(),
                usual.user(),
                usual.guest(),
                usual.monitor(),
                usual.skew(),
                usual.refetch());
    }

    private static Optional<Role> roleOf(JsonWebTokens tokens, String claim, Object value)
            throws Exception {
        JWTClaimsSet claims = claims().claim(claim, value).build();
        return tokens.check(signed(first, claims)).map(Caller::role);
    }

    private void assertRefused(JWTClaimsSet.Builder claims) throws Exception {
        assertThat(tokens.check(signed(first, claims.build()))).isEmpty();
    }

    private void assertAccepted(JWTClaimsSet.Builder claims) throws Exception {
        assertThat(tokens.check(signed(first, claims.build()))).isPresent();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("anna@example.com")
                .audience("parley")
                .claim("roles", List.of("user"))
                .expirationTime(Date.from(NOW.plusSeconds(300)));
    }

    private static String signed(JWK key, JWTClaimsSet claims) throws Exception {
        JWSSigner signer =
                key instanceof ECKey curve
                        ? new ECDSASigner(curve)
                        : new RSASSASigner(key.toRSAKey());
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(
                                        key instanceof ECKey
                                                ? JWSAlgorithm.ES256
                                                : JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID(key.getKeyID())
                                .build(),
                        claims);
        token.sign(signer);
        return token.serialize();
    }
}
