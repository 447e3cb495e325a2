package dev.parley.connectors.gateway.turns;

import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.SessionOwnership;
import dev.parley.connectors.gateway.SessionWriter;
import dev.parley.connectors.gateway.turns.TurnRefusedException.Reason;
import dev.parley.schemas.event.Permission;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the log what was changed of users' permissions ({@code permissions}), each change in a
 * session of its own. Safe for many threads.
 */
public final class PermissionChanges {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConversationLog log;
    private final InstantSource clock;
    private final String instance;
    private final NotedSessions noted;
    private final SessionOwnership ownership = new SessionOwnership();
    private final AtomicLong writers = new AtomicLong();

    /**
     * @param instance this gateway's name in event ids; another at each start
     */
    public PermissionChanges(
            ConversationLog log, InstantSource clock, String instance, NotedSessions noted) {
        this.log = log;
        this.clock = clock;
        this.instance = instance;
        this.noted = noted;
    }

    /**
     * Returns once it can't be lost any more.
     *
     * @param by who made the change
     * @throws TurnRefusedException if the log or the users can't be reached
     */
    public void tell(UserId by, Permission.Changed change)
            throws TurnRefusedException, InterruptedException {
        SessionId session = ownership.mint(log.partition(), by);
        noted.begin(session, by);
        SessionWriter writer =
                new SessionWriter(
                        log,
                        session,
                        "permitting-" + instance + "-" + writers.getAndIncrement(),
                        clock);
        CountDownLatch kept = new CountDownLatch(1);
        writer.write(Topics.PERMISSIONS, change, writer.now(), kept::countDown);
        if (!kept.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TurnRefusedException(Reason.LOG_AWAY);
        }
    }
}
