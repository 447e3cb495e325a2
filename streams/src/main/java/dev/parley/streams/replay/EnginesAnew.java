package dev.parley.streams.replay;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.InMemoryTransform;
import dev.parley.streams.stage.Transform;
import java.util.ArrayList;
import java.util.List;

/** The transforms that are run anew instead of letting their recorded outputs stand. */
final class EnginesAnew implements AutoCloseable {
    private final List<InMemoryTransform> lanes = new ArrayList<>();
    private final Played played;

    EnginesAnew(List<Transform> transforms, SessionId session, Played played) {
        this.played = played;
        transforms.forEach(each -> lanes.add(new InMemoryTransform(each, session)));
    }

    /** What stands as it was recorded is given to them before anything else. */
    void hearWhatStands(Recording recording) {
        for (InMemoryTransform lane : lanes) {
            for (Topic topic : lane.transform().reads()) {
                for (Recorded each : recording.of(topic)) {
                    if (!played.replays(each.envelope())) {
                        writeAll(lane.on(topic, each.partition(), each.offset(), each.envelope()));
                    }
                }
            }
        }
    }

    /** A replayed stage wrote this. */
    void hear(Written event) {
        for (InMemoryTransform lane : lanes) {
            if (lane.transform().reads().contains(event.topic())) {
                writeAll(
                        lane.on(
                                event.topic(),
                                event.envelope().session().partition(),
                                played.offset(event),
                                event.envelope()));
            }
        }
    }

    private void writeAll(List<Written> outputs) {
        for (Written output : outputs) {
            hear(played.write(output));
        }
    }

    @Override
    public void close() {
        lanes.forEach(InMemoryTransform::close);
    }
}
