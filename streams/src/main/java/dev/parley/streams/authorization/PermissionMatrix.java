package dev.parley.streams.authorization;

import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.authorization.Permissions.Decision;
import dev.parley.streams.tool.Tool.Access;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a user may let the agent do: what the user refused is refused, else what an
 * administrator granted or refused holds, else what the user's role may. An entry for the tool
 * itself counts before one for every tool; one that has ended doesn't count. Immutable.
 *
 * @param byRole what each role may with every tool; a role that isn't there may nothing
 */
public record PermissionMatrix(Map<String, Set<Access>> byRole) {
    public PermissionMatrix {
        byRole = Map.copyOf(byRole);
    }

    public Decision decide(
            String role, List<Grant> grants, String tool, Access access, Instant now) {
        Optional<Grant> own = standing(grants, true, tool, access, now);
        if (own.isPresent()) {
            return new Decision(false, "refused:user");
        }
        return standing(grants, false, tool, access, now)
                .map(
                        grant ->
                                new Decision(
                                        grant.granted(),
                                        grant.granted() ? "granted:admin" : "refused:admin"))
                .orElseGet(
                        () ->
                                new Decision(
                                        byRole.getOrDefault(role, Set.of()).contains(access),
                                        "default:" + role));
    }

    private static Optional<Grant> standing(
            List<Grant> grants, boolean own, String tool, Access access, Instant now) {
        return grants.stream()
                .filter(each -> each.own() == own && each.access() == access)
                .filter(each -> each.tool().equals(tool) || each.tool().equals(Grants.EVERY_TOOL))
                .filter(each -> each.standsAt(now))
                .min(Comparator.comparing(each -> each.tool().equals(Grants.EVERY_TOOL)));
    }
}
