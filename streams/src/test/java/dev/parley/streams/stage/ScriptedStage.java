package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each context with an intent of the same turn, as the test's script wants it. */
final class ScriptedStage implements Transform {
    /** What a lane does about an event before it answers. */
    interface Script {
        void on(SessionId session, Delivery delivery) throws Exception;
    }

    /** A call of a lane. */
    record Call(SessionId session, String turn, long offset, int attempt) {}

    private final String name;
    private final List<Topic> reads;
    private final Script script;
    final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    final Queue<Cancellation> cancelled = new ConcurrentLinkedQueue<>();
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger mostBusy = new AtomicInteger();
    volatile OptionalLong holds = OptionalLong.empty();

    ScriptedStage(String name, List<Topic> reads, Script script) {
        this.name = name;
        this.reads = reads;
        this.script = script;
    }

    ScriptedStage(String name, Script script) {
        this(name, List.of(Topics.CONTEXTS), script);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Topic> reads() {
        return reads;
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.INTENTS);
    }

    @Override
    public Lane open(SessionId session) {
        return new Lane() {
            @Override
            public void on(Delivery delivery, Emitter out) throws Exception {
                if (!(delivery.event() instanceof Context.Assembled context)) {
                    return;
                }
                calls.add(
                        new Call(
                                session, context.turn().value(), delivery.offset(), out.attempt()));
                mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
                try {
                    script.on(session, delivery);
                } finally {
                    busy.decrementAndGet();
                }
                out.emit(
                        Topics.INTENTS,
                        new Intent.Recognized(
                                context.turn(), "test", 1, "rule", Personal.of(Map.of())));
            }

            @Override
            public OptionalLong holdsFrom() {
                return holds;
            }

            @Override
            public void cancel(Cancellation.ReplyCancelled cancellation) {
                cancelled.add(cancellation);
            }
        };
    }

    List<String> turnsOf(SessionId session) {
        return calls.stream()
                .filter(call -> call.session().equals(session))
                .map(Call::turn)
                .toList();
    }
}
