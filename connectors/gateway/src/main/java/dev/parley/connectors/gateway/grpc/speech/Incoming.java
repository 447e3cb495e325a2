package dev.parley.connectors.gateway.grpc.speech;

import com.google.protobuf.Message;
import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.Requests;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes over a call, taken one by one by a thread that may wait. A few messages wait here;
 * then the client waits.
 */
final class Incoming<Q extends Message> {
    private static final int AHEAD = 4;

    private final GrpcServerRequest<Q, ?> call;
    private final Context loop;

    /** Empty for the end. */
    private final BlockingQueue<Optional<Q>> waiting = new LinkedBlockingQueue<>();

    /** Nothing came for long. */
    static final class QuietException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Made on the call's event loop.
     *
     * @param kind any message of the kind that comes
     */
    Incoming(GrpcServerRequest<Q, ?> call, Q kind, Answer<?> answer, Context loop) {
        this.call = call;
        this.loop = loop;
        call.pause();
        Requests.handle(call, kind, answer, message -> waiting.add(Optional.of(message)));
        call.endHandler(end -> waiting.add(Optional.empty()));
        call.fetch(AHEAD);
    }

    /**
     * @return null if the client says no more
     * @throws QuietException if nothing came for that long
     */
    @Nullable Q next(Duration patience) throws InterruptedException, QuietException {
        Optional<Q> next = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new QuietException();
        }
        loop.runOnContext(taken -> call.fetch(1));
        return next.orElse(null);
    }

    /** What still comes is dropped, so that it isn't in the way of the client's other calls. */
    void drop() {
        loop.runOnContext(
                now -> {
                    call.messageHandler(dropped -> {});
                    call.resume();
                });
    }
}
