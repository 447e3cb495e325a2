package dev.parley.connectors.gateway.identity;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON web tokens of another house are good here.
 *
 * @param jwks where its keys are published; null if no such tokens are good
 * @param roles the claim that holds what the user may do; dots lead into objects
 */
public record JwtConfig(
        @Setting(
                        "where the keys of JSON web tokens are published (JWKS); if not set, none"
                                + " is good here")
                @Nullable URI jwks,
        @Setting("the issuer that they must name") @Nullable String issuer,
        @Setting("whom they must be meant for: one of these") List<String> audience,
        @Setting("the claim that holds the user's roles; dots lead into objects") String roles,
        @Setting("the values of that claim that make an admin") List<String> admin,
        @Setting("the values of that claim that make a user") List<String> user,
        @Setting("the values of that claim that make a guest") List<String> guest,
        @Setting("the values of that claim that make a monitor") List<String> monitor,
        @Setting("how far the clocks of the two houses may differ") Duration skew,
        @Setting(
                        "how often, at most, the keys are fetched because a token names one that"
                                + " isn't known")
                Duration refetch) {
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public JwtConfig {
        audience = List.copyOf(audience);
        admin = List.copyOf(admin);
        user = List.copyOf(user);
        guest = List.copyOf(guest);
        monitor = List.copyOf(monitor);
        if (jwks != null) {
            boolean safe =
                    "https".equals(jwks.getScheme())
                            || ("http".equals(jwks.getScheme())
                                    && LOOPBACK.contains(String.valueOf(jwks.getHost())));
            if (!safe || jwks.getHost() == null) {
                throw new IllegalArgumentException(
                        "gateway.jwt.jwks must begin with https://, or http:// on this machine");
            }
            if (issuer == null || issuer.isBlank() || audience.isEmpty()) {
                throw new IllegalArgumentException(
                        "gateway.jwt.jwks needs gateway.jwt.issuer and gateway.jwt.audience:"
                                + " without them, tokens meant for others would be good here");
            }
        }
        if (roles.isBlank()) {
            throw new IllegalArgumentException("gateway.jwt.roles must name a claim");
        }
        if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("gateway.jwt.skew must be 0 to 10 minutes");
        }
        if (!refetch.isPositive() || refetch.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException(
                    "gateway.jwt.refetch must be more than 0 and at most 10 minutes");
        }
    }

    public static JwtConfig defaults() {
        return new JwtConfig(
                null,
                null,
                List.of(),
                "roles",
                List.of("admin"),
                List.of("user"),
                List.of("guest"),
                List.of("monitor"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));
    }

    /** The claim's values that stand for a role. */
    List<String> valuesOf(Role role) {
        return switch (role) {
            case ADMIN -> admin;
            case USER -> user;
            case GUEST -> guest;
            case MONITOR -> monitor;
        };
    }
}
