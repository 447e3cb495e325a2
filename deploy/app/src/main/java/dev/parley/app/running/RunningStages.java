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

/** Stages that run in this process. */
final class RunningStages implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final List<StageHost> hosts;

    RunningStages(List<Stage> stages, Wire wire, EventWriter writer, KafkaSettings settings) {
        this.hosts = stages.stream().map(stage -> host(stage, wire, writer, settings)).toList();
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
    }
}
