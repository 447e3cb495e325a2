package dev.parley.connectors.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.parley.schemas.event.UserId;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON web tokens (RFC 7519) of a house that publishes its keys (RFC 7517), checked as RFC 8725
 * advises: signed by an asymmetric algorithm of a fixed list, by a key of the house's own list, for
 * this audience, by this issuer, in time.
 *
 * <p>Keys are kept for a quarter of an hour, and fetched anew when a token names an unknown one,
 * but no more often than {@code gateway.jwt.refetch}.
 */
public final class JsonWebTokens implements Doorkeeper.TrustedHouse {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(4);
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int KEYS_BYTES = 256 << 10;
    private static final int DIGEST_BYTES = 18;

    private final JwtConfig config;
    private final String issuer;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param config with the keys' address
     */
    public JsonWebTokens(JwtConfig config, InstantSource clock) {
        this.config = config;
        this.issuer = Objects.requireNonNull(config.issuer());
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(config)));
        processor.setJWTClaimsSetVerifier(new InTime(config, issuer, clock));
    }

    private static JWKSource<SecurityContext> keys(JwtConfig config) {
        try {
            return JWKSourceBuilder.create(
                            Objects.requireNonNull(config.jwks()).toURL(),
                            new DefaultResourceRetriever(
                                    PATIENCE_MILLIS, PATIENCE_MILLIS, KEYS_BYTES))
                    .cache(KEPT.toMillis(), 2L * PATIENCE_MILLIS)
                    .refreshAheadCache(false)
                    .rateLimited(config.refetch().toMillis())
                    .outageTolerant(KEPT_WHILE_AWAY.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("gateway.jwt.jwks is no URL", e);
        }
    }

    private static final class InTime extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        InTime(JwtConfig config, String issuer, InstantSource clock) {
            super(
                    new HashSet<>(config.audience()),
                    new JWTClaimsSet.Builder().issuer(issuer).build(),
                    Set.of("sub", "exp"),
                    Set.of());
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(config.skew().toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    @Override
    public Optional<Caller> check(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String subject = claims.getSubject();
            return subject == null || subject.isBlank()
                    ? Optional.empty()
                    : role(claims)
                            .map(
                                    role ->
                                            new Caller(
                                                    user(subject),
                                                    role,
                                                    null,
                                                    claims.getExpirationTime()
                                                            .toInstant()
                                                            .plus(config.skew()),
                                                    false));
        } catch (ParseException | BadJOSEException | RateLimitReachedException refused) {
            return Optional.empty();
        } catch (KeySourceException away) {
            throw new UsersAwayException(
                    "the keys of web tokens can't be had: " + away.getClass().getSimpleName(),
                    null);
        } catch (JOSEException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Holds nothing personal, and is another one for the same name in another house. */
    private UserId user(String subject) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((issuer + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] name = digest.digest(subject.getBytes(StandardCharsets.UTF_8));
            return new UserId(
                    "j-"
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(Arrays.copyOf(name, DIGEST_BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mightiest of the roles that the token gives. */
    private Optional<Role> role(JWTClaimsSet claims) {
        List<String> given = values(claims.getClaims());
        return Arrays.stream(Role.values())
                .filter(role -> config.valuesOf(role).stream().anyMatch(given::contains))
                .findFirst();
    }

    private List<String> values(Map<String, Object> claims) {
        Object found = claims.get(config.roles());
        if (found == null) {
            found = within(claims);
        }
        return switch (found) {
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case String text -> List.of(text.split(" "));
            case null, default -> List.of();
        };
    }

    private @Nullable Object within(Map<String, Object> claims) {
        Object found = claims;
        for (String name : config.roles().split("\\.")) {
            found = found instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return found;
    }
}
