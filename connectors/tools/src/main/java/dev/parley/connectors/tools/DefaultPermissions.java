package dev.parley.connectors.tools;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Permissions;
import dev.parley.streams.tool.Tool;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every user may do without being asked: use the tools that came with Parley and do no harm.
 * Anything else is denied.
 */
public final class DefaultPermissions implements Permissions {
    static final String HARMLESS = "default:harmless";
    static final String UNKNOWN_TOOL = "default:unknown-tool";

    private final Set<String> harmless;

    /**
     * @param tools the built-in ones; those that execute something are not taken for harmless
     */
    public DefaultPermissions(Toolbox tools) {
        harmless =
                tools.descriptors().stream()
                        .filter(tool -> tool.access() != Tool.Access.EXECUTE)
                        .map(Tool.Descriptor::name)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Decision decide(UserId user, String tool) {
        return harmless.contains(tool)
                ? new Decision(true, HARMLESS)
                : new Decision(false, UNKNOWN_TOOL);
    }
}
