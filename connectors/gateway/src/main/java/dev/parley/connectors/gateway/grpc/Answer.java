package dev.parley.connectors.gateway.grpc;

import com.google.protobuf.Message;
import io.vertx.core.Context;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call's answer, written from any thread and sent on the call's event loop. */
public final class Answer<T extends Message> {
    private final GrpcServerResponse<?, T> response;
    private final Context loop;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<Boolean> room;
    private volatile Runnable broken = () -> {};

    public Answer(GrpcServerResponse<?, T> response, Context loop) {
        this.response = response;
        this.loop = loop;
    }

    /**
     * Has that run, on the event loop, once the call is over without having been answered whole.
     */
    public void whenBroken(Runnable then) {
        broken = then;
    }

    void send(T message) {
        loop.runOnContext(
                now -> {
                    if (!over.get()) {
                        unlessGone(() -> response.write(message));
                    }
                });
    }

    /**
     * Sends, and waits until there is room for more, so that whoever reads slowly slows the sender
     * down; by one thread at a time, and not by the event loop.
     *
     * @return false if the call is over
     * @throws TimeoutException if the client read too little for that long; the call is cut off
     */
    public boolean deliver(T message, Duration patience)
            throws InterruptedException, TimeoutException {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        loop.runOnContext(
                now -> {
                    if (!over.get()) {
                        unlessGone(() -> response.write(message));
                    }
                    if (over.get()) {
                        sent.complete(false);
                    } else if (response.writeQueueFull()) {
                        room = sent;
                        response.drainHandler(drained -> sent.complete(true));
                    } else {
                        sent.complete(true);
                    }
                });
        try {
            return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cutOff();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void end() {
        loop.runOnContext(
                now -> {
                    if (over.compareAndSet(false, true)) {
                        unlessGone(response::end);
                    }
                });
    }

    /**
     * @param detail a sentence for the client; repeats nothing that it sent
     */
    public void fail(GrpcStatus status, String detail) {
        loop.runOnContext(
                now -> {
                    if (over.compareAndSet(false, true)) {
                        unlessGone(() -> response.status(status).statusMessage(detail).end());
                        leave();
                    }
                });
    }

    /** What the client didn't read is dropped with the call: it sees {@code CANCELLED}. */
    private void cutOff() {
        loop.runOnContext(
                now -> {
                    if (over.compareAndSet(false, true)) {
                        response.cancel();
                        leave();
                    }
                });
    }

    /** A client that cancelled, or whose deadline passed, is told nothing more. */
    private void unlessGone(Runnable write) {
        try {
            write.run();
        } catch (IllegalStateException gone) {
            abandon();
        }
    }

    /** The call is over without our doing: nothing more may be sent. */
    public void abandon() {
        if (over.compareAndSet(false, true)) {
            leave();
        }
    }

    private void leave() {
        CompletableFuture<Boolean> waiting = room;
        if (waiting != null) {
            waiting.complete(false);
        }
        broken.run();
    }
}
