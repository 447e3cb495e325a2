package dev.parley.load.scale;

import dev.parley.app.Logging;
import dev.parley.app.config.RetentionConfig;
import dev.parley.app.running.BrokerTopics;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.stage.EventWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A broker of its own, on which runs follow each other. For one thread. */
final class Bench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Before a member joins, and before it leaves again. */
    private static final Duration AT_REST = Duration.ofSeconds(3);

    private final Path folder;
    private final int partitions;
    private final EmbeddedKafka broker;
    private final Wire wire = new Wire(new FixedKey());
    private final EventWriter writer;
    private int runs;

    /**
     * @param sound that was spoken, of all sessions
     * @param took from the first record to the last final
     */
    record Run(int processes, Duration sound, Duration took, Verdict verdict, LagWatch.Peaks lag) {
        /** Seconds of sound heard a second. */
        double throughput() {
            return (double) sound.toMillis() / took.toMillis();
        }
    }

    /**
     * How long partitions stood still while a member came or went.
     *
     * @param moved of each partition that went to another member, sorted
     * @param stayed of each of the others, sorted
     */
    record Pauses(List<Duration> moved, List<Duration> stayed) {}

    record Moves(Pauses joining, Pauses leaving, Verdict verdict) {}

    Bench(Path folder, int partitions) throws InterruptedException {
        this.folder = folder;
        this.partitions = partitions;
        Logging.onlyErrorsOf(EmbeddedKafka.LOGGERS);
        this.broker =
                EmbeddedKafka.start(
                        folder.resolve("broker"),
                        EmbeddedKafka.Settings.DEFAULT.unguarded().outliving());
        new BrokerTopics(broker.clientProperties(), partitions, RetentionConfig.defaults())
                .ensure();
        this.writer = new EventWriter(wire, broker.clientProperties());
    }

    /** Has so many processes hear all of that. */
    Run run(int processes, Engine engine, int sessions, IntFunction<Script> script)
            throws IOException, InterruptedException {
        Map<SessionId, Script> scripts = scripts(sessions, script);
        try (HearingGroup group = group(engine)) {
            group.add(processes);
            Listener listener = listener(scripts);
            Speakers speakers = new Speakers(writer, scripts);
            LagWatch lag = new LagWatch(group, speakers);
            long began = System.nanoTime();
            speakers.speak();
            listener.awaitFinals(PATIENCE);
            lag.close();
            listener.close();
            return new Run(
                    processes,
                    speakers.sound(),
                    Duration.ofNanos(listener.lastFinalNanos() - began),
                    listener.verdict(),
                    lag.peaks());
        }
    }

    /** The same with so many processes, and one more that joins in the middle and leaves again. */
    Moves moves(int processes, Engine engine, int sessions, IntFunction<Script> script)
            throws IOException, InterruptedException {
        Map<SessionId, Script> scripts = scripts(sessions, script);
        try (HearingGroup group = group(engine)) {
            group.add(processes);
            Listener listener = listener(scripts);
            Speakers speakers = new Speakers(writer, scripts);
            Callable<Long> speaking =
                    () -> {
                        speakers.speak();
                        return System.nanoTime();
                    };
            FutureTask<Long> spoken = new FutureTask<>(speaking);
            Thread.ofPlatform().name("speakers").daemon().start(spoken);
            Thread.sleep(AT_REST);
            long joins = System.nanoTime();
            group.add(1);
            Set<Integer> moved = group.partitionsOfLast();
            Thread.sleep(AT_REST);
            long leaves = System.nanoTime();
            group.removeLast();
            Thread.sleep(AT_REST);
            long settled = System.nanoTime();
            long silent = join(spoken);
            listener.awaitFinals(PATIENCE);
            listener.close();
            return new Moves(
                    pauses(listener, moved, joins, Math.min(leaves, silent)),
                    pauses(listener, moved, leaves, Math.min(settled, silent)),
                    listener.verdict());
        }
    }

    private static long join(FutureTask<Long> spoken) throws InterruptedException {
        try {
            return spoken.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the sessions fell silent", e.getCause());
        }
    }

    private Pauses pauses(Listener listener, Set<Integer> moved, long from, long to) {
        List<Duration> ofMoved = new ArrayList<>();
        List<Duration> ofOthers = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            (moved.contains(partition) ? ofMoved : ofOthers)
                    .add(listener.longestSilence(partition, from, to));
        }
        return new Pauses(ofMoved.stream().sorted().toList(), ofOthers.stream().sorted().toList());
    }

    private Map<SessionId, Script> scripts(int sessions, IntFunction<Script> script) {
        int run = ++runs;
        Map<SessionId, Script> scripts = new LinkedHashMap<>();
        IntStream.range(0, sessions)
                .forEach(
                        i ->
                                scripts.put(
                                        SessionId.on(i % partitions, "run%d-%d".formatted(run, i)),
                                        script.apply(i)));
        return scripts;
    }

    private HearingGroup group(Engine engine) {
        return new HearingGroup(broker.bootstrap(), partitions, folder, engine);
    }

    private Listener listener(Map<SessionId, Script> scripts) {
        return new Listener(wire, broker.clientProperties(), partitions, scripts);
    }

    @Override
    public void close() {
        writer.close();
        broker.close();
    }
}
