package dev.parley.app.config;

import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.stage.Setting;
import dev.parley.streams.tool.Tool.Access;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What users may let the agent do with every tool, unless it is granted or refused them. */
public record RoleDefaults(
        @Setting("what administrators may with every tool") List<Access> admin,
        @Setting("what users may with every tool") List<Access> user,
        @Setting("what guests may with every tool") List<Access> guest) {
    public static RoleDefaults defaults() {
        return new RoleDefaults(
                List.of(Access.READ, Access.WRITE, Access.EXECUTE),
                List.of(Access.READ, Access.WRITE),
                List.of(Access.READ, Access.WRITE));
    }

    public PermissionMatrix matrix() {
        return new PermissionMatrix(
                Map.of(
                        "admin",
                        Set.copyOf(admin),
                        "user",
                        Set.copyOf(user),
                        "guest",
                        Set.copyOf(guest)));
    }
}
