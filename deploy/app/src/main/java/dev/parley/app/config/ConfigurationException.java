package dev.parley.app.config;

import dev.parley.app.UserError;
import java.util.List;

/** All that is wrong with a configuration, a sentence each. */
public final class ConfigurationException extends UserError {
    private static final int ASKED_WRONGLY = 2;

    private final List<String> problems;

    ConfigurationException(List<String> problems) {
        super("the configuration is wrong:\n  " + String.join("\n  ", problems), ASKED_WRONGLY);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
