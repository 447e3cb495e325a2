package dev.parley.connectors.tools.permission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.authorization.Permissions;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides by the grants that are stored and the user's role, both looked up now and then. */
public final class StoredPermissions implements Permissions {
    /** How far a decision may lag behind a change. */
    static final Duration LAG = Duration.ofSeconds(2);

    private static final int MOST_USERS = 10_000;

    /** Of somebody whom nobody here knows, such as a user that was just removed. */
    private static final String NOBODY = "nobody";

    private final PermissionMatrix matrix;
    private final Grants grants;
    private final Function<UserId, Optional<String>> roles;
    private final InstantSource clock;
    private final Cache<UserId, Known> known;

    private record Known(String role, List<Grant> grants) {}

    /**
     * @param roles the role that a user has now; may block, and throw a passing fault
     */
    public StoredPermissions(
            PermissionMatrix matrix,
            Grants grants,
            Function<UserId, Optional<String>> roles,
            InstantSource clock) {
        this(matrix, grants, roles, clock, Ticker.systemTicker());
    }

    StoredPermissions(
            PermissionMatrix matrix,
            Grants grants,
            Function<UserId, Optional<String>> roles,
            InstantSource clock,
            Ticker ticker) {
        this.matrix = matrix;
        this.grants = grants;
        this.roles = roles;
        this.clock = clock;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST_USERS)
                        .expireAfterWrite(LAG)
                        .executor(Runnable::run)
                        .ticker(ticker)
                        .build();
    }

    @Override
    public Decision decide(UserId user, Tool.Descriptor tool, Tool.Access access) {
        Known of = known.getIfPresent(user);
        if (of == null) {
            of = new Known(roles.apply(user).orElse(NOBODY), grants.of(user));
            known.put(user, of);
        }
        return matrix.decide(of.role(), of.grants(), tool.name(), access, clock.instant());
    }
}
