package dev.parley.app.demo;

import dev.parley.app.client.Palette;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what the demo asks and what came of it. */
final class Report {
    private static final int QUESTION_WIDTH = 44;

    private final PrintWriter out;
    private final Palette palette;

    Report(PrintWriter out, Palette palette) {
        this.out = out;
        this.palette = palette;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void asking(String words) {
        line("");
        line(palette.strong("▶ " + words));
    }

    void judged(Result result) {
        String sound = result.sound() == null ? "" : " → " + result.sound();
        if (result.isRight()) {
            String heard = result.heard().isEmpty() ? "" : ", heard back “" + result.heard() + "”";
            line(palette.good("  ✓ " + result.expected()) + heard + sound);
            return;
        }
        line(palette.bad("  ✗ " + result.kind() + ": " + result.fault()) + sound);
        if (!result.expected().isEmpty()) {
            line("    expected " + result.expected() + "; heard back “" + result.heard() + "”");
        }
    }

    void summary(long seed, List<Result> results) {
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "  %-12s %-" + QUESTION_WIDTH + "s %5s %9s  %s",
                        "seed " + seed,
                        "asked",
                        "times",
                        "waited",
                        "expected"));
        for (Result result : results) {
            String mark = result.isRight() ? palette.good("✓") : palette.bad("✗");
            String waited = result.waitedMillis() < 0 ? "–" : result.waitedMillis() + " ms";
            line(
                    String.format(
                            Locale.ROOT,
                            "%s %-12s %-" + QUESTION_WIDTH + "s %5d %9s  %s",
                            mark,
                            result.kind(),
                            result.asked(),
                            result.times(),
                            waited,
                            result.isRight() ? result.expected() : result.fault()));
        }
    }

    void tally(List<Result> results, int seeds, int good) {
        long right = results.stream().filter(Result::isRight).count();
        long twice = results.stream().filter(result -> result.times() > 1).count();
        String text =
                right
                        + " of "
                        + results.size()
                        + " right and aloud, "
                        + twice
                        + " asked once more"
                        + (seeds > 1 ? "; " + good + " of " + seeds + " seeds passed" : "");
        line("");
        line(good == seeds ? palette.good("✓ " + text) : palette.bad("✗ " + text));
    }
}
