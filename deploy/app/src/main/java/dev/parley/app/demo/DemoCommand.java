package dev.parley.app.demo;

import dev.parley.app.client.ExitCode;
import dev.parley.app.client.LiveView;
import dev.parley.app.client.OutputOptions;
import dev.parley.app.client.Terminal;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley demo}: asks a fresh installation questions aloud and checks the answers. */
@Command(
        name = "demo",
        description = {
            "Start everything, ask questions aloud, and check that each is answered rightly and"
                    + " aloud.",
            "What is asked is drawn from the seed. The replies' sound is recognised again and must"
                    + " hold the answer."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every question was answered rightly and aloud",
            "1:something was not",
            "2:wrong usage"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int PASSED = ExitCode.DONE;
    private static final int FAILED = ExitCode.UNANSWERED;
    private static final long SEEDS = 1_000_000;
    private static final int MANY_SIDE_BY_SIDE = 4;
    private static final int MOST_SIDE_BY_SIDE = 64;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What to ask; the same seed asks the same. Random by default.")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many seeds to run, counted up from the first (${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "How many seeds to run side by side (4, if there are that many). Of seeds side"
                            + " by side only the results are shown.")
    private @Nullable Integer parallel;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where the demo's Parley keeps its data; by default beside the usual data, as"
                            + " DATA-demo.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to put the replies' sound; by default in the data directory.")
    private @Nullable Path out;

    @Mixin private OutputOptions output = new OutputOptions();

    @Spec private @Nullable CommandSpec spec;

    private final Installation.Starter starter;
    private final Supplier<SpeechSynthesizer> voice;
    private final EarMaker recognizer;

    /** Makes the ear that checks the replies: the starter model's. */
    @FunctionalInterface
    public interface EarMaker {
        /**
         * @param data the demo's data directory, into which a model may be unpacked
         * @param atOnce how many replies may be recognised at the same moment
         */
        SpeechRecognizer make(Path data, int atOnce);
    }

    /**
     * @param starter starts what is to be shown
     * @param voice makes the voice that asks
     */
    public DemoCommand(
            Installation.Starter starter, Supplier<SpeechSynthesizer> voice, EarMaker recognizer) {
        this.starter = starter;
        this.voice = voice;
        this.recognizer = recognizer;
    }

    @Override
    public Integer call() throws InterruptedException {
        int atOnce = sideBySide();
        Terminal terminal = output.terminal(commandSpec().commandLine().getOut());
        Report report = new Report(terminal);
        long first = seed != null ? seed : ThreadLocalRandom.current().nextLong(SEEDS);
        try (LoadedBeside<SpeechSynthesizer> loading = LoadedBeside.begin(voice);
                Installation installation = start(terminal);
                SpeechSynthesizer speaker = loading.get();
                SpeechRecognizer listener =
                        recognizer.make(
                                installation.data(),
                                Math.min(atOnce, Runtime.getRuntime().availableProcessors()))) {
            Path folder = out != null ? out : installation.data().resolve("demo");
            SeedRun run = new SeedRun(installation, speaker, new Ear(listener), folder);
            List<Outcome> outcomes =
                    atOnce == 1
                            ? oneByOne(run, first, terminal, report)
                            : sideBySide(run, first, atOnce, terminal, report);
            report.tally(outcomes);
            report.line("Replies  " + folder.toAbsolutePath());
            report.line("Data     " + installation.data().toAbsolutePath());
            return outcomes.stream().allMatch(Outcome::passed) ? PASSED : FAILED;
        }
    }

    private int sideBySide() {
        if (seeds < 1) {
            throw wrong("--seeds must be at least 1.");
        }
        if (parallel != null && (parallel < 1 || parallel > MOST_SIDE_BY_SIDE)) {
            throw wrong("--parallel must be 1 to " + MOST_SIDE_BY_SIDE + ".");
        }
        return Math.min(seeds, parallel != null ? parallel : MANY_SIDE_BY_SIDE);
    }

    private Installation start(Terminal terminal) throws InterruptedException {
        try (var patience = new Patience(terminal, "starting")) {
            return starter.start(data, line -> patience.step("  " + line));
        }
    }

    private List<Outcome> oneByOne(SeedRun run, long first, Terminal terminal, Report report)
            throws InterruptedException {
        LiveView view = output.view(terminal);
        List<Outcome> outcomes = new ArrayList<>();
        for (long next = first; next < first + seeds; next++) {
            report.begins(next);
            Outcome outcome = run.of(next, view, report);
            outcomes.add(outcome);
            report.summary(outcome);
            if (seeds > 1) {
                report.progress(outcomes, seeds, 1);
            }
        }
        return outcomes;
    }

    private List<Outcome> sideBySide(
            SeedRun run, long first, int atOnce, Terminal terminal, Report report)
            throws InterruptedException {
        report.line("");
        report.line(
                "Seeds " + first + " to " + (first + seeds - 1) + ", " + atOnce + " side by side");
        Report unseen = Report.unseen();
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce);
                var patience = new Patience(terminal, "talking")) {
            CompletionService<Outcome> running = new ExecutorCompletionService<>(threads);
            for (long next = first; next < first + seeds; next++) {
                long one = next;
                running.submit(() -> run.of(one, unseen.view(), unseen));
            }
            try {
                while (outcomes.size() < seeds) {
                    Outcome outcome = running.take().get();
                    outcomes.add(outcome);
                    report.brief(outcome);
                    report.progress(outcomes, seeds, atOnce);
                    patience.now(outcomes.size() + " of " + seeds + " seeds done");
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        outcomes.sort(Comparator.comparingLong(Outcome::seed));
        return outcomes;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(commandSpec().commandLine(), sentence);
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }
}
