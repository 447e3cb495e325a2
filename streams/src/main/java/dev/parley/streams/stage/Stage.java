package dev.parley.streams.stage;

import dev.parley.schemas.topic.Topic;
import java.util.List;

/** One step of the conversation: its name, the topics it reads, the topics it writes. */
public sealed interface Stage permits Topology, Transform {
    /** The name by which operators know it; also its application or group id. */
    String name();

    List<Topic> reads();

    List<Topic> writes();
}
