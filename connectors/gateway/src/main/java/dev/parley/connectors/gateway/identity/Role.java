package dev.parley.connectors.gateway.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do here. */
public enum Role {
    /** Everything, other people's users and tokens included; never other people's conversations. */
    ADMIN,
    /** Converse, and see what is one's own. */
    USER,
    /** As a user, but for somebody who is only passing by. */
    GUEST,
    /** Read the figures and the schemas, and nothing else. */
    MONITOR;

    /** As people write it: {@code admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
