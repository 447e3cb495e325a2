package dev.parley.load.once;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Makes calls, evenly over time and sessions, until it is ended. One in four may be repeated. */
final class Calls {
    private static final UserId USER = new UserId("anna");
    private static final String RULE = "trial";
    private static final int ONE_IN = 4;

    private final EventWriter writer;
    private final Sizes sizes;
    private final Map<CallId, String> made = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    Calls(EventWriter writer, Sizes sizes) {
        this.writer = writer;
        this.sizes = sizes;
    }

    void make() {
        long pause = Duration.ofSeconds(1).toNanos() / sizes.perSecond();
        for (int number = 0; open; number++) {
            make(number);
            LockSupport.parkNanos(pause);
        }
    }

    private void make(int number) {
        SessionId session =
                SessionId.on(
                        number % sizes.sessions() % sizes.partitions(),
                        "calls" + number % sizes.sessions());
        CallId call = new CallId("call" + number);
        String tool = number % ONE_IN == 0 ? CountingTool.AGAIN : CountingTool.ONCE;
        Instant now = Instant.now();
        writer.write(
                Topics.TOOL_CALLS,
                new Envelope<>(
                        EventId.of("authorization", number),
                        session,
                        new Owner.Session(session),
                        new Times(now, now),
                        null,
                        new Tool.Authorized(
                                call,
                                new TurnId("turn" + number),
                                USER,
                                tool,
                                Personal.of(Map.of()),
                                RULE)),
                fault -> {
                    if (fault == null) {
                        made.put(call, tool);
                    }
                });
    }

    void end() {
        open = false;
    }

    /** The calls that the broker has, with their tools. */
    Map<CallId, String> made() {
        return Map.copyOf(made);
    }

    @Override
    public String toString() {
        return made.size() + " calls so far";
    }
}
