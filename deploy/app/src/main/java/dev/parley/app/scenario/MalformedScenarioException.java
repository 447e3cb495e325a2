package dev.parley.app.scenario;

import dev.parley.app.UserError;
import java.util.List;

/** Files that are no scenarios; a line a problem, with its place. The process ends with 2. */
final class MalformedScenarioException extends UserError {
    private static final int ASKED_WRONGLY = 2;

    MalformedScenarioException(List<String> problems) {
        super(String.join(System.lineSeparator() + "parley: ", problems), ASKED_WRONGLY);
    }

    MalformedScenarioException(String problem) {
        this(List.of(problem));
    }
}
