package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.gateway.limits.Allowances;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/realtime}: upgrades a request whose token was found good to a WebSocket with a
 * session of its own. Requests come on event loops; {@link #stop} may be called by any thread.
 */
final class RealtimeEntrance {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeEntrance.class);

    /** How often it is asked whether those who came in may stay. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    /** After which it may be worth asking again. */
    private static final Duration FULL_FOR = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final SessionOwnership ownership = new SessionOwnership();
    private final AtomicLong connections = new AtomicLong();
    private final GatewayConfig config;
    private final GatewayServer.Surroundings surroundings;
    private final Allowances allowances;
    private final RecordedSentence apology = RecordedSentence.load();
    private final Map<UserId, Integer> places = new ConcurrentHashMap<>();
    private final Map<RealtimeSession, Caller> sessions = new ConcurrentHashMap<>();
    private final AtomicBoolean rechecking = new AtomicBoolean();
    private final long recheck;
    private volatile boolean stopping;

    /**
     * @param allowances of all users, over all entrances
     */
    RealtimeEntrance(
            Vertx vertx,
            GatewayConfig config,
            GatewayServer.Surroundings surroundings,
            Allowances allowances) {
        this.vertx = vertx;
        this.config = config;
        this.allowances = allowances;
        this.surroundings = surroundings;
        this.recheck = vertx.setPeriodic(RECHECK.toMillis(), now -> dismissLapsed());
    }

    void upgrade(RoutingContext context) {
        HttpServerRequest request = context.request();
        Caller caller = AccessControl.callerOf(context);
        UserId user = caller.user();
        if (!request.canUpgradeToWebSocket()) {
            Problem.send(context, 426, "This is a WebSocket: ask for an upgrade.");
            return;
        }
        if (stopping) {
            Problem.of(503, "This gateway stops. Ask another one, or try later.")
                    .retryAfter(FULL_FOR)
                    .send(context);
            return;
        }
        if (total() >= config.limits().sessions()) {
            Problem.of(503, "All sessions of this gateway are taken. Try later.")
                    .retryAfter(FULL_FOR)
                    .send(context);
            return;
        }
        Admission admission = admission(context, user);
        if (admission == null) {
            return;
        }
        if (!takePlace(user)) {
            Problem.named(
                            429,
                            "too-many-sessions",
                            "Too many sessions",
                            "You have "
                                    + config.limits().sessionsPerUser()
                                    + " sessions open, which is the limit. Close one.")
                    .retryAfter(FULL_FOR)
                    .send(context);
            return;
        }
        request.pause();
        begin(admission)
                .onComplete(
                        begun -> {
                            if (begun) {
                                upgrade(request, admission, caller);
                            } else {
                                leavePlace(user);
                                Problem.send(context, 401, "This user was removed.");
                                request.resume();
                            }
                        },
                        away -> {
                            LOG.warn("A session can't be noted: {}", away.getClass().getName());
                            leavePlace(user);
                            Problem.send(context, 503, "No session can begin now. Try again.");
                            request.resume();
                        });
    }

    /** Notes whose the session is before anything is written about it. */
    private Future<Boolean> begin(Admission admission) {
        if (admission.resumption() != null) {
            return Future.succeededFuture(true);
        }
        Users users = surroundings.identity().users();
        return vertx.executeBlocking(
                        () -> users.begin(admission.session(), admission.user()), false)
                .map(Boolean.TRUE::equals);
    }

    private void upgrade(HttpServerRequest request, Admission admission, Caller caller) {
        request.toWebSocket()
                .onComplete(
                        socket -> open(socket, request.connection(), admission, caller),
                        refused -> {
                            LOG.info("An upgrade failed: {}", refused.getClass().getName());
                            leavePlace(admission.user());
                        });
    }

    private void dismissLapsed() {
        if (sessions.isEmpty() || !rechecking.compareAndSet(false, true)) {
            return;
        }
        surroundings
                .identity()
                .authenticator()
                .lapsed(Set.copyOf(sessions.values()))
                .onComplete(
                        lapsed -> {
                            rechecking.set(false);
                            sessions.forEach(
                                    (session, caller) -> {
                                        if (lapsed.contains(caller)) {
                                            session.dismiss();
                                        }
                                    });
                        },
                        away -> rechecking.set(false));
    }

    /** How many sessions are open. */
    int open() {
        return sessions.size();
    }

    /** Whether a session is open here. */
    boolean has(SessionId session) {
        return sessions.keySet().stream().anyMatch(open -> open.id().equals(session));
    }

    /** Ends all sessions and lets none begin; they write their last events by themselves. */
    void stop() {
        stopping = true;
        vertx.cancelTimer(recheck);
        sessions.keySet().forEach(RealtimeSession::stop);
    }

    /**
     * @return null if the request was refused
     */
    private @Nullable Admission admission(RoutingContext context, UserId user) {
        HttpServerRequest request = context.request();
        String zone = zone(request.getParam("zone"));
        boolean acks = Boolean.parseBoolean(request.getParam("audio_acks"));
        String asked = request.getParam("session");
        if (asked == null) {
            SessionId session = ownership.mint(surroundings.log().partition(), user);
            return new Admission(session, user, zone, acks, null);
        }
        SessionId session;
        try {
            session = new SessionId(asked);
        } catch (IllegalArgumentException malformed) {
            Problem.send(context, 400, "'session' is no session id.");
            return null;
        }
        if (!ownership.belongs(session, user)) {
            Problem.send(context, 404, "You have no such session.");
            return null;
        }
        ReplyCursor replies = null;
        String after = request.getParam("after");
        if (after != null) {
            replies = ReplyCursor.of(after).orElse(null);
            if (replies == null) {
                Problem.send(context, 400, "'after' is not the event_id of a response.* event.");
                return null;
            }
        }
        String cursor = request.getParam("audio_cursor");
        Optional<SoundCursor> sound =
                cursor == null ? Optional.of(SoundCursor.START) : SoundCursor.parse(cursor);
        if (sound.isEmpty()) {
            Problem.send(context, 400, "'audio_cursor' is not the cursor of a parley.audio.acked.");
            return null;
        }
        return new Admission(
                session, user, zone, acks, new Admission.Resumption(replies, sound.get()));
    }

    private void open(
            ServerWebSocket socket, HttpConnection connection, Admission admission, Caller caller) {
        UserId user = admission.user();
        Context loop = vertx.getOrCreateContext();
        RealtimeSession[] self = new RealtimeSession[1];
        try {
            RealtimeSession session =
                    new RealtimeSession(
                            socket,
                            connection,
                            loop,
                            admission,
                            connections.getAndIncrement(),
                            config,
                            surroundings,
                            apology,
                            allowances,
                            () -> {
                                sessions.remove(self[0]);
                                leavePlace(user);
                            });
            self[0] = session;
            sessions.put(session, caller);
            session.start();
            if (stopping) {
                session.stop();
            }
        } catch (RuntimeException e) {
            LOG.error("A session could not begin: {}", e.getClass().getName());
            leavePlace(user);
            socket.close((short) 1011, "fault");
        }
    }

    private int total() {
        return places.values().stream().mapToInt(Integer::intValue).sum();
    }

    private boolean takePlace(UserId user) {
        int most = config.limits().sessionsPerUser();
        boolean[] taken = new boolean[1];
        places.compute(
                user,
                (who, open) -> {
                    int count = open == null ? 0 : open;
                    taken[0] = count < most;
                    return taken[0] ? Integer.valueOf(count + 1) : open;
                });
        return taken[0];
    }

    private void leavePlace(UserId user) {
        places.computeIfPresent(user, (who, open) -> open > 1 ? open - 1 : null);
    }

    private String zone(@Nullable String asked) {
        if (asked != null) {
            try {
                return ZoneId.of(asked).getId();
            } catch (DateTimeException unknown) {
                return surroundings.zone().getId();
            }
        }
        return surroundings.zone().getId();
    }
}
