package dev.parley.app.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A conversation, and what must and must not come of it.
 *
 * @param zone the clients' time zone
 * @param start when it begins
 * @param users the first one speaks where no other is named
 * @param settings properties of the configuration, as a flag would set them
 * @param tools those that don't do what they do
 * @param never what must not happen in any step
 */
record Scenario(
        Path file,
        String name,
        ZoneId zone,
        Instant start,
        List<String> users,
        Map<String, String> settings,
        Map<String, ToolScript> tools,
        List<Step> steps,
        List<Expectation> never) {

    /**
     * @param line in the file, from 1
     * @param never what must not happen in this step
     */
    record Step(int line, Action action, List<Expectation> expected, List<Expectation> never) {}

    /** How many of its steps are turns of a user. */
    long turns() {
        return steps.stream().filter(step -> step.action() instanceof Action.Turn).count();
    }

    /**
     * What somebody does. A client is named after its user, {@code alice}, or after its user and
     * itself, {@code alice@kitchen}.
     */
    sealed interface Action {
        /** What a user says to the agent, by whatever means. */
        sealed interface Turn extends Action {
            String client();

            String text();
        }

        record Types(String client, String text) implements Turn {}

        /**
         * @param confidence of the recogniser, 0 to 1
         */
        record Speaks(String client, String text, double confidence) implements Turn {}

        /**
         * @param after so many words of the reply at hand were heard
         */
        record Interrupts(String client, String text, double confidence, int after)
                implements Turn {}

        /** The client's own stop button. */
        record Cancels(String client, int after) implements Action {}

        record Waits(Duration duration) implements Action {}

        /** For a moment of the day, or of the calendar, as the user's clock shows it. */
        record WaitsUntil(When moment) implements Action {}

        record Arrives(String client) implements Action {}

        /** It says goodbye: its session ends. */
        record Leaves(String client) implements Action {}

        /** Its connection breaks: it may come back to its session for a while. */
        record Drops(String client) implements Action {}
    }
}
