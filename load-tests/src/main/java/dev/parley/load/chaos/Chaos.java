package dev.parley.load.chaos;

import dev.parley.app.client.Speaking;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.load.TrialFolder;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills processes while people talk, and counts what they notice. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Kills processes while people talk, and counts what they notice.",
            "Exit code 0 if every turn had one reply, whole and once; 1 if not."
        })
public final class Chaos implements Callable<Integer> {
    private static final int RATE = 16_000;
    private static final List<String> QUESTIONS =
            List.of(
                    "what is twelve plus thirty",
                    "what time is it in london",
                    "what is the date in tokyo",
                    "who are you",
                    "what is seven times eight",
                    "what time zone is paris in",
                    "how many feet are ten meters");

    @Option(names = "--seed", description = "Fixes what is hit, and when (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--from", description = "The first blow of the seed's plan (${DEFAULT-VALUE}).")
    private int from;

    @Option(names = "--count", description = "How many blows (${DEFAULT-VALUE}).")
    private int count = 20;

    @Option(names = "--minutes", description = "No blow is begun after that (${DEFAULT-VALUE}).")
    private int minutes = 10;

    @Option(names = "--talkers", description = "How many people talk (${DEFAULT-VALUE}).")
    private int talkers = 4;

    @Option(names = "--json", paramLabel = "FILE", description = "Where figures go as JSON too.")
    private @Nullable Path json;

    @Option(
            names = "--class-archive",
            paramLabel = "FILE",
            description = "The launcher's archive of this class path: cheaper starts.")
    private @Nullable Path archive;

    @Option(
            names = "--sum",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Adds up what --json wrote of other parts, and does nothing else.")
    private List<Path> parts = List.of();

    private final List<Figures.Struck> struck = new ArrayList<>();

    /** Ends with the exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        return parts.isEmpty() ? talkAndStrike() : sum();
    }

    private int sum() throws IOException {
        Tally sum = Tally.NONE;
        for (Path part : parts) {
            sum = sum.plus(Tally.read(part));
        }
        System.out.println(sum.report());
        return sum.isGood() ? 0 : 1;
    }

    private int talkAndStrike() throws Exception {
        Path folder = Files.createTempDirectory("parley-chaos");
        List<short[]> questions = spoken();
        try (Processes processes = new Processes(folder, archive, Chaos::say)) {
            List<Talker> talking = new ArrayList<>();
            try (ForeignTalker foreign =
                    new ForeignTalker(questions, processes.gateways(), processes.token())) {
                for (int i = 0; i < talkers; i++) {
                    var urls = new ArrayList<>(processes.gateways());
                    java.util.Collections.rotate(urls, i);
                    var asks = new ArrayList<>(questions);
                    java.util.Collections.rotate(asks, i);
                    talking.add(new Talker("talker-" + i, asks, urls, processes.token()));
                    Thread.sleep(700);
                }
                Thread.sleep(12_000);
                strike(processes);
                Thread.sleep(6_000);
                for (Talker talker : talking) {
                    talker.end();
                }
                return judge(processes, talking, foreign.end());
            } finally {
                talking.forEach(Talker::close);
            }
        } finally {
            TrialFolder.delete(folder);
        }
    }

    private static List<short[]> spoken() throws Exception {
        List<short[]> sounds = new ArrayList<>();
        try (MaryVoice voice = new MaryVoice()) {
            for (String question : QUESTIONS) {
                sounds.add(
                        Resampler.convert(
                                Speaking.whole(voice, question),
                                SpeechSynthesizer.SAMPLE_RATE,
                                RATE));
            }
        }
        return sounds;
    }

    private void strike(Processes processes) throws IOException, InterruptedException {
        long until = System.nanoTime() + minutes * 60_000_000_000L;
        long last = System.nanoTime();
        for (Blow blow : Blow.plan(seed, from, count)) {
            TimeUnit.NANOSECONDS.sleep(
                    last + TimeUnit.MILLISECONDS.toNanos(blow.afterMillis()) - System.nanoTime());
            processes.awaitReady(blow.role());
            if (System.nanoTime() > until) {
                say("Time is up before blow " + blow.number() + " of the plan");
                return;
            }
            last = System.nanoTime();
            struck.add(new Figures.Struck(blow, last));
            Child victim = processes.running(blow.role(), blow.which());
            if (blow.stopped()) {
                victim.signal("STOP");
                Thread.sleep(Blow.STOPPED_MILLIS);
                victim.signal("CONT");
                say(String.format(Locale.ROOT, "%3d  %s", blow.number(), blow.title()));
            } else {
                victim.kill();
                tellWhenBack(blow, processes.start(blow.role(), blow.which()), last);
            }
        }
        processes.awaitReady();
    }

    private static void tellWhenBack(Blow blow, Child next, long killedAt) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                next.awaitReady();
                            } catch (InterruptedException e) {
                                return;
                            }
                            say(
                                    String.format(
                                            Locale.ROOT,
                                            "%3d  %-18s back after %.1f s, %.1f s of them on a"
                                                    + " processor",
                                            blow.number(),
                                            blow.title(),
                                            (System.nanoTime() - killedAt) / 1e9,
                                            next.processorTime().toMillis() / 1e3));
                        });
    }

    private int judge(Processes processes, List<Talker> talking, Tally.Foreign foreign)
            throws IOException {
        List<Asked> asked = talking.stream().flatMap(talker -> talker.asked().stream()).toList();
        Set<String> sessions = new HashSet<>();
        talking.forEach(talker -> sessions.addAll(talker.sessions()));
        TurnsInLog log = TurnsInLog.read(processes.bootstrap(), processes.partitions(), sessions);
        Map<String, Integer> problems = new TreeMap<>();
        Set<String> heard = new HashSet<>();
        for (Talker talker : talking) {
            talker.asked().forEach(turn -> count(problems, turn.problems()));
            for (HeardReply reply : talker.replies()) {
                count(problems, reply.problems());
                if (reply.isHeard()) {
                    heard.add(reply.id());
                }
            }
        }
        Set<String> unheard = log.replies();
        unheard.removeAll(heard);
        put(
                problems,
                "no reply for a client that doesn't come back",
                foreign.asked() - foreign.answered() - foreign.cut());
        put(problems, "turn without a reply", log.unanswered());
        put(problems, "turn with several replies", log.answeredTwice());
        put(problems, "reply never heard to its end", unheard.size());
        put(problems, "question that made no turn", Math.max(0, asked.size() - log.turns()));
        Figures figures = new Figures(struck, asked);
        Tally tally =
                new Tally(
                        asked.size(),
                        log.turns(),
                        heard.size(),
                        talking.stream().mapToInt(Talker::resumes).sum(),
                        foreign,
                        figures.blows(),
                        figures.pauses(),
                        problems);
        System.out.printf(
                Locale.ROOT,
                "%nchaos: seed %d, blows %d to %d, %d talkers, usual wait %d ms%n%s%n",
                seed,
                from,
                from + struck.size() - 1,
                talkers,
                figures.usualWait(),
                tally.report());
        if (json != null) {
            tally.write(json);
        }
        return tally.isGood() ? 0 : 1;
    }

    private static void count(Map<String, Integer> problems, List<String> found) {
        found.forEach(problem -> problems.merge(problem, 1, Integer::sum));
    }

    private static void put(Map<String, Integer> problems, String problem, long times) {
        if (times > 0) {
            problems.put(problem, (int) times);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
