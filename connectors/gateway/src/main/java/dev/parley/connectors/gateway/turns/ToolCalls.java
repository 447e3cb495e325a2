package dev.parley.connectors.gateway.turns;

import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.LogAwayException;
import dev.parley.connectors.gateway.SessionOwnership;
import dev.parley.connectors.gateway.SessionWriter;
import dev.parley.connectors.gateway.turns.TurnRefusedException.Reason;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tools that a client asks for by itself, without a turn: the call is an event in a session of its
 * own, and passes authorization as the agent's calls do. Safe for many threads.
 */
public final class ToolCalls {
    private final ConversationLog log;
    private final InstantSource clock;
    private final String instance;
    private final String client;
    private final String zone;
    private final Duration patience;
    private final NotedSessions noted;
    private final SessionOwnership ownership = new SessionOwnership();
    private final AtomicLong writers = new AtomicLong();

    /**
     * @param instance this gateway's name in event ids; another at each start
     * @param client the kind of client in {@code control}: {@code grpc} or {@code http}
     * @param zone where the caller is taken to be
     * @param patience with the result
     */
    public ToolCalls(
            ConversationLog log,
            InstantSource clock,
            String instance,
            String client,
            String zone,
            Duration patience,
            NotedSessions noted) {
        this.log = log;
        this.clock = clock;
        this.instance = instance;
        this.client = client;
        this.zone = zone;
        this.patience = patience;
        this.noted = noted;
    }

    /**
     * Asks for the call, and waits for what comes of it: {@link Tool.Succeeded} or {@link
     * Tool.Failed}, or nothing in time.
     */
    public Optional<Tool> call(UserId user, String tool, Map<String, String> arguments)
            throws TurnRefusedException, InterruptedException {
        return call(user, tool, arguments, null, (done, turn) -> List.of());
    }

    /** What a call that succeeded leads to. */
    public interface Sequel {
        /**
         * @param turn under which the call was made
         * @return what is asked of the timers
         */
        List<? extends Timer> of(Tool.Succeeded done, TurnId turn);
    }

    /**
     * As {@link #call(UserId, String, Map)}.
     *
     * @param key given by the client: of calls of the tool with the same key, one is made, and all
     *     are told what came of it; null for a call of its own
     * @param sequel written once, however often the call is made with the same key
     */
    public Optional<Tool> call(
            UserId user,
            String tool,
            Map<String, String> arguments,
            @Nullable String key,
            Sequel sequel)
            throws TurnRefusedException, InterruptedException {
        SessionId session = ownership.mint(log.partition(), user);
        noted.begin(session, user);
        CallId call = new CallId("call_" + (key == null ? session : digest(user, tool, key)));
        TurnId turn = new TurnId("turn_" + session);
        SessionWriter writer =
                new SessionWriter(
                        log,
                        session,
                        "calling-" + instance + "-" + writers.getAndIncrement(),
                        clock);
        BlockingQueue<Tool> results = new LinkedBlockingQueue<>();
        try (ConversationLog.Subscription listening =
                log.subscribe(
                        session,
                        envelope -> {
                            if ((envelope.event() instanceof Tool.Succeeded
                                            || envelope.event() instanceof Tool.Failed)
                                    && envelope.event() instanceof Tool result
                                    && result.call().equals(call)) {
                                results.add(result);
                            }
                        })) {
            writer.write(Topics.CONTROL, new Control.SessionStarted(user, client, zone));
            writer.write(
                    Topics.TOOL_REQUESTS,
                    new Tool.Requested(call, turn, user, tool, Personal.of(arguments), null));
            Tool result = results.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (result instanceof Tool.Succeeded done) {
                follow(writer, call, sequel.of(done, turn));
            }
            writer.write(Topics.CONTROL, new Control.SessionEnded("client-ended"));
            return Optional.ofNullable(result);
        } catch (LogAwayException e) {
            throw new TurnRefusedException(Reason.LOG_AWAY);
        }
    }

    /** By ids that are the call's, so that timers are asked once. */
    private static void follow(SessionWriter writer, CallId call, List<? extends Timer> events) {
        int number = 0;
        for (Timer event : events) {
            writer.write(
                    Topics.TIMER_REQUESTS,
                    EventId.of("after-" + call, number),
                    event,
                    writer.now(),
                    () -> {});
            number++;
        }
    }

    /**
     * The same for the same key of the same user. A session of its own each time keeps ids apart.
     */
    private static String digest(UserId user, String tool, String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (user.value() + "\n" + tool + "\n" + key)
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
