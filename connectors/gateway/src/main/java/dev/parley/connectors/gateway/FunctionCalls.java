package dev.parley.connectors.gateway;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the client runs: they wait here for its answer, which becomes their result, and fail
 * when it doesn't come in time. Used by one thread; moments are those of {@link System#nanoTime}.
 */
final class FunctionCalls {
    private static final String OUTPUT = "output";

    private final SessionWriter log;
    private final String writer;
    private final long patienceNanos;
    private final Map<CallId, Waiting> waiting = new LinkedHashMap<>();
    private long written;
    private boolean answered;

    /**
     * @param patience with the client, from when it was told of a call
     */
    FunctionCalls(SessionWriter log, Duration patience) {
        this.log = log;
        // Readers keep one mark per writer, and these events are numbered apart.
        this.writer = log.name() + "-tools";
        this.patienceNanos = patience.toNanos();
    }

    private record Waiting(TurnId turn, String tool, long until) {}

    /** The client was told of it. */
    void told(Tool.Authorized call, long now) {
        waiting.put(call.call(), new Waiting(call.turn(), call.tool(), now + patienceNanos));
    }

    /** It came to its end elsewhere. */
    void ended(CallId call) {
        waiting.remove(call);
    }

    /**
     * The client answers.
     *
     * @return false if no such call waits
     */
    boolean answer(CallId call, String output) {
        Waiting it = waiting.remove(call);
        if (it == null) {
            return false;
        }
        answered = true;
        write(new Tool.Succeeded(call, it.turn(), it.tool(), Personal.of(Map.of(OUTPUT, output))));
        return true;
    }

    /**
     * Whether a call was answered for which no response was asked yet; that one needs nothing else.
     */
    boolean takeAnswered() {
        boolean was = answered;
        answered = false;
        return was;
    }

    /** The next moment at which {@link #due} has something to do. */
    long nextDue() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.values().iterator().next().until();
    }

    /** Fails what the client didn't answer in time. */
    void due(long now) {
        while (nextDue() <= now) {
            Map.Entry<CallId, Waiting> late = waiting.entrySet().iterator().next();
            waiting.remove(late.getKey());
            write(
                    new Tool.Failed(
                            late.getKey(),
                            late.getValue().turn(),
                            late.getValue().tool(),
                            Tool.Reason.TIMED_OUT,
                            Personal.of("That took too long, so I stopped it.")));
        }
    }

    private void write(Tool result) {
        log.write(Topics.TOOL_RESULTS, EventId.of(writer, written++), result, log.now(), () -> {});
    }

    /** The name of a call's function as the client knows it; null if it is none of a client's. */
    static @Nullable String nameOf(Tool call) {
        return call.ofClient() ? call.tool().substring(Tool.CLIENTS.length()) : null;
    }
}
