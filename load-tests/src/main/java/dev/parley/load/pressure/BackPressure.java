package dev.parley.load.pressure;

import dev.parley.load.TrialFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has an engine falter under live sound, and judges what becomes of the sessions. */
@Command(
        name = "back-pressure",
        mixinStandardHelpOptions = true,
        description = {
            "Has an engine falter under live sound, and judges what becomes of the sessions.",
            "Exit code 0 if nothing is lost, memory is bounded and all are treated alike; 1 if not."
        })
public final class BackPressure implements Callable<Integer> {
    private static final int MOST_FAULTS = 12;

    @Option(names = "--sessions", description = "How many speak (${DEFAULT-VALUE}).")
    private int sessions = 200;

    @Option(names = "--partitions", description = "Of each topic (${DEFAULT-VALUE}).")
    private int partitions = 20;

    @Option(names = "--threads", description = "Of the engine (${DEFAULT-VALUE}).")
    private int threads = 16;

    @Option(names = "--call-millis", description = "What a call takes (${DEFAULT-VALUE}).")
    private int callMillis = 2;

    @Option(names = "--times", description = "How much slower it gets (${DEFAULT-VALUE} times).")
    private int times = 100;

    @Option(names = "--before", description = "Seconds before it gets slow (${DEFAULT-VALUE}).")
    private int before = 10;

    @Option(names = "--slow", description = "Seconds that it is slow (${DEFAULT-VALUE}).")
    private int slow = 60;

    @Option(names = "--after", description = "Seconds that speech goes on (${DEFAULT-VALUE}).")
    private int after = 20;

    /** Ends with the exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BackPressure()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Sizes sizes =
                new Sizes(
                        sessions,
                        partitions,
                        threads,
                        callMillis,
                        times,
                        Duration.ofSeconds(before),
                        Duration.ofSeconds(slow),
                        Duration.ofSeconds(after));
        Path folder = Files.createTempDirectory("parley-back-pressure");
        try {
            say(
                    "%d sessions on %d partitions; a call takes %d ms on %d threads, %d times that"
                            + " for %d s",
                    sessions, partitions, callMillis, threads, times, slow);
            return judge(new Trial(sizes, folder, line -> say("%s", line)).run());
        } finally {
            delete(folder);
        }
    }

    private static int judge(Outcome outcome) {
        say("%s", outcome.verdict());
        say(
                "memory: heap at most %d MB in use of 256, process at most %d MB",
                outcome.lag().heapBytes() >> 20, outcome.residentBytes() >> 20);
        say(
                "at most %d records waited, on one partition %d; in the end %d",
                outcome.lag().told(), outcome.lag().onOnePartition(), outcome.lag().last());
        say("sessions spoke at most %d ms too late", outcome.latest().toMillis());
        say("longest wait of a session: %s", outcome.longest());
        say("caught up after the recovery: %s", outcome.catchingUp());
        List<String> faults = outcome.faults();
        faults.stream().limit(MOST_FAULTS).forEach(fault -> say("fault: %.200s", fault));
        if (faults.size() > MOST_FAULTS) {
            say("and %d more", faults.size() - MOST_FAULTS);
        }
        say(faults.isEmpty() ? "passed" : "failed");
        return faults.isEmpty() ? 0 : 1;
    }

    /** Figures of a machine that others load are of little worth, so that is told with them. */
    private static void say(String format, Object... values) {
        System.out.printf(
                Locale.ROOT,
                "back-pressure  [load %.0f]  %s%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                String.format(Locale.ROOT, format, values));
    }

    /**
     * What a broker that is slow to end still writes is left: it must not hide how the trial went.
     */
    private static void delete(Path folder) {
        try {
            TrialFolder.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            say("%s is left: %s", folder, e.getClass().getSimpleName());
        }
    }
}
