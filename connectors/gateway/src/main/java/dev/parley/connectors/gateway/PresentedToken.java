package dev.parley.connectors.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The token that a request brings: as {@code Authorization: Bearer}, as the password of {@code
 * Basic} (which is what stock registry clients send), as {@code ?token=}, or, from browsers'
 * WebSockets, as the subprotocol {@code openai-insecure-api-key.<token>}.
 */
final class PresentedToken {
    private static final String KEY_SUBPROTOCOL = "openai-insecure-api-key.";

    private PresentedToken() {}

    /**
     * The first of the forms that is there counts, also if it holds none.
     *
     * @param authorization the header
     * @param parameter of the query
     * @param subprotocols the header, separated by commas
     * @return null if there is none
     */
    static @Nullable String of(
            @Nullable String authorization,
            @Nullable String parameter,
            @Nullable String subprotocols) {
        if (authorization != null) {
            return ofAuthorization(authorization);
        }
        if (parameter != null) {
            return parameter;
        }
        if (subprotocols != null) {
            for (String subprotocol : subprotocols.split(",")) {
                String name = subprotocol.strip();
                if (name.startsWith(KEY_SUBPROTOCOL)) {
                    return name.substring(KEY_SUBPROTOCOL.length());
                }
            }
        }
        return null;
    }

    private static @Nullable String ofAuthorization(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String value = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> value;
            case "basic" -> password(value);
            default -> null;
        };
    }

    private static @Nullable String password(String credentials) {
        try {
            String pair =
                    new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
