package dev.parley.app.running;

import dev.parley.connectors.gateway.Readiness;
import dev.parley.schemas.codec.Wire;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.StageHost;
import dev.parley.streams.stage.StageVerticle;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.TopologyHost;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.stage.TransformHost;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Stages that run in this process. */
final class RunningStages implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final List<StageHost> hosts;
    private final Runnable own;

    RunningStages(List<Stage> stages, Wire wire, EventWriter writer, KafkaSettings settings) {
        this(stages, wire, writer, settings, () -> {});
    }

    private RunningStages(
            List<? extends Stage> stages,
            Wire wire,
            EventWriter writer,
            KafkaSettings settings,
            Runnable own) {
        this.own = own;
        this.hosts =
                stages.stream()
                        .<StageHost>map(stage -> host(stage, wire, writer, settings))
                        .toList();
    }

    /** Shadows: they share no producer with stages that are waited for. */
    static RunningStages unheard(List<Transform> shadows, Wire wire, KafkaSettings settings) {
        EventWriter writer = new EventWriter(wire, settings.client());
        return new RunningStages(shadows, wire, writer, settings, writer::close);
    }

    private static StageHost host(
            Stage stage, Wire wire, EventWriter writer, KafkaSettings settings) {
        return switch (stage) {
            case Topology<?> topology ->
                    new TopologyHost(topology, wire, settings, Clock.systemUTC());
            case Transform transform ->
                    new TransformHost(transform, wire, writer, settings, Clock.systemUTC());
        };
    }

    /** Begins; returns before the stages are ready. */
    void start(Vertx vertx) {
        hosts.forEach(
                host ->
                        vertx.deployVerticle(new StageVerticle(host))
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join());
    }

    List<StageHost> hosts() {
        return hosts;
    }

    /** These and those, for what counts both. */
    List<StageHost> hostsAnd(RunningStages others) {
        return Stream.concat(hosts.stream(), others.hosts.stream()).toList();
    }

    /** The names of those that aren't ready yet. */
    List<String> late() {
        return hosts.stream()
                .filter(host -> !host.ready())
                .map(host -> host.stage().name())
                .toList();
    }

    /**
     * @return whether all were ready in time
     */
    boolean awaitReady(Duration patience) throws InterruptedException {
        Instant until = Instant.now().plus(patience);
        while (!late().isEmpty()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }

    List<Readiness.Check> checks() {
        return hosts.stream()
                .map(
                        host -> {
                            boolean ready = host.ready();
                            return new Readiness.Check(
                                    host.stage().name(),
                                    ready,
                                    ready ? "handles events" : "is not in its group yet");
                        })
                .toList();
    }

    /** Hands the partitions over. */
    @Override
    public void close() {
        hosts.parallelStream().forEach(StageHost::close);
        own.run();
    }
}
