package dev.parley.load.scale;

import dev.parley.connectors.speech.StarterModel;
import dev.parley.streams.hearing.Hearing;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Measures, prints what it finds, and tells what was wrong; missed goals are not. */
final class ScaleBenchmark {
    private static final Engine SLOW = new Engine.Waits(8, 80);
    private static final Engine QUICK = new Engine.Waits(8, 4);

    /** Clear synthetic voices, which the starter model understands. */
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("flite-rms-02.wav", "espeak-04.wav"),
                    List.of("flite-rms-06.wav", "fest-ked-diphone-08.wav"),
                    List.of("espeak-10.wav", "flite-rms-14.wav"),
                    List.of("fest-ked-diphone-03.wav", "flite-rms-20.wav"));

    private final Sizes sizes;
    private final Path folder;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param rounds how often each number of processes is measured
     * @param sessions live at a time
     * @param partitions of each topic
     * @param utterances of each session, against the engine that waits
     * @param utterancesOfMoves the same, while partitions move and the engine keeps up
     * @param voskSessions live at a time, against Vosk
     * @param processes how many there are, from run to run
     * @param voskProcesses the same, against Vosk
     */
    record Sizes(
            int rounds,
            int sessions,
            int partitions,
            int utterances,
            int utterancesOfMoves,
            int voskSessions,
            List<Integer> processes,
            List<Integer> voskProcesses) {
        /** Some three minutes. */
        static final Sizes CHECK =
                new Sizes(1, 100, 20, 2, 12, 24, List.of(1, 2, 4), List.of(1, 2));

        /** Some fifteen minutes. */
        static final Sizes FULL =
                new Sizes(3, 100, 20, 4, 40, 48, List.of(1, 2, 4), List.of(1, 2, 4));
    }

    ScaleBenchmark(Sizes sizes, Path folder, PrintStream out) {
        this.sizes = sizes;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs all of it.
     *
     * @return what was lost, wrong, out of order or there twice
     */
    List<String> run() throws IOException, InterruptedException {
        try (Bench bench = new Bench(folder, sizes.partitions())) {
            say(
                    "%d sessions, %d partitions; the engine takes 80 ms a call on 8 threads a"
                            + " process",
                    sizes.sessions(), sizes.partitions());
            warmUp(bench);
            grow(
                    bench,
                    "waits",
                    sizes.processes(),
                    SLOW,
                    sizes.sessions(),
                    tones(sizes.utterances()));
            move(bench);
            vosk(bench);
        }
        return List.copyOf(faults);
    }

    /** The first run on a fresh broker is slower than those after it. */
    private void warmUp(Bench bench) throws IOException, InterruptedException {
        judge("warm-up", bench.run(1, QUICK, sizes.partitions(), tones(1)).verdict());
    }

    private void vosk(Bench bench) throws IOException, InterruptedException {
        Engine.Vosk engine = new Engine.Vosk(1, StarterModel.unpackInto(folder.resolve("models")));
        Hearing reference = engine.hearing();
        List<Script> commands = new ArrayList<>();
        for (List<String> names : COMMANDS) {
            commands.add(Recordings.of(names, reference));
        }
        say(
                "%d sessions; Vosk on one thread a process, %d cores for everything",
                sizes.voskSessions(), Runtime.getRuntime().availableProcessors());
        grow(
                bench,
                "vosk",
                sizes.voskProcesses(),
                engine,
                sizes.voskSessions(),
                session -> commands.get(session % commands.size()));
    }

    private void grow(
            Bench bench,
            String name,
            List<Integer> numbers,
            Engine engine,
            int sessions,
            IntFunction<Script> script)
            throws IOException, InterruptedException {
        Map<Integer, List<Double>> throughputs = new LinkedHashMap<>();
        for (int round = 0; round < sizes.rounds(); round++) {
            for (int processes : numbers) {
                Bench.Run run = bench.run(processes, engine, sessions, script);
                throughputs
                        .computeIfAbsent(processes, missing -> new ArrayList<>())
                        .add(run.throughput());
                tell(name, run);
            }
        }
        compare(name, throughputs);
    }

    private void tell(String name, Bench.Run run) {
        say(
                "%s, %d processes: %.1f s of sound a second (%d s in %.1f s); %s",
                name,
                run.processes(),
                run.throughput(),
                run.sound().toSeconds(),
                run.took().toMillis() / 1000.0,
                run.verdict());
        say(
                "%s, %d processes: at most %d records waited by /metrics, %d counted; on one"
                        + " partition %d; in the end %d",
                name,
                run.processes(),
                run.lag().told(),
                run.lag().counted(),
                run.lag().onOnePartition(),
                run.lag().last());
        judge("%s, %d processes".formatted(name, run.processes()), run.verdict());
        if (run.lag().last() != 0) {
            faults.add(
                    "%s, %d processes: all is heard, and /metrics tells of %d records that wait"
                            .formatted(name, run.processes(), run.lag().last()));
        }
    }

    private void compare(String name, Map<Integer, List<Double>> throughputs) {
        StringBuilder text = new StringBuilder();
        double medianBefore = 0;
        int before = 0;
        for (Map.Entry<Integer, List<Double>> measured : throughputs.entrySet()) {
            int processes = measured.getKey();
            double median = median(measured.getValue());
            text.append("%s%d: %.1f".formatted(before == 0 ? "" : ", ", processes, median));
            if (before != 0) {
                text.append(" (%.2f times %d)".formatted(median / medianBefore, before));
            }
            medianBefore = median;
            before = processes;
        }
        say("%s, medians by processes, goal 1.8 times: %s", name, text);
    }

    private void move(Bench bench) throws IOException, InterruptedException {
        Bench.Moves behind = bench.moves(2, SLOW, sizes.sessions(), tones(sizes.utterances() + 1));
        say("waits, 2 processes, a third comes and goes: %s", behind.verdict());
        judge("a third comes and goes", behind.verdict());
        Bench.Moves live =
                bench.moves(2, QUICK, sizes.sessions(), tones(sizes.utterancesOfMoves()));
        say("keeps up, 2 processes, a third comes and goes: %s", live.verdict());
        say("keeps up, a third comes, ms without an event: %s", show(live.joining()));
        say("keeps up, the third goes, ms without an event: %s", show(live.leaving()));
        judge("a third comes and goes where hearing keeps up", live.verdict());
    }

    private static String show(Bench.Pauses pauses) {
        return "%d partitions that moved: median %d, at most %d; the %d others: median %d, at most %d"
                .formatted(
                        pauses.moved().size(),
                        middle(pauses.moved()),
                        most(pauses.moved()),
                        pauses.stayed().size(),
                        middle(pauses.stayed()),
                        most(pauses.stayed()));
    }

    private static long middle(List<Duration> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2).toMillis();
    }

    private static long most(List<Duration> sorted) {
        return sorted.isEmpty() ? 0 : sorted.getLast().toMillis();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void judge(String where, Verdict verdict) {
        verdict.faults().forEach(fault -> faults.add(where + ": " + fault));
    }

    /** Sessions begin to speak at different times. */
    private static IntFunction<Script> tones(int utterances) {
        return session -> new Tones(utterances, 300 + session * 37L % 75 * 20);
    }

    /** Figures of a machine that others load are of little worth, so that is told with them. */
    private void say(String format, Object... values) {
        out.printf(
                "scale  [load %.0f]  %s%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                format.formatted(values));
    }
}
