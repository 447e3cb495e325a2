package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.NearestName;
import dev.parley.app.config.RunConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one process runs.
 *
 * @param stages names of the pipeline's stages, in its order
 * @param gateway whether the gateway is among them
 */
record Selection(Set<String> stages, boolean gateway) {
    /**
     * @throws UserError if nothing was chosen, or something that isn't there
     */
    static Selection of(RunConfig config) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String role : config.roles()) {
            List<String> stages = Roles.all().get(role);
            if (stages == null) {
                throw unknown("role", role, Roles.all().keySet());
            }
            if (stages.isEmpty()) {
                throw new UserError("The role " + role + " has no stages yet.");
            }
            chosen.addAll(stages);
        }
        for (String stage : config.stages()) {
            if (!Roles.stages().contains(stage)) {
                throw unknown("stage", stage, Roles.stages());
            }
            chosen.add(stage);
        }
        if (chosen.isEmpty()) {
            throw new UserError(
                    "What is to run? Name stages (--stages hearing,turn) or roles (--role"
                            + " agent-core); parley run --help lists them.");
        }
        List<String> ordered = new ArrayList<>(Pipeline.names());
        ordered.retainAll(chosen);
        return new Selection(new LinkedHashSet<>(ordered), chosen.contains(Roles.GATEWAY));
    }

    private static UserError unknown(String kind, String name, Collection<String> names) {
        return new UserError(
                "There is no %s %s; %s"
                        .formatted(
                                kind,
                                name,
                                NearestName.among(names)
                                        .to(name)
                                        .map("did you mean %s?"::formatted)
                                        .orElse("there are: " + String.join(", ", names) + ".")));
    }

    /** All names, as people write them. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (gateway) {
            names.add(Roles.GATEWAY);
        }
        names.addAll(stages);
        return names;
    }
}
