package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.TokenBucket;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a client's frames no faster than they may come, nor faster than they are handled. Who sends
 * more waits, and loses nothing.
 */
final class Pace {
    private static final int FAST = 1;
    private static final int FULL = 2;

    private final ServerWebSocket socket;
    private final Context loop;
    private final TokenBucket frames;
    private final AtomicInteger held = new AtomicInteger();

    /**
     * @param loop the socket's event loop
     */
    Pace(ServerWebSocket socket, Context loop, RatesConfig rates, InstantSource clock) {
        this.socket = socket;
        this.loop = loop;
        this.frames = TokenBucket.perSecond(clock, rates.framesPerSecond(), rates.frameBurst());
    }

    /** A frame came; on the event loop. */
    void count() {
        long wait = frames.owe().toMillis();
        if (wait > 0 && hold(FAST)) {
            loop.owner().setTimer(wait, over -> release(FAST));
        }
    }

    /** As much waits to be handled as may; on the event loop. */
    void full() {
        var unused = hold(FULL);
    }

    /** There is room again. Safe for use by many threads. */
    void room() {
        release(FULL);
    }

    /** Whether it wasn't held for that reason before. */
    private boolean hold(int reason) {
        int before = held.getAndUpdate(reasons -> reasons | reason);
        if (before == 0) {
            socket.pause();
        }
        return (before & reason) == 0;
    }

    private void release(int reason) {
        int before = held.getAndUpdate(reasons -> reasons & ~reason);
        if (before == reason) {
            loop.runOnContext(now -> flow());
        }
    }

    private void flow() {
        if (held.get() == 0) {
            socket.resume();
        }
    }
}
