package dev.parley.load.once;

import dev.parley.app.Logging;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.load.TrialFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills executors of tools in the middle of calls, and judges whether each call acted once. */
@Command(
        name = "tool-kills",
        mixinStandardHelpOptions = true,
        description = {
            "Kills executors of tools in the middle of calls, and judges whether each call acted"
                    + " once.",
            "Exit code 0 if none acted twice, none is lost and what isn't known is told; 1 if not."
        })
public final class ToolKills implements Callable<Integer> {
    private static final int MOST_FAULTS = 12;

    @Option(names = "--kills", description = "Of executors, kill -9 (${DEFAULT-VALUE}).")
    private int kills = 20;

    @Option(names = "--stalls", description = "Of executors, for 8 s each (${DEFAULT-VALUE}).")
    private int stalls = 2;

    @Option(names = "--sessions", description = "In which calls are made (${DEFAULT-VALUE}).")
    private int sessions = 24;

    @Option(names = "--partitions", description = "Of each topic (${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Option(names = "--per-second", description = "How many calls (${DEFAULT-VALUE}).")
    private int perSecond = 25;

    @Option(names = "--seed", description = "Of the order of blows (${DEFAULT-VALUE}).")
    private long seed = 7;

    /** Ends with the exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ToolKills()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.onlyErrorsOf(EmbeddedKafka.LOGGERS);
        Path folder = Files.createTempDirectory("parley-tool-kills");
        try {
            Sizes sizes = new Sizes(kills, stalls, sessions, partitions, perSecond, seed);
            return judge(new Trial(sizes, folder, line -> say("%s", line)).run());
        } finally {
            TrialFolder.delete(folder);
        }
    }

    private int judge(Verdict verdict) {
        say(
                "%d kills and %d stalls (seed %d): %d calls, %d told as done, %d as unknown, of"
                        + " which %d had acted",
                kills,
                stalls,
                seed,
                verdict.calls(),
                verdict.succeeded(),
                verdict.unknown(),
                verdict.unknownThatActed());
        verdict.faults().stream().limit(MOST_FAULTS).forEach(fault -> say("%s", fault));
        say(
                verdict.faults().isEmpty()
                        ? "none acted twice, none is lost"
                        : verdict.faults().size() + " faults");
        return verdict.faults().isEmpty() ? 0 : 1;
    }

    private static void say(String format, Object... arguments) {
        System.out.println("tool-kills: " + format.formatted(arguments));
    }
}
