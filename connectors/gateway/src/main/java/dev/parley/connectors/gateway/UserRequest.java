package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.connectors.gateway.identity.Role;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an administrator asks for in a body of {@code /api/users}. */
sealed interface UserRequest {
    /** The most characters of a user's or a token's name. */
    int NAME_CHARACTERS = 100;

    /** {@code POST /api/users}. */
    record NewUser(String name, Role role) implements UserRequest {
        /** A body without a role asks for a user; null if it can't be followed. */
        static @Nullable NewUser of(@Nullable String body) {
            JsonNode json = json(body);
            String name = shownName(json);
            Optional<Role> role =
                    json.has("role")
                            ? Optional.ofNullable(json.get("role").textValue()).flatMap(Role::of)
                            : Optional.of(Role.USER);
            return name == null || role.isEmpty() ? null : new NewUser(name, role.get());
        }
    }

    /**
     * {@code POST /api/users/{user}/tokens}.
     *
     * @param lasts null for always
     */
    record NewToken(String name, @Nullable Duration lasts) implements UserRequest {
        private static final long LONGEST_SECONDS = Duration.ofDays(3660).toSeconds();

        /** Null if it can't be followed. */
        static @Nullable NewToken of(@Nullable String body) {
            JsonNode json = json(body);
            String name = shownName(json);
            JsonNode lasts = json.path("expires_in");
            if (name == null) {
                return null;
            }
            if (lasts.isMissingNode() || lasts.isNull()) {
                return new NewToken(name, null);
            }
            return lasts.isIntegralNumber()
                            && lasts.canConvertToLong()
                            && lasts.asLong() > 0
                            && lasts.asLong() <= LONGEST_SECONDS
                    ? new NewToken(name, Duration.ofSeconds(lasts.asLong()))
                    : null;
        }
    }

    private static JsonNode json(@Nullable String body) {
        ObjectMapper reader = new ObjectMapper();
        try {
            JsonNode json = body == null ? null : reader.readTree(body);
            return json == null ? reader.missingNode() : json;
        } catch (JsonProcessingException e) {
            return reader.missingNode();
        }
    }

    /** Null if there is none that could be shown. */
    private static @Nullable String shownName(JsonNode body) {
        String name = Objects.requireNonNullElse(body.path("name").textValue(), "").strip();
        return name.isEmpty()
                        || name.length() > NAME_CHARACTERS
                        || name.chars().anyMatch(Character::isISOControl)
                ? null
                : name;
    }
}
