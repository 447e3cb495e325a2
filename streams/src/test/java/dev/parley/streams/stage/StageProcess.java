package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Stages in a process of their own, to be killed: {@code sequence}, {@code turn} and {@code
 * dialogue}, or {@code timer}.
 */
final class StageProcess {
    private static final int SESSIONS = 24;

    private final Process process;

    private StageProcess(Process process) {
        this.process = process;
    }

    static List<SessionId> sessions() {
        return IntStream.range(0, SESSIONS)
                .mapToObj(i -> SessionId.on(i % Broker.PARTITIONS, "session" + i))
                .toList();
    }

    static DerivedKeys keys() {
        return new DerivedKeys()
                .knowing(sessions().stream().map(Owner.Session::new).toArray(Owner[]::new));
    }

    static StageProcess start(String bootstrap, String name, Path folder) throws IOException {
        return start(bootstrap, name, folder, "conversation");
    }

    static StageProcess startTimer(String bootstrap, String name, Path folder) throws IOException {
        return start(bootstrap, name, folder, "timer");
    }

    private static StageProcess start(String bootstrap, String name, Path folder, String stages)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        StageProcess.class.getName(),
                        bootstrap,
                        name,
                        folder.toString(),
                        stages));
        return new StageProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolveSibling(name + ".log").toFile()))
                        .start());
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void signal(String signal) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("kill -" + signal);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private static List<Topology<?>> conversation() {
        return List.of(
                new Sequence(),
                new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700))),
                new Dialogue(DialogueConfig.defaults()));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Wire wire = new Wire(keys());
        KafkaSettings settings =
                new KafkaSettings(
                        Map.of("bootstrap.servers", arguments[0]),
                        arguments[1],
                        Duration.ofMillis(1500),
                        Duration.ofMillis(400),
                        Duration.ofMillis(1400),
                        Duration.ofMillis(400),
                        Path.of(arguments[2]));
        List<TopologyHost> hosts = new ArrayList<>();
        for (Topology<?> topology :
                arguments[3].equals("timer") ? List.of(new Timers()) : conversation()) {
            TopologyHost host = new TopologyHost(topology, wire, settings, Clock.systemUTC());
            host.start();
            hosts.add(host);
        }
        while (true) {
            Thread.sleep(Duration.ofSeconds(1));
            if (ProcessHandle.current().parent().isEmpty()) {
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
