package dev.parley.streams.sequence;

import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Topology;
import java.util.List;

/** Copies everything that the agent must hear into the conversation's one ordered log. */
public final class Sequence implements Topology.Copying {
    @Override
    public String name() {
        return "sequence";
    }

    @Override
    public List<Topic> reads() {
        return List.of(
                Topics.SPEECH,
                Topics.TURNS,
                Topics.INTENTS,
                Topics.COMPLETIONS,
                Topics.TOOL_RESULTS,
                Topics.CONFIRMATIONS,
                Topics.CONTROL,
                Topics.TIMER_FIRED,
                Topics.FAILURES);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.CONVERSATION, Topics.DEAD_LETTERS);
    }
}
