package dev.parley.streams.context;

import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import java.util.List;

/** Adds to a turn what memory knows that bears on it. */
public final class Contexts implements Transform {
    private final ConversationMemory memory;

    public Contexts(ConversationMemory memory) {
        this.memory = memory;
    }

    @Override
    public String name() {
        return "context";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.TURNS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.CONTEXTS);
    }

    @Override
    public Lane open(SessionId session) {
        return this::assemble;
    }

    private void assemble(Delivery delivery, Emitter out) {
        if (delivery.event() instanceof Turn.Ended turn) {
            out.emit(
                    Topics.CONTEXTS,
                    new Context.Assembled(
                            turn.turn(),
                            turn.text(),
                            turn.text()
                                    .map(
                                            text ->
                                                    memory.recall(
                                                            delivery.envelope().owner(), text))));
        }
    }
}
