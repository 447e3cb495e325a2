package dev.parley.app.demo;

import dev.parley.app.client.LiveView;
import dev.parley.app.client.Palette;
import dev.parley.app.client.Terminal;
import dev.parley.app.client.TimelineView;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what the demo asks and what came of it. Safe for use by many threads. */
final class Report {
    private static final int KIND_WIDTH = 12;
    private static final int QUESTION_WIDTH = 39;
    private static final int EXPECTED_WIDTH = Terminal.COLUMNS - KIND_WIDTH - QUESTION_WIDTH - 23;

    private final Terminal terminal;
    private final Palette palette;

    Report(Terminal terminal) {
        this.terminal = terminal;
        this.palette = terminal.palette();
    }

    /** One that nobody sees. */
    static Report unseen() {
        return new Report(new Terminal(new PrintWriter(Writer.nullWriter()), Palette.PLAIN, false));
    }

    /** Prints to the same place what happens in a session. */
    LiveView view() {
        return new LiveView(terminal, new TimelineView(palette, TimelineView.Detail.COMPACT));
    }

    void line(String text) {
        terminal.line(text);
    }

    void begins(long seed) {
        line("");
        line("Seed " + seed + " (./parley demo --seed " + seed + " asks the same)");
    }

    void asking(String words) {
        line("");
        line(palette.strong("▶ " + words));
    }

    void judged(Result result) {
        if (result.isRight()) {
            line(palette.good("  ✓ " + result.expected()));
            heardBack(result);
        } else {
            fault(result, "  ");
        }
        if (result.sound() != null) {
            line(palette.faint("    " + result.sound()));
        }
    }

    private void fault(Result result, String indent) {
        line(palette.bad(indent + "✗ " + result.kind() + ": " + result.fault()));
        if (!result.understood().isEmpty()) {
            line(indent + "  asked      " + quoted(result.asked()));
            line(indent + "  understood " + quoted(result.understood()));
        }
        if (!result.expected().isEmpty()) {
            line(indent + "  expected   " + result.expected());
            line(indent + "  heard back " + quoted(result.heard()));
        }
    }

    private void heardBack(Result result) {
        if (!result.heard().isEmpty()) {
            line(palette.faint("    heard back " + quoted(result.heard())));
        }
    }

    private static String quoted(String text) {
        return "“" + text + "”";
    }

    /** A table of what was asked. */
    void summary(Outcome outcome) {
        line("");
        line("  " + row("seed " + outcome.seed(), "asked", "times", "waited", "expected"));
        for (Result result : outcome.results()) {
            String mark = result.isRight() ? palette.good("✓ ") : palette.bad("✗ ");
            String waited = result.waitedMillis() < 0 ? "–" : result.waitedMillis() + " ms";
            String times = Integer.toString(result.times());
            String last = result.isRight() ? result.expected() : result.fault();
            line(mark + row(result.kind(), result.asked(), times, waited, last));
        }
        broken(outcome);
    }

    private static String row(
            String kind, String asked, String times, String waited, String expected) {
        return String.format(
                Locale.ROOT,
                "%-" + KIND_WIDTH + "s %-" + QUESTION_WIDTH + "s %5s %9s  %s",
                kind,
                Terminal.cut(asked, QUESTION_WIDTH),
                times,
                waited,
                Terminal.cut(expected, EXPECTED_WIDTH));
    }

    /** One line, and what was wrong. */
    void brief(Outcome outcome) {
        String again =
                outcome.askedAgain() == 0 ? "" : ", " + outcome.askedAgain() + " asked again";
        String text =
                String.format(
                        Locale.ROOT,
                        "seed %d: %d of %d right%s, %d s",
                        outcome.seed(),
                        outcome.right(),
                        outcome.results().size(),
                        again,
                        outcome.took().toSeconds());
        line(outcome.passed() ? palette.good("✓ ") + text : palette.bad("✗ ") + text);
        outcome.results().stream()
                .filter(result -> !result.isRight())
                .forEach(result -> fault(result, "    "));
        broken(outcome);
    }

    private void broken(Outcome outcome) {
        if (!outcome.broken().isEmpty()) {
            line(palette.bad("✗ " + outcome.broken()));
        }
    }

    /**
     * How far it is, and when it will probably be over.
     *
     * @param atOnce how many seeds run side by side
     */
    void progress(List<Outcome> outcomes, int seeds, int atOnce) {
        int done = outcomes.size();
        if (done == seeds) {
            return;
        }
        long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
        Duration spent = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
        Duration left = spent.multipliedBy(seeds - done).dividedBy((long) done * atOnce);
        line(
                palette.faint(
                        String.format(
                                Locale.ROOT,
                                "  %d of %d seeds done, %d failed, about %d:%02d left",
                                done,
                                seeds,
                                failed,
                                left.toMinutes(),
                                left.toSecondsPart())));
    }

    /** What came of all. */
    void tally(List<Outcome> outcomes) {
        List<Result> results = outcomes.stream().flatMap(o -> o.results().stream()).toList();
        long right = results.stream().filter(Result::isRight).count();
        long again = outcomes.stream().mapToLong(Outcome::askedAgain).sum();
        long passed = outcomes.stream().filter(Outcome::passed).count();
        boolean good = passed == outcomes.size();
        line("");
        if (outcomes.size() > 1) {
            failures(outcomes);
        }
        waits(results);
        String text =
                right
                        + " of "
                        + results.size()
                        + " right and aloud, "
                        + again
                        + " asked once more"
                        + (outcomes.size() > 1
                                ? "; " + passed + " of " + outcomes.size() + " seeds passed"
                                : "");
        line(good ? palette.good("✓ " + text) : palette.bad("✗ " + text));
    }

    /** By kind, each with the seeds that show it again. */
    private void failures(List<Outcome> outcomes) {
        Map<String, List<Long>> seeds = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            outcome.results().stream()
                    .filter(result -> !result.isRight())
                    .forEach(
                            result ->
                                    seeds.computeIfAbsent(result.kind(), k -> new ArrayList<>())
                                            .add(outcome.seed()));
        }
        seeds.forEach(
                (kind, which) ->
                        line(
                                palette.bad("✗ " + which.size() + " × " + kind)
                                        + ", --seed "
                                        + which.stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", "))));
    }

    private void waits(List<Result> results) {
        long[] waits =
                results.stream()
                        .filter(Result::isReplyToAQuestion)
                        .mapToLong(Result::waitedMillis)
                        .filter(wait -> wait >= 0)
                        .sorted()
                        .toArray();
        if (waits.length > 0) {
            line(
                    String.format(
                            Locale.ROOT,
                            "  From a question's end to its reply's first sound: half within %d ms,"
                                    + " 95 %% within %d ms",
                            waits[(waits.length - 1) / 2],
                            waits[(waits.length * 95 + 99) / 100 - 1]));
        }
    }
}
