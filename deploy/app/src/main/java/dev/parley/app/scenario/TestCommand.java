package dev.parley.app.scenario;

import dev.parley.app.client.Palette;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.NearestName;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds conversations that were written down, and says whether they went as they should. */
@Command(
        name = "test",
        description = {
            "Hold the conversations that scenarios describe, in virtual time, and say where they"
                    + " don't go as expected. docs/scenarios.md tells how to write them.",
            "Ends with 0 if all did, 1 if one didn't, 2 if a file is no scenario or there is none."
        })
public final class TestCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Scenarios, or folders of them (*.yaml); deploy/scenarios by default. What is"
                            + " in a folder's folders isn't run.")
    private List<Path> named = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only those whose name, or file's name, contains this.")
    private @Nullable String only;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write a report in JUnit's XML, too.")
    private @Nullable Path junit;

    @Option(names = "--verbose", description = "Show every conversation, with what was decided.")
    private boolean verbose;

    @Option(names = "--json", description = "Print an object of JSON a scenario.")
    private boolean json;

    @Option(names = "--no-color", description = "Print no colours.")
    private boolean noColor;

    @Spec private @Nullable CommandSpec spec;

    private final Function<ParleyConfig, ScenarioEngines> engines;

    public TestCommand(Function<ParleyConfig, ScenarioEngines> engines) {
        this.engines = engines;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        ParleyConfig config = configuration.load().root();
        List<Scenario> scenarios = scenarios();
        Palette palette = Palette.of(noColor, System.getenv());
        List<Outcome> outcomes = run(scenarios, config, palette, out, err);
        if (junit != null) {
            JUnitReport.write(outcomes, junit);
        }
        long failed = outcomes.stream().filter(each -> !each.passed()).count();
        if (!json) {
            out.println(summary(outcomes, failed, palette));
        }
        out.flush();
        return failed == 0 ? 0 : FAILED;
    }

    private List<Outcome> run(
            List<Scenario> scenarios,
            ParleyConfig config,
            Palette palette,
            PrintWriter out,
            PrintWriter err) {
        OutcomeView view = new OutcomeView(palette, verbose);
        boolean live = palette == Palette.COLOURED && !json;
        List<Outcome> outcomes = new ArrayList<>();
        try (ScenarioEngines with = engines.apply(config)) {
            for (Scenario each : scenarios) {
                if (live) {
                    progress(
                            err,
                            "%d/%d  %s"
                                    .formatted(outcomes.size() + 1, scenarios.size(), each.name()));
                }
                Outcome outcome = ScenarioRun.of(each, config, with);
                outcomes.add(outcome);
                if (live) {
                    progress(err, "");
                }
                if (json) {
                    out.println(OutcomeJson.of(outcome));
                } else {
                    view.lines(outcome).forEach(out::println);
                }
                out.flush();
            }
        }
        return outcomes;
    }

    private static void progress(PrintWriter err, String line) {
        err.print("\r\u001b[K" + line);
        err.flush();
    }

    private static String summary(List<Outcome> outcomes, long failed, Palette palette) {
        long turns = outcomes.stream().mapToLong(each -> each.scenario().turns()).sum();
        Duration took = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
        String verdict =
                failed == 0
                        ? palette.good("all went as expected")
                        : palette.bad(failed + " didn't go as expected");
        return String.format(
                Locale.ROOT,
                "%d conversations of %d turns in %.1f s: %s",
                outcomes.size(),
                turns,
                took.toMillis() / 1000.0,
                verdict);
    }

    private List<Scenario> scenarios() {
        List<Path> files = ScenarioReader.files(named.isEmpty() ? List.of(usual()) : named);
        Set<String> tools = ScenarioEngines.tools();
        List<Scenario> scenarios = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                scenarios.add(ScenarioReader.read(file, tools));
            } catch (MalformedScenarioException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new MalformedScenarioException(problems);
        }
        if (scenarios.isEmpty()) {
            throw new MalformedScenarioException(
                    "There is no scenario in "
                            + (named.isEmpty() ? usual() : named)
                            + ": files end with .yaml.");
        }
        List<Scenario> chosen = scenarios.stream().filter(this::wanted).toList();
        if (chosen.isEmpty()) {
            throw new MalformedScenarioException(
                    "There is no scenario "
                            + only
                            + "."
                            + NearestName.among(scenarios.stream().map(Scenario::name).toList())
                                    .to(String.valueOf(only))
                                    .map(name -> " Did you mean " + name + "?")
                                    .orElse(""));
        }
        return chosen;
    }

    private boolean wanted(Scenario scenario) {
        if (only == null) {
            return true;
        }
        String wanted = only.toLowerCase(Locale.ROOT);
        return scenario.name().toLowerCase(Locale.ROOT).contains(wanted)
                || scenario.file().getFileName().toString().contains(wanted);
    }

    /** In the checkout that the launcher names, wherever the command is called from. */
    private static Path usual() {
        String home = System.getProperty("parley.home");
        Path folder = Path.of("deploy", "scenarios");
        if (home == null) {
            return folder;
        }
        Path inCheckout = Path.of(home).resolve(folder);
        Path here = Path.of("").toAbsolutePath();
        return inCheckout.startsWith(here) ? here.relativize(inCheckout) : inCheckout;
    }
}
