package dev.parley.connectors.gateway.limits;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections for which no good token was shown yet. There may be so many of them, and so many from
 * one address; where one more comes, the one that waited longest must go, so that a flood pushes
 * itself out, and whoever has a token comes in. Who neither shows a token nor gets anything
 * answered within the patience must go as well.
 */
public final class Lobby implements AutoCloseable {
    private static final long SWEEP_MILLIS = 250;

    private final Vertx vertx;
    private final StrangersConfig limits;
    private final InstantSource clock;
    private final AcceptPace pace;
    private final long sweeping;

    /** The one that waited longest comes first. */
    private final Map<HttpConnection, Waiting> waiting = new LinkedHashMap<>();

    private final Map<PeerAddress, Integer> counts = new HashMap<>();

    private record Waiting(PeerAddress from, Instant since) {}

    public Lobby(Vertx vertx, StrangersConfig limits, InstantSource clock) {
        this.vertx = vertx;
        this.limits = limits;
        this.clock = clock;
        this.pace = new AcceptPace(clock, limits.acceptedPerSecond());
        this.sweeping = vertx.setPeriodic(SWEEP_MILLIS, now -> sweep());
    }

    /** A connection was made. */
    public void arrive(HttpConnection connection) {
        pace.watch(connection);
        connection.closeHandler(closed -> leave(connection));
        HttpConnection surplus = enter(connection, PeerAddress.of(connection.remoteAddress()));
        if (surplus != null) {
            var unused = surplus.close();
        }
    }

    /** A good token was shown, or the connection has ended. */
    public synchronized void leave(HttpConnection connection) {
        Waiting left = waiting.remove(connection);
        if (left != null) {
            counts.computeIfPresent(left.from(), (from, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** A request was answered that needs no token: the connection may wait once more. */
    public synchronized void served(HttpConnection connection) {
        Waiting before = waiting.remove(connection);
        if (before != null) {
            waiting.put(connection, new Waiting(before.from(), clock.instant()));
        }
    }

    /** How many wait. */
    public synchronized int size() {
        return waiting.size();
    }

    @Override
    public void close() {
        vertx.cancelTimer(sweeping);
    }

    private synchronized @Nullable HttpConnection enter(
            HttpConnection connection, PeerAddress from) {
        waiting.put(connection, new Waiting(from, clock.instant()));
        int ofAddress = counts.merge(from, 1, Integer::sum);
        HttpConnection surplus =
                ofAddress > limits.connectionsPerAddress()
                        ? longestWaiting(from)
                        : waiting.size() > limits.connections() ? longestWaiting(null) : null;
        if (surplus != null) {
            leave(surplus);
        }
        return surplus;
    }

    private @Nullable HttpConnection longestWaiting(@Nullable PeerAddress from) {
        for (Map.Entry<HttpConnection, Waiting> each : waiting.entrySet()) {
            if (from == null || each.getValue().from().equals(from)) {
                return each.getKey();
            }
        }
        return null;
    }

    private void sweep() {
        for (HttpConnection late : takeLate()) {
            var unused = late.close();
        }
    }

    private synchronized List<HttpConnection> takeLate() {
        Instant since = clock.instant().minus(limits.patience());
        List<HttpConnection> late = new ArrayList<>();
        for (Map.Entry<HttpConnection, Waiting> each : waiting.entrySet()) {
            if (each.getValue().since().isAfter(since)) {
                break;
            }
            late.add(each.getKey());
        }
        late.forEach(this::leave);
        return late;
    }
}
