package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.limits.Allowances;
import dev.parley.connectors.gateway.limits.TokenBucket;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation over one WebSocket.
 *
 * <p>The event loop and the log's reading thread only put things into the mailbox; one virtual
 * thread empties it and alone touches the session's state. When the client sends faster than that,
 * or than it may, its socket is paused.
 */
final class RealtimeSession {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSession.class);
    private static final int MAIL_OVERHEAD = 256;
    private static final int ACK_EVERY_SAMPLES = 16 * 180;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int NORMAL = 1000;
    private static final int RESTART = 1012;
    private static final int ABNORMAL = 1006;
    private static final int POLICY = 1008;
    private static final int FAULT = 1011;
    private static final int TRY_LATER = 1013;

    private final ServerWebSocket socket;
    private final ConversationLog log;
    private final SessionId id;
    private final Admission admission;
    private final GatewayConfig config;
    private final Runnable onEnd;

    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();
    private final AtomicInteger inboundBytes = new AtomicInteger();
    private final Pace pace;
    private final TokenBucket events;

    private final ClientEventReader reader;
    private final Outbox outbox;
    private final SessionWriter writer;
    private final SessionSettings settings;
    private final ServerEvents client;
    private final AudioIntake intake;
    private final Playback playback;
    private final ReplyDelivery replies;
    private final Items items;
    private final FunctionCalls functions;
    private final IdleTimeout idle = new IdleTimeout();
    private final long expiresAt;
    private long idleItems;
    private final Conversation conversation;
    private final ClientRequests requests;
    private int badEvents;
    private long soundAt;
    private long lostAt;
    private SoundCursor toldKept = SoundCursor.START;
    private long presentSaidAt;
    private @Nullable Leaving leaving;

    /** Whether this connection's own arrival was read in the log. */
    private boolean here;

    private volatile boolean over;

    // of the event loop alone
    private @Nullable Buffer fragments;
    private boolean fragmentsAreText;
    private long fragmentBytes;

    /**
     * @param connection that carries the socket
     * @param loop the socket's event loop
     * @param connectionNumber makes this connection's name as a writer of events, never used before
     * @param apology played when nobody else speaks
     * @param allowances of all users
     * @param onEnd called once, when nothing more of the session will be written
     */
    RealtimeSession(
            ServerWebSocket socket,
            HttpConnection connection,
            Context loop,
            Admission admission,
            long connectionNumber,
            GatewayConfig config,
            GatewayServer.Surroundings surroundings,
            RecordedSentence apology,
            Allowances allowances,
            Runnable onEnd) {
        this.socket = socket;
        this.pace = new Pace(socket, loop, config.rates(), surroundings.clock());
        this.events =
                TokenBucket.perSecond(
                        surroundings.clock(),
                        config.rates().eventsPerSecond(),
                        config.rates().eventBurst());
        this.log = surroundings.log();
        this.id = admission.session();
        this.admission = admission;
        this.config = config;
        this.onEnd = onEnd;
        this.reader = new ClientEventReader(config.limits().textCharacters());
        this.outbox =
                new Outbox(
                        loop.owner(),
                        socket,
                        connection,
                        config.limits().outboundBytes(),
                        config.patience().slowReader());
        this.writer =
                new SessionWriter(
                        log,
                        id,
                        "gateway-" + surroundings.instance() + "-" + connectionNumber,
                        surroundings.clock());
        this.expiresAt = System.nanoTime() + config.patience().session().toNanos();
        this.settings = new SessionSettings(id, writer.now().plus(config.patience().session()));
        this.client = new ServerEvents(id, outbox::send);
        Items items = new Items();
        Admission.Resumption resumption = admission.resumption();
        SoundCursor soundFrom = resumption == null ? SoundCursor.START : resumption.sound();
        this.intake = new AudioIntake(writer, settings.input().rate(), soundFrom, this::kept);
        this.playback = new Playback(writer, config.patience().playbackReport());
        this.functions = new FunctionCalls(writer, config.patience().clientTool());
        ResponseForms forms = new ResponseForms(settings);
        this.replies =
                new ReplyDelivery(
                        client,
                        items,
                        playback,
                        functions,
                        forms::of,
                        apology,
                        config.patience(),
                        surroundings.turnDeadline(),
                        this::told);
        this.requests =
                new ClientRequests(
                        writer,
                        client,
                        settings,
                        items,
                        intake,
                        playback,
                        replies,
                        functions,
                        forms,
                        admission.user(),
                        allowances,
                        config.limits().textCharacters(),
                        turn -> mailbox.add(new Mail.TurnKept(turn)));
        this.conversation =
                new Conversation(
                        client,
                        items,
                        replies,
                        functions,
                        forms,
                        settings::detection,
                        requests::understood);
        this.items = items;
    }

    /** What reaches the session from outside. */
    private sealed interface Mail {
        record Text(String json, int bytes, Instant at) implements Mail {}

        record Sound(byte[] pcm, Instant at) implements Mail {}

        record TooLong(long bytes) implements Mail {}

        record Logged(Envelope<?> envelope, Instant at) implements Mail {}

        /** Sound up to there can't be lost any more. */
        record Kept(SoundCursor cursor) implements Mail {}

        /** A turn in text can't be lost any more. */
        record TurnKept(TypedTurn turn) implements Mail {}

        record Leave(Leaving why) implements Mail {}
    }

    /**
     * Why a session ends.
     *
     * @param code for the WebSocket's close frame
     * @param reason without content; written to the log topic and to the program's log
     */
    private record Leaving(int code, String reason) {}

    private static final Leaving LEFT = new Leaving(NORMAL, "client-left");
    private static final Leaving LOST = new Leaving(NORMAL, "connection-lost");
    private static final Leaving STOPPED = new Leaving(RESTART, "gateway-stopped");
    private static final Leaving LOG_AWAY = new Leaving(RESTART, "log-away");
    private static final Leaving DISMISSED = new Leaving(POLICY, "token-withdrawn");
    private static final Leaving EXPIRED = new Leaving(NORMAL, "session-expired");
    private static final Leaving MOVED = new Leaving(NORMAL, "resumed-elsewhere");
    private static final Leaving ENDED = new Leaving(NORMAL, "ended-elsewhere");

    SessionId id() {
        return id;
    }

    /** Begins; called on the socket's event loop, before it delivers anything. */
    void start() {
        socket.frameHandler(this::onFrame);
        socket.closeHandler(closed -> mailbox.add(new Mail.Leave(saidGoodbye() ? LEFT : LOST)));
        socket.exceptionHandler(
                fault -> {
                    LOG.info("Session {}: connection fault {}", id, fault.getClass().getName());
                    mailbox.add(new Mail.Leave(LOST));
                });
        Thread.ofVirtual().name("session-" + id).start(this::run);
    }

    /** Ends the session because the gateway stops. Safe for use by many threads. */
    void stop() {
        mailbox.add(new Mail.Leave(STOPPED));
    }

    /** Ends the session because its token isn't good any more. Safe for use by many threads. */
    void dismiss() {
        mailbox.add(new Mail.Leave(DISMISSED));
    }

    private boolean saidGoodbye() {
        Short status = socket.closeStatusCode();
        return status != null && status != ABNORMAL;
    }

    /** On a thread of the log. */
    private void kept(SoundCursor cursor) {
        if (admission.soundAcks()) {
            mailbox.add(new Mail.Kept(cursor));
        }
    }

    // --- on the event loop

    private void onFrame(WebSocketFrame frame) {
        if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        pace.count();
        Instant at = writer.now();
        if (!frame.isContinuation()) {
            fragmentsAreText = frame.isText();
            fragmentBytes = 0;
            fragments = null;
        }
        Buffer bytes = frame.binaryData();
        fragmentBytes += bytes.length();
        boolean fits = fragmentBytes <= config.limits().messageBytes();
        if (frame.isFinal()) {
            if (!fits) {
                put(new Mail.TooLong(fragmentBytes), 0);
            } else {
                deliver(fragments == null ? bytes : fragments.appendBuffer(bytes), at);
            }
            fragments = null;
        } else if (fits) {
            fragments = fragments == null ? bytes.copy() : fragments.appendBuffer(bytes);
        } else {
            fragments = null;
        }
    }

    private void deliver(Buffer message, Instant at) {
        Mail mail =
                fragmentsAreText
                        ? new Mail.Text(message.toString(), message.length(), at)
                        : new Mail.Sound(message.getBytes(), at);
        put(mail, message.length());
    }

    private void put(Mail mail, int bytes) {
        mailbox.add(mail);
        int waiting = inboundBytes.addAndGet(bytes + MAIL_OVERHEAD);
        if (waiting > config.limits().inboundBytes()) {
            pace.full();
        }
    }

    // --- on the session's thread

    private void taken(int bytes) {
        int waiting = inboundBytes.addAndGet(-bytes - MAIL_OVERHEAD);
        if (waiting <= config.limits().inboundBytes() / 2) {
            pace.room();
        }
    }

    private void run() {
        Leaving why = new Leaving(FAULT, "fault");
        try (ConversationLog.Subscription listening =
                log.subscribe(
                        id, envelope -> mailbox.add(new Mail.Logged(envelope, writer.now())))) {
            arrive();
            why = converse();
            if (why == LOST) {
                why = awaitReturn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LogAwayException e) {
            why = LOG_AWAY;
        } catch (RuntimeException e) {
            logFault(e);
        }
        end(why);
    }

    private void arrive() {
        Admission.Resumption resumption = admission.resumption();
        UserId user = admission.user();
        String zone = admission.zone();
        writer.write(
                Topics.CONTROL,
                resumption == null
                        ? new Control.SessionStarted(user, "realtime", zone)
                        : new Control.SessionResumed(user, "realtime", zone));
        writer.write(Topics.PRESENCE, new Presence.Arrived(user, id));
        presentSaidAt = System.nanoTime();
        requests.begin();
        client.sessionCreated(settings.json());
        if (resumption != null) {
            redeliver(resumption.replies());
        }
        soundAt = System.nanoTime();
    }

    private void redeliver(@Nullable ReplyCursor had) {
        client.sessionResumed(had);
        Instant readAt = writer.now();
        List<Envelope<?>> history =
                log.history(id, Redelivery.TOPICS, readAt.minus(config.patience().redelivery()));
        long now = System.nanoTime();
        Redelivery.of(history, had, replies, playback, now)
                .forEach(envelope -> conversation.on(envelope, readAt, now));
    }

    /** What was written of a reply. */
    private List<Envelope<?>> told(ReplyId reply) {
        return log
                .history(
                        id,
                        Set.of(Topics.REPLIES, Topics.AUDIO_OUT),
                        writer.now().minus(config.patience().redelivery()))
                .stream()
                .filter(envelope -> isOf(reply, envelope.event()))
                .toList();
    }

    private static boolean isOf(ReplyId reply, Event event) {
        return switch (event) {
            case Reply.Sentence sentence -> sentence.reply().equals(reply);
            case Audio.Chunk chunk -> chunk.reply().equals(reply);
            case Audio.SentenceSpoken spoken -> spoken.reply().equals(reply);
            default -> false;
        };
    }

    /** Keeps the session as it is for a while: nothing is told as over that may go on elsewhere. */
    private Leaving awaitReturn() throws InterruptedException {
        lostAt = System.nanoTime();
        long until = lostAt + config.patience().comeBack().toNanos();
        while (true) {
            Mail mail = mailbox.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (mail == null) {
                return LOST;
            }
            if (mail instanceof Mail.Leave leave
                    && (leave.why() == STOPPED || leave.why() == DISMISSED)) {
                return leave.why();
            }
            if (mail instanceof Mail.Logged logged && toldToLeave(logged.envelope()) == MOVED) {
                return MOVED;
            }
        }
    }

    /**
     * Why another connection or its user wants this one to end; null if nobody does. What others
     * wrote before its own arrival is of an earlier connection, which may still be ending.
     */
    private @Nullable Leaving toldToLeave(Envelope<?> envelope) {
        boolean own = envelope.id().writer().equals(writer.name());
        return switch (envelope.event()) {
            case Control.SessionStarted started -> {
                here |= own;
                yield null;
            }
            case Control.SessionResumed resumed -> {
                here |= own;
                yield here && !own ? MOVED : null;
            }
            case Control.SessionEnded ended -> here && !own ? ENDED : null;
            default -> null;
        };
    }

    private Leaving converse() throws InterruptedException {
        while (leaving == null) {
            long now = System.nanoTime();
            due(now);
            Mail mail = mailbox.poll(Math.max(0, nextDue(now) - now), TimeUnit.NANOSECONDS);
            if (mail != null) {
                on(mail);
            }
        }
        return leaving;
    }

    private void on(Mail mail) {
        switch (mail) {
            case Mail.Text text -> {
                try {
                    ClientEvent event = reader.read(text.json());
                    count(event);
                    requests.on(event, text.at());
                    if (event instanceof ClientEvent.SoundAppended) {
                        soundAt = System.nanoTime();
                    }
                } catch (BadEventException e) {
                    bad(e);
                }
                taken(text.bytes());
            }
            case Mail.Sound sound -> {
                try {
                    requests.onSound(sound.pcm(), sound.at());
                    soundAt = System.nanoTime();
                } catch (BadEventException e) {
                    bad(e);
                }
                taken(sound.pcm().length);
            }
            case Mail.TooLong tooLong -> {
                bad(
                        new BadEventException(
                                "message_too_long",
                                "A message may have "
                                        + config.limits().messageBytes()
                                        + " bytes, not "
                                        + tooLong.bytes()
                                        + ".",
                                null,
                                null));
                taken(0);
            }
            case Mail.Logged logged -> {
                leaving = toldToLeave(logged.envelope());
                if (leaving == null) {
                    conversation.on(logged.envelope(), logged.at(), System.nanoTime());
                    watchIdle(logged.envelope().event());
                }
            }
            case Mail.Kept kept -> tellKept(kept.cursor());
            case Mail.TurnKept kept -> client.turnKept(kept.turn());
            case Mail.Leave leave -> leaving = leave.why();
        }
    }

    /** Sound is counted by its length, and by the frames that bring it. */
    private void count(ClientEvent event) throws BadEventException {
        Duration wait = event instanceof ClientEvent.SoundAppended ? Duration.ZERO : events.take();
        if (!wait.isZero()) {
            throw BadEventException.limited(
                    "You may send "
                            + config.rates().eventsPerSecond()
                            + " events a second, sound aside. Try again in "
                            + (wait.toMillis() + 1)
                            + " ms.",
                    event.eventId());
        }
    }

    private void watchIdle(Event event) {
        switch (event) {
            case Control.PlaybackEnded ended -> idle.begin(System.nanoTime(), intake.millis());
            case Speech.Started started -> idle.heard();
            case Turn.Ended turn -> idle.heard();
            case Reply.Sentence sentence -> idle.answered();
            default -> {
                // neither speech nor a reply's end
            }
        }
    }

    /** What came since the last reply holds no speech: it counts as said, and is answered. */
    private void idled() {
        long from = idle.fromMillis();
        long to = intake.millis();
        idle.told();
        String id = "item_idle_" + idleItems++;
        client.idle(id, from, to);
        ObjectNode item = items.spoken(id, "");
        String previous = items.put(item);
        client.soundCommitted(id, previous);
        client.itemAdded(item, previous);
        client.itemDone(item, previous);
        writer.write(Topics.CONTROL, new Control.UserIdle(from, to));
    }

    private void expire() {
        client.error(
                new BadEventException(
                        "session_expired",
                        "Your session hit the maximum duration of "
                                + config.patience().session().toMinutes()
                                + " minutes.",
                        null,
                        null));
        leaving = EXPIRED;
    }

    /** Not each piece: what a client resends in vain costs less than an event for each. */
    private void tellKept(SoundCursor cursor) {
        if (cursor.samples() >= toldKept.samples() + ACK_EVERY_SAMPLES
                || (cursor.samples() == toldKept.samples()
                        && cursor.sequence() > toldKept.sequence())) {
            toldKept = cursor;
            client.soundKept(cursor);
        }
    }

    private void bad(BadEventException e) {
        client.error(e);
        badEvents++;
        if (badEvents >= config.limits().badEvents()) {
            leaving = new Leaving(POLICY, "too-many-bad-events");
        }
    }

    private void due(long now) {
        if (outbox.stuck()) {
            leaving = new Leaving(TRY_LATER, "slow-reader");
        }
        if (intake.streaming() && now >= quietAt() && mailbox.isEmpty()) {
            intake.stall(false, writer.now());
        }
        if (now >= presentAgainAt()) {
            writer.write(Topics.PRESENCE, new Presence.Stayed(admission.user(), id));
            presentSaidAt = now;
        }
        playback.due(now);
        replies.due(now);
        functions.due(now);
        if (now >= idle.due(settings.detection())) {
            idled();
        }
        if (now >= expiresAt) {
            expire();
        }
    }

    private long nextDue(long now) {
        long next = Math.min(playback.nextDue(), replies.nextDue());
        next = Math.min(next, functions.nextDue());
        next = Math.min(next, idle.due(settings.detection()));
        next = Math.min(next, expiresAt);
        next = Math.min(next, presentAgainAt());
        if (intake.streaming()) {
            next = Math.min(next, quietAt());
        }
        if (outbox.overBound()) {
            next = Math.min(next, now + CHECK_NANOS);
        }
        return next;
    }

    private long presentAgainAt() {
        return presentSaidAt + config.presence().toNanos();
    }

    private long quietAt() {
        return soundAt + config.patience().quiet().toNanos();
    }

    private void end(Leaving why) {
        over = true;
        if (why.code() != NORMAL) {
            LOG.info("Session {} is closed: {}", id, why.reason());
        }
        try {
            depart(why);
        } catch (RuntimeException e) {
            logFault(e);
        } finally {
            outbox.close(why.code(), why.reason());
            onEnd.run();
        }
    }

    private void depart(Leaving why) {
        if (why == MOVED) {
            return;
        }
        if (why.code() != RESTART && why != ENDED) {
            intake.end(writer.now());
            playback.close(why == LOST ? lostAt : System.nanoTime());
            writer.write(Topics.CONTROL, new Control.SessionEnded(why.reason()));
        }
        writer.write(Topics.PRESENCE, new Presence.Left(admission.user(), id));
    }

    /** Logs what failed and where, not the message, which may hold what was said. */
    private void logFault(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "Session {} failed: {} at {}",
                id,
                e.getClass().getName(),
                trace.length == 0 ? "?" : trace[0]);
    }
}
