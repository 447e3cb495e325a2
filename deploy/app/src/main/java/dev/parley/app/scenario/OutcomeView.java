package dev.parley.app.scenario;

import dev.parley.app.client.Palette;
import dev.parley.app.config.DurationText;
import dev.parley.app.scenario.Scenario.Action;
import dev.parley.app.scenario.ScenarioRun.Miss;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import dev.parley.app.scenario.ScenarioRun.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How scenarios went, as lines for people. */
final class OutcomeView {
    private static final int MOST_ALIKE = 8;

    private final Palette palette;
    private final boolean verbose;

    /**
     * @param verbose whether the conversation is shown though nothing was wrong with it
     */
    OutcomeView(Palette palette, boolean verbose) {
        this.palette = palette;
        this.verbose = verbose;
    }

    List<String> lines(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        Scenario scenario = outcome.scenario();
        lines.add(
                (outcome.passed() ? palette.good("✓") : palette.bad("✗"))
                        + " "
                        + scenario.name()
                        + palette.faint(
                                "  %s, %s, %d ms"
                                        .formatted(
                                                scenario.file(),
                                                turns(scenario.turns()),
                                                outcome.took().toMillis())));
        if (verbose || !outcome.passed()) {
            lines.addAll(indented(conversation(outcome)));
        }
        lines.addAll(indented(misses(outcome, palette)));
        return lines;
    }

    private static String turns(long count) {
        return count + (count == 1 ? " turn" : " turns");
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "    " + line).toList();
    }

    /** As far as the last step in which something was wrong. */
    private List<String> conversation(Outcome outcome) {
        int last =
                verbose
                        ? Integer.MAX_VALUE
                        : outcome.misses().stream().mapToInt(Miss::step).max().orElse(0);
        List<Happening> events =
                outcome.steps().stream()
                        .filter(step -> step.number() <= last)
                        .flatMap(step -> step.events().stream())
                        .toList();
        boolean many = events.stream().map(Happening::client).distinct().count() > 1;
        return new Transcript(outcome.scenario().zone(), palette, many).lines(events);
    }

    /** Step by step, what was expected and what there was instead. */
    static List<String> misses(Outcome outcome, Palette palette) {
        List<String> lines = new ArrayList<>();
        for (StepOutcome step : outcome.steps()) {
            if (step.misses().isEmpty()) {
                continue;
            }
            lines.add(
                    palette.strong(
                            "step %d, line %d: %s"
                                    .formatted(
                                            step.number(),
                                            step.step().line(),
                                            described(step.step().action()))));
            for (Miss miss : step.misses()) {
                lines.add(
                        "  expected  "
                                + palette.good(miss.expected())
                                + palette.faint("  (line " + miss.line() + ")"));
                List<String> got = miss.got();
                for (int i = 0; i < Math.min(got.size(), MOST_ALIKE); i++) {
                    lines.add((i == 0 ? "  got       " : "            ") + palette.bad(got.get(i)));
                }
                if (got.size() > MOST_ALIKE) {
                    lines.add("            and %d more".formatted(got.size() - MOST_ALIKE));
                }
            }
        }
        return lines;
    }

    static String described(Action action) {
        return switch (action) {
            case Action.Types(String client, String text) -> client + ": \"" + text + "\"";
            case Action.Speaks(String client, String text, double confidence) ->
                    "%s is heard: \"%s\" (%s)".formatted(client, text, confidence);
            case Action.Interrupts(String client, String text, double confidence, int after) ->
                    "%s interrupts after %d words: \"%s\"".formatted(client, after, text);
            case Action.Cancels(String client, int after) ->
                    "%s cancels after %d words".formatted(client, after);
            case Action.Waits(Duration duration) -> "wait " + DurationText.show(duration);
            case Action.WaitsUntil(When moment) -> "wait until " + moment.described();
            case Action.Arrives(String client) -> client + " arrives";
            case Action.Leaves(String client) -> client + " leaves";
            case Action.Drops(String client) -> "the connection of " + client + " breaks";
        };
    }
}
