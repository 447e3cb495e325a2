package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation over one WebSocket.
 *
 * <p>The event loop and the log's reading thread only put things into the mailbox; one virtual
 * thread empties it and alone touches the session's state. When the client sends faster than that,
 * its socket is paused.
 */
final class RealtimeSession {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSession.class);
    private static final int MAIL_OVERHEAD = 256;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final int FAULT = 1011;
    private static final int TRY_LATER = 1013;

    private final ServerWebSocket socket;
    private final Context loop;
    private final ConversationLog log;
    private final SessionId id;
    private final UserId user;
    private final String zone;
    private final GatewayConfig config;
    private final Runnable onEnd;

    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();
    private final AtomicInteger inboundBytes = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();

    private final ClientEventReader reader;
    private final Outbox outbox;
    private final SessionWriter writer;
    private final SessionSettings settings;
    private final ServerEvents client;
    private final AudioIntake intake;
    private final Playback playback;
    private final ReplyDelivery replies;
    private final Conversation conversation;
    private final ClientRequests requests;
    private int badEvents;
    private long soundAt;
    private long presentSaidAt;
    private @Nullable Leaving leaving;
    private volatile boolean over;

    // of the event loop alone
    private @Nullable Buffer fragments;
    private boolean fragmentsAreText;
    private long fragmentBytes;

    /**
     * @param connection that carries the socket
     * @param loop the socket's event loop
     * @param user whom the token belongs to
     * @param zone the client's IANA time zone
     * @param apology played when nobody else speaks
     * @param onEnd called once, when nothing more of the session will be written
     */
    RealtimeSession(
            ServerWebSocket socket,
            HttpConnection connection,
            Context loop,
            UserId user,
            String zone,
            GatewayConfig config,
            GatewayServer.Surroundings surroundings,
            RecordedSentence apology,
            Runnable onEnd) {
        this.socket = socket;
        this.loop = loop;
        this.log = surroundings.log();
        this.id = log.mint();
        this.user = user;
        this.zone = zone;
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
                        log, id, "gateway-" + surroundings.instance(), surroundings.clock());
        this.settings = new SessionSettings(id);
        this.client = new ServerEvents(id, outbox::send);
        Items items = new Items();
        this.intake = new AudioIntake(writer, settings.inputRate());
        this.playback = new Playback(writer, config.patience().playbackReport());
        this.replies =
                new ReplyDelivery(
                        client,
                        items,
                        playback,
                        settings::outputRate,
                        apology,
                        config.patience(),
                        surroundings.turnDeadline());
        this.conversation = new Conversation(client, items, replies);
        this.requests =
                new ClientRequests(
                        writer,
                        client,
                        settings,
                        items,
                        intake,
                        playback,
                        config.limits().textCharacters());
    }

    /** What reaches the session from outside. */
    private sealed interface Mail {
        record Text(String json, int bytes, Instant at) implements Mail {}

        record Sound(byte[] pcm, Instant at) implements Mail {}

        record TooLong(long bytes) implements Mail {}

        record Logged(Envelope<?> envelope, Instant at) implements Mail {}

        record Leave(Leaving why) implements Mail {}
    }

    /**
     * Why a session ends.
     *
     * @param code for the WebSocket's close frame
     * @param reason without content; written to the log topic and to the program's log
     */
    private record Leaving(int code, String reason) {}

    SessionId id() {
        return id;
    }

    /** Begins; called on the socket's event loop, before it delivers anything. */
    void start() {
        socket.frameHandler(this::onFrame);
        socket.closeHandler(
                closed -> mailbox.add(new Mail.Leave(new Leaving(NORMAL, "client-left"))));
        socket.exceptionHandler(
                fault -> {
                    LOG.info("Session {}: connection fault {}", id, fault.getClass().getName());
                    mailbox.add(new Mail.Leave(new Leaving(NORMAL, "connection-lost")));
                });
        Thread.ofVirtual().name("session-" + id).start(this::run);
    }

    /** Ends the session because the gateway stops. Safe for use by many threads. */
    void stop() {
        mailbox.add(new Mail.Leave(new Leaving(GOING_AWAY, "gateway-stopped")));
    }

    // --- on the event loop

    private void onFrame(WebSocketFrame frame) {
        if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
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
        if (waiting > config.limits().inboundBytes() && paused.compareAndSet(false, true)) {
            socket.pause();
        }
    }

    // --- on the session's thread

    private void taken(int bytes) {
        int waiting = inboundBytes.addAndGet(-bytes - MAIL_OVERHEAD);
        if (waiting <= config.limits().inboundBytes() / 2 && paused.compareAndSet(true, false)) {
            loop.runOnContext(now -> socket.resume());
        }
    }

    private void run() {
        Leaving why = new Leaving(FAULT, "fault");
        try (ConversationLog.Subscription listening =
                log.subscribe(
                        id, envelope -> mailbox.add(new Mail.Logged(envelope, writer.now())))) {
            writer.write(Topics.CONTROL, new Control.SessionStarted(user, "realtime", zone));
            writer.write(Topics.PRESENCE, new Presence.Arrived(user, id));
            presentSaidAt = System.nanoTime();
            client.sessionCreated(settings.json());
            why = converse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            logFault(e);
        }
        end(why);
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
                    intake.accept(
                            ClientEventReader.wholeSamples(sound.pcm(), null, null), sound.at());
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
            case Mail.Logged logged ->
                    conversation.on(logged.envelope(), logged.at(), System.nanoTime());
            case Mail.Leave leave -> leaving = leave.why();
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
        if (intake.streaming() && now >= quietAt()) {
            intake.stall(false, writer.now());
        }
        if (now >= presentAgainAt()) {
            writer.write(Topics.PRESENCE, new Presence.Stayed(user, id));
            presentSaidAt = now;
        }
        playback.due(now);
        replies.due(now);
    }

    private long nextDue(long now) {
        long next = Math.min(playback.nextDue(), replies.nextDue());
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
            playback.close(System.nanoTime());
            writer.write(Topics.CONTROL, new Control.SessionEnded(why.reason()));
            writer.write(Topics.PRESENCE, new Presence.Left(user, id));
        } catch (RuntimeException e) {
            logFault(e);
        } finally {
            outbox.close(why.code(), why.reason());
            onEnd.run();
        }
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
