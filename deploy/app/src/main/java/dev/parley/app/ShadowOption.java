package dev.parley.app;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option of the commands that run stages; a picocli mixin. */
public final class ShadowOption {
    @Option(
            names = "--shadow",
            paramLabel = "STAGE=NAME",
            description =
                    "Run a second implementation of a stage on live traffic, heard by nobody:"
                            + " intent=rules or intent=examples. parley shadow diff compares them.")
    private Map<String, String> shadow = new LinkedHashMap<>();

    /**
     * What it says, by property.
     *
     * @throws UserError if a stage can't have a shadow
     */
    public Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        shadow.forEach(
                (stage, name) -> {
                    if (!stage.equals("intent")) {
                        throw new UserError(
                                "Stage "
                                        + stage
                                        + " can't have a shadow: only intent has a second"
                                        + " implementation, and one that acts would act twice.");
                    }
                    flags.put("shadow." + stage, name);
                });
        return flags;
    }
}
