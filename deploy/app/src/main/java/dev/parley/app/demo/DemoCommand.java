package dev.parley.app.demo;

import dev.parley.app.client.LiveView;
import dev.parley.app.client.Palette;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final long SEEDS = 1_000_000;

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
    private int seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to put the replies' sound; by default in the data directory.")
    private @Nullable Path out;

    @Option(names = "--no-color", description = "No colours (also: NO_COLOR, or no terminal).")
    private boolean noColor;

    @Spec private @Nullable CommandSpec spec;

    private final Installation.Starter starter;
    private final Supplier<SpeechSynthesizer> voice;
    private final Supplier<SpeechRecognizer> recognizer;

    /**
     * @param starter starts what is to be shown
     * @param voice makes the voice that asks
     * @param recognizer makes the ear that checks the replies: the starter model's
     */
    public DemoCommand(
            Installation.Starter starter,
            Supplier<SpeechSynthesizer> voice,
            Supplier<SpeechRecognizer> recognizer) {
        this.starter = starter;
        this.voice = voice;
        this.recognizer = recognizer;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seeds < 1) {
            throw new ParameterException(
                    commandSpec().commandLine(), "--seeds must be at least 1.");
        }
        PrintWriter terminal = commandSpec().commandLine().getOut();
        Palette palette = Palette.of(noColor, System.getenv());
        Report report = new Report(terminal, palette);
        LiveView view = new LiveView(terminal, palette);
        long first = seed != null ? seed : ThreadLocalRandom.current().nextLong(SEEDS);
        try (Installation installation = starter.start(report::line);
                SpeechSynthesizer speaker = voice.get();
                SpeechRecognizer listener = recognizer.get()) {
            Path folder = out != null ? out : installation.data().resolve("demo");
            Run run = new Run(installation, speaker, new Ear(listener), report, view, folder);
            int good = 0;
            for (long next = first; next < first + seeds; next++) {
                good += run.passes(next) ? 1 : 0;
            }
            report.tally(run.results, seeds, good);
            report.line("Replies: " + folder.toAbsolutePath());
            report.line("Data: " + installation.data().toAbsolutePath());
            return good == seeds ? PASSED : FAILED;
        }
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }

    /** The seeds of one installation. */
    private static final class Run {
        private final Installation installation;
        private final SpeechSynthesizer voice;
        private final Ear ear;
        private final Report report;
        private final LiveView view;
        private final Path folder;
        private final List<Result> results = new ArrayList<>();

        /** How long the long reply is, in milliseconds; 0 before it was heard once. */
        private long wholeMillis;

        Run(
                Installation installation,
                SpeechSynthesizer voice,
                Ear ear,
                Report report,
                LiveView view,
                Path folder) {
            this.installation = installation;
            this.voice = voice;
            this.ear = ear;
            this.report = report;
            this.view = view;
            this.folder = folder;
        }

        boolean passes(long seed) throws InterruptedException {
            report.line("");
            report.line("Seed " + seed + " (./parley demo --seed " + seed + " asks the same)");
            Questions questions = Questions.drawnFrom(seed);
            Path sounds = folder.resolve("seed-" + seed);
            try (VoiceSession session =
                    VoiceSession.open(installation.voice(), installation.token(), voice, view)) {
                Interview interview =
                        new Interview(session, ear, sounds, report::asking, report::judged);
                boolean whole = false;
                try {
                    interviewFully(interview, questions);
                    whole = true;
                } catch (IOException e) {
                    report.line("The session broke: " + e.getMessage());
                }
                results.addAll(interview.results());
                report.summary(seed, interview.results());
                return whole && interview.results().stream().allMatch(Result::isRight);
            } catch (UnreachableException | TokenRefusedException | IOException e) {
                report.line(String.valueOf(e.getMessage()));
                return false;
            }
        }

        private void interviewFully(Interview interview, Questions questions)
                throws InterruptedException, IOException {
            for (Question question : questions.others()) {
                interview.ask(question);
            }
            interview.setTimer(questions.setTimer(), questions.timer(), questions.ring());
            if (wholeMillis == 0) {
                wholeMillis = interview.hearAll(questions.help());
            }
            interview.cancel(questions.help(), wholeMillis);
        }
    }
}
