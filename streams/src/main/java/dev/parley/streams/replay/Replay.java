package dev.parley.streams.replay;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.InMemoryTopology;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plays recordings through stages. May be used again and again; for one thread. */
public final class Replay {
    private final List<Topology<?>> topologies;
    private final List<Transform> anew;
    private final Copies copies;

    /**
     * What came of a replay.
     *
     * @param stages that were played, by name
     * @param heard events of the conversation that were played
     * @param compared recorded events of the played stages
     * @param written what the played stages wrote, by topic; those that were recorded have the
     *     recorded times
     */
    public record Outcome(
            List<String> stages,
            int heard,
            int compared,
            List<Difference> differences,
            List<Written> written) {}

    /**
     * @param topologies one of them copies, the others read its output or several topics
     * @param anew transforms whose recorded outputs don't stand
     * @throws IllegalArgumentException if no topology copies
     */
    public Replay(List<Topology<?>> topologies, List<Transform> anew) {
        this.topologies = List.copyOf(topologies);
        this.anew = List.copyOf(anew);
        this.copies =
                new Copies(
                        topologies.stream()
                                .filter(Topology.Copying.class::isInstance)
                                .map(Topology.Copying.class::cast)
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "no topology copies the inputs")));
    }

    public Outcome of(Recording recording) {
        Wire wire = new Wire(new EphemeralKeys());
        Set<String> writers = new HashSet<>();
        topologies.stream().filter(Copies::reads).map(Stage::name).forEach(writers::add);
        anew.stream().map(Stage::name).forEach(writers::add);
        Played played = new Played(recording, writers);
        Comparison comparison = new Comparison(recording);
        List<Written> written = new ArrayList<>();

        int heard = conversation(recording, played, wire);
        comparison.add(copies.differences(recording), recording.of(Topics.CONVERSATION).size());
        for (String writer : writers) {
            written.addAll(played.writtenBy(writer));
        }
        for (Topology<?> topology : topologies) {
            if (Copies.reads(topology)) {
                comparison.of(topology, played.writtenBy(topology.name()));
            } else if (!(topology instanceof Topology.Copying)) {
                List<Written> outputs = apart(topology, recording, played, wire);
                written.addAll(outputs);
                comparison.of(topology, outputs);
            }
        }
        for (Transform transform : anew) {
            comparison.of(transform, played.writtenBy(transform.name()));
        }
        List<String> stages = new ArrayList<>();
        topologies.forEach(each -> stages.add(each.name()));
        anew.forEach(each -> stages.add(each.name()));
        return new Outcome(stages, heard, comparison.compared(), comparison.differences(), written);
    }

    /** Plays the ordered log to those who read it. */
    private int conversation(Recording recording, Played played, Wire wire) {
        List<InMemoryTopology<?>> readers = new ArrayList<>();
        topologies.stream()
                .filter(Copies::reads)
                .forEach(each -> readers.add(new InMemoryTopology<>(each, wire)));
        int heard = 0;
        try (EnginesAnew engines = new EnginesAnew(anew, recording.session(), played)) {
            engines.hearWhatStands(recording);
            for (Recorded copy : recording.of(Topics.CONVERSATION)) {
                Topic source = copies.source(copy).orElse(Topics.CONVERSATION);
                Optional<Envelope<?>> event = played.now(source, copy.envelope());
                if (event.isEmpty()) {
                    continue;
                }
                heard++;
                for (InMemoryTopology<?> reader : readers) {
                    for (Written output :
                            reader.on(
                                    Topics.CONVERSATION,
                                    copy.partition(),
                                    copy.offset(),
                                    event.get())) {
                        engines.hear(played.write(output));
                    }
                }
            }
        }
        return heard;
    }

    /** Plays a topology that reads other topics than the ordered log, and that nobody waits for. */
    private static <S> List<Written> apart(
            Topology<S> topology, Recording recording, Played played, Wire wire) {
        List<Recorded> inputs = new InputsInOrder(recording, played).of(topology);
        InMemoryTopology<S> alone = new InMemoryTopology<>(topology, wire);
        Played timed = new Played(recording, Set.of(topology.name()));
        if (topology instanceof Topology.Clocked<S>) {
            new ClockAsRecorded(alone, wire)
                    .play(
                            inputs,
                            Stream.concat(
                                            recording.of(topology.writes().getFirst()).stream(),
                                            recording.of(Topics.CONVERSATION).stream())
                                    .toList())
                    .forEach(timed::write);
        } else {
            for (Recorded each : inputs) {
                alone.on(each.topic(), each.partition(), each.offset(), each.envelope())
                        .forEach(timed::write);
            }
        }
        return timed.writtenBy(topology.name());
    }
}
