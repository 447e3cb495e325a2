package dev.parley.connectors.gateway.grpc;

import com.google.protobuf.Message;
import io.vertx.core.Context;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call's answer, written from any thread and sent on the call's event loop. */
final class Answer<T extends Message> {
    private final GrpcServerResponse<?, T> response;
    private final Context loop;
    private final AtomicBoolean over = new AtomicBoolean();

    Answer(GrpcServerResponse<?, T> response, Context loop) {
        this.response = response;
        this.loop = loop;
    }

    void send(T message) {
        loop.runOnContext(
                now -> {
                    if (!over.get()) {
                        unlessGone(() -> response.write(message));
                    }
                });
    }

    void end() {
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
    void fail(GrpcStatus status, String detail) {
        loop.runOnContext(
                now -> {
                    if (over.compareAndSet(false, true)) {
                        unlessGone(() -> response.status(status).statusMessage(detail).end());
                    }
                });
    }

    /** A client that cancelled, or whose deadline passed, is told nothing more. */
    private void unlessGone(Runnable write) {
        try {
            write.run();
        } catch (IllegalStateException gone) {
            over.set(true);
        }
    }

    /** The call is over without our doing: nothing more may be sent. */
    void abandon() {
        over.set(true);
    }
}
