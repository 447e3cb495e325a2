package dev.parley.connectors.gateway.grpc.speech;

import com.google.protobuf.Message;
import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.Callers;
import dev.parley.streams.stage.PassingFaultException;
import io.vertx.core.Timer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call's work: it has a place, and a virtual thread that is interrupted when the call is over.
 */
final class CallThread {
    private static final Logger LOG = LoggerFactory.getLogger(CallThread.class);

    private CallThread() {}

    /** What is done for a call. */
    interface Work {
        /** Ends the answer itself if all goes well. */
        void run()
                throws InterruptedException,
                        TimeoutException,
                        WrongRequestException,
                        Incoming.QuietException;
    }

    /**
     * Begins the work, or fails the call if there is no place; where a service is handed a call.
     */
    static <Q extends Message> void begin(
            String name,
            GrpcServerRequest<Q, ?> call,
            Incoming<Q> incoming,
            Answer<?> answer,
            Places places,
            Work work) {
        Places.Place place;
        try {
            place = places.take(Callers.caller(), answer::fail);
        } catch (Places.NoPlaceException e) {
            answer.fail(GrpcStatus.RESOURCE_EXHAUSTED, String.valueOf(e.getMessage()));
            incoming.drop();
            return;
        }
        Thread thread =
                Thread.ofVirtual().name(name).unstarted(() -> run(work, incoming, answer, place));
        answer.whenBroken(thread::interrupt);
        call.errorHandler(error -> answer.abandon());
        call.exceptionHandler(fault -> answer.abandon());
        Timer deadline = call.deadline();
        if (deadline != null) {
            deadline.onSuccess(over -> answer.abandon());
        }
        thread.start();
    }

    private static void run(Work work, Incoming<?> incoming, Answer<?> answer, Places.Place place) {
        try (place) {
            work.run();
        } catch (InterruptedException | TimeoutException e) {
            // the call is over, and the client was told or is gone
            answer.abandon();
        } catch (WrongRequestException e) {
            answer.fail(GrpcStatus.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        } catch (Incoming.QuietException e) {
            answer.fail(GrpcStatus.DEADLINE_EXCEEDED, "Nothing came for long.");
        } catch (PassingFaultException e) {
            answer.fail(GrpcStatus.UNAVAILABLE, "The engine can't be reached now. Try again.");
        } catch (RuntimeException e) {
            LOG.error("A call failed: {}", e.getClass().getName());
            answer.fail(GrpcStatus.INTERNAL, "The call failed.");
        } finally {
            incoming.drop();
        }
    }
}
