package dev.parley.connectors.tools;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.authorization.Permissions;
import dev.parley.streams.tool.Tool;
import java.time.Instant;
import java.util.List;

/** What a role may, for everybody: where there is no store to ask. */
public final class DefaultPermissions implements Permissions {
    private final PermissionMatrix matrix;
    private final String role;

    public DefaultPermissions(PermissionMatrix matrix, String role) {
        this.matrix = matrix;
        this.role = role;
    }

    @Override
    public Decision decide(UserId user, Tool.Descriptor tool, Tool.Access access) {
        return matrix.decide(role, List.of(), tool.name(), access, Instant.MIN);
    }
}
