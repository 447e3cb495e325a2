package dev.parley.connectors.gateway.turns;

import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.LogAwayException;
import dev.parley.connectors.gateway.SessionOwnership;
import dev.parley.connectors.gateway.SessionWriter;
import dev.parley.connectors.gateway.TypedTurn;
import dev.parley.connectors.gateway.turns.TurnRefusedException.Reason;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins turns in text, and keeps the sessions in which they are. Safe for many threads. */
public final class TextTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TextTurns.class);

    /** Where all that is told of a turn stands. */
    public static final Set<Topic> OF_A_TURN =
            Set.of(
                    Topics.CONTROL,
                    Topics.TURNS,
                    Topics.INTENTS,
                    Topics.TOOL_REQUESTS,
                    Topics.TOOL_RESULTS,
                    Topics.REPLIES,
                    Topics.CANCELLATIONS,
                    Topics.TIMELINES);

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int STARTED = 0;
    private static final int SUBMITTED = 1;

    /** Kinds of clients whose sessions end by idleness, so that any gateway may end them. */
    private static final Set<String> WITHOUT_CONNECTION = Set.of("http", "grpc");

    private final ConversationLog log;
    private final InstantSource clock;
    private final String instance;
    private final Duration patience;
    private final TextTurnsConfig config;
    private final NotedSessions noted;
    private final SessionOwnership ownership = new SessionOwnership();
    private final AtomicLong writers = new AtomicLong();
    private final Map<SessionId, TextSession> open = new ConcurrentHashMap<>();
    private final Thread sweeper;
    private volatile boolean stopping;

    /**
     * @param instance this gateway's name in event ids; another at each start
     * @param patience with the answer to a turn
     */
    public TextTurns(
            ConversationLog log,
            InstantSource clock,
            String instance,
            Duration patience,
            TextTurnsConfig config,
            NotedSessions noted) {
        this.log = log;
        this.clock = clock;
        this.instance = instance;
        this.patience = patience;
        this.config = config;
        this.noted = noted;
        this.sweeper = Thread.ofVirtual().name("text-sessions").start(this::sweepOnAndOn);
    }

    /** Writes the turn to the log, unless it was written before; may block for a second. */
    public TextTurn begin(WantedTurn wanted) throws TurnRefusedException {
        if (stopping) {
            throw new TurnRefusedException(Reason.STOPPING);
        }
        try {
            return wanted.key() == null ? beginAnew(wanted) : beginOnce(wanted, wanted.key());
        } catch (LogAwayException e) {
            throw new TurnRefusedException(Reason.LOG_AWAY);
        }
    }

    /**
     * Ends a session of the user's by an event; may block for a second.
     *
     * @param acknowledged called on any thread once the event can't be lost
     */
    public void end(SessionId id, UserId user, Runnable acknowledged) throws TurnRefusedException {
        try {
            TextSession session = find(id, user);
            open.remove(id, session);
            session.end("client-ended", acknowledged);
            session.close();
        } catch (LogAwayException e) {
            throw new TurnRefusedException(Reason.LOG_AWAY);
        }
    }

    /** Whether this gateway has the session. */
    public boolean has(SessionId session) {
        return open.containsKey(session);
    }

    /** Lets nothing more begin, and leaves what is under way; the sessions go on elsewhere. */
    @Override
    public void close() {
        stopping = true;
        sweeper.interrupt();
        open.values().forEach(TextSession::stop);
        open.clear();
    }

    private TextTurn beginAnew(WantedTurn wanted) throws TurnRefusedException {
        TextSession session =
                wanted.session() == null
                        ? start(ownership.mint(log.partition(), wanted.user()), wanted, null)
                        : find(wanted.session(), wanted.user());
        Instant received = session.stamp();
        TextTurn turn = admit(session, received);
        session.write(null, new Control.TextSubmitted(Personal.of(wanted.text())), received);
        return turn;
    }

    private TextTurn beginOnce(WantedTurn wanted, String key) throws TurnRefusedException {
        byte[] name = digest(wanted.user(), key);
        String client = HexFormat.of().formatHex(name, 0, 16);
        SessionId id =
                wanted.session() != null
                        ? wanted.session()
                        : ownership.named(log.partitionOf(client), name, wanted.user());
        if (!ownership.belongs(id, wanted.user())) {
            throw new TurnRefusedException(Reason.NO_SUCH_SESSION);
        }
        EventId submitted = EventId.of(new TypedTurn(client, SUBMITTED).writer(), SUBMITTED);
        TextSession session = open.get(id);
        if (session == null) {
            Optional<Boolean> begun = begun(id);
            session =
                    wanted.session() == null && begun.isEmpty()
                            ? start(id, wanted, EventId.of(submitted.writer(), STARTED))
                            : attach(id, wanted.user(), begun);
        }
        TextTurn known = recall(session, submitted, wanted.text());
        if (known != null) {
            return known;
        }
        Instant received = session.stamp();
        TextTurn turn = admit(session, received);
        session.write(submitted, new Control.TextSubmitted(Personal.of(wanted.text())), received);
        return turn;
    }

    /** The turn of that name, if it was begun; null if it wasn't. */
    private @Nullable TextTurn recall(TextSession session, EventId submitted, String text)
            throws TurnRefusedException {
        for (Envelope<?> envelope : log.history(session.id(), Set.of(Topics.CONTROL), since())) {
            if (envelope.id().equals(submitted)
                    && envelope.event() instanceof Control.TextSubmitted before) {
                if (!before.text().orElse(text).equals(text)) {
                    throw new TurnRefusedException(Reason.KEY_REUSED);
                }
                TextTurn turn = admit(session, envelope.times().received());
                turn.recall(log.history(session.id(), OF_A_TURN, envelope.times().received()));
                return turn;
            }
        }
        return null;
    }

    private TextTurn admit(TextSession session, Instant received) throws TurnRefusedException {
        long underWay =
                open.values().stream()
                        .filter(each -> each.user().equals(session.user()))
                        .mapToInt(TextSession::underWay)
                        .sum();
        if (underWay >= config.turnsPerUser()) {
            throw new TurnRefusedException(Reason.TOO_MANY);
        }
        TextTurn turn = new TextTurn(session, received, patience, session::remove);
        session.add(turn);
        return turn;
    }

    /**
     * @param named the event's id; null for the writer's next
     */
    private TextSession start(SessionId id, WantedTurn wanted, @Nullable EventId named)
            throws TurnRefusedException {
        makeRoom(wanted.user());
        noted.begin(id, wanted.user());
        TextSession session = new TextSession(id, wanted.user(), true, writer(id), log);
        session.write(
                named,
                new Control.SessionStarted(wanted.user(), wanted.client(), wanted.zone()),
                session.now());
        return keep(session);
    }

    private TextSession find(SessionId id, UserId user) throws TurnRefusedException {
        if (!ownership.belongs(id, user)) {
            throw new TurnRefusedException(Reason.NO_SUCH_SESSION);
        }
        TextSession session = open.get(id);
        if (session != null && session.ended()) {
            throw new TurnRefusedException(Reason.SESSION_ENDED);
        }
        return session != null ? session : attach(id, user, begun(id));
    }

    /** Takes up a session that somebody else began. */
    private TextSession attach(SessionId id, UserId user, Optional<Boolean> ours)
            throws TurnRefusedException {
        if (ours.isEmpty()) {
            throw new TurnRefusedException(Reason.NO_SUCH_SESSION);
        }
        makeRoom(user);
        return keep(new TextSession(id, user, ours.get(), writer(id), log));
    }

    /**
     * Whether it is for a gateway to end the session when nothing more comes, from what the log
     * says of it; empty if it says nothing.
     */
    private Optional<Boolean> begun(SessionId id) throws TurnRefusedException {
        Boolean ours = null;
        boolean ended = false;
        for (Envelope<?> envelope : log.history(id, Set.of(Topics.CONTROL), since())) {
            switch (envelope.event()) {
                case Control.SessionStarted started -> {
                    ours = WITHOUT_CONNECTION.contains(started.client());
                    ended = false;
                }
                case Control.SessionResumed resumed -> {
                    ours = false;
                    ended = false;
                }
                case Control.SessionEnded over -> ended = true;
                default -> {
                    // says nothing of that
                }
            }
        }
        if (ended) {
            throw new TurnRefusedException(Reason.SESSION_ENDED);
        }
        return Optional.ofNullable(ours);
    }

    private TextSession keep(TextSession session) {
        TextSession present = open.putIfAbsent(session.id(), session);
        if (present == null) {
            return session;
        }
        session.close();
        return present;
    }

    private SessionWriter writer(SessionId id) {
        return new SessionWriter(
                log, id, "typing-" + instance + "-" + writers.getAndIncrement(), clock);
    }

    private void makeRoom(UserId user) throws TurnRefusedException {
        List<TextSession> theirs =
                open.values().stream().filter(each -> each.user().equals(user)).toList();
        if (theirs.size() < config.sessionsPerUser()) {
            return;
        }
        TextSession oldest =
                theirs.stream()
                        .filter(each -> !each.busy())
                        .min(Comparator.comparingLong(TextSession::usedAt))
                        .orElseThrow(() -> new TurnRefusedException(Reason.TOO_MANY));
        letGo(oldest, "too-many-sessions");
    }

    private void sweepOnAndOn() {
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(SWEEP.toMillis());
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        long idleSince = System.nanoTime() - config.idle().toNanos();
        for (TextSession session : open.values()) {
            if (!session.busy() && (session.ended() || session.usedAt() - idleSince < 0)) {
                try {
                    letGo(session, "idle");
                } catch (RuntimeException e) {
                    LOG.warn(
                            "Session {} could not be ended: {}",
                            session.id(),
                            e.getClass().getName());
                }
            }
        }
    }

    private void letGo(TextSession session, String reason) {
        if (open.remove(session.id(), session)) {
            if (session.ours() && !session.ended()) {
                session.end(reason, () -> {});
            }
            session.close();
        }
    }

    private Instant since() {
        return clock.instant().minus(config.lookBack());
    }

    private static byte[] digest(UserId user, String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((user.value() + "\n" + key).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
