package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.schemas.event.UserId;
import io.vertx.grpc.common.GrpcStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** How many streams may be under way, in all and of each user. Safe for use by many threads. */
final class Places {
    private final int most;
    private final int mostOfUser;
    private final Map<UserId, Integer> ofUsers = new HashMap<>();
    private final Set<Place> taken = new HashSet<>();

    Places(int most, int mostOfUser) {
        this.most = most;
        this.mostOfUser = mostOfUser;
    }

    /** No place is free; the message says why. */
    static final class NoPlaceException extends Exception {
        private static final long serialVersionUID = 1L;

        NoPlaceException(String message) {
            super(message);
        }
    }

    /** Somebody's place; given back once, by whoever is first. */
    final class Place implements AutoCloseable {
        private final Caller caller;
        private final BiConsumer<GrpcStatus, String> dismissal;

        private Place(Caller caller, BiConsumer<GrpcStatus, String> dismissal) {
            this.caller = caller;
            this.dismissal = dismissal;
        }

        Caller caller() {
            return caller;
        }

        /** Ends what is under way. */
        void dismiss(GrpcStatus status, String detail) {
            dismissal.accept(status, detail);
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /**
     * @param dismissal ends the stream; called on any thread
     * @throws NoPlaceException if there are as many as may be
     */
    synchronized Place take(Caller caller, BiConsumer<GrpcStatus, String> dismissal)
            throws NoPlaceException {
        if (ofUsers.getOrDefault(caller.user(), 0) >= mostOfUser) {
            throw new NoPlaceException("You have as many streams under way as may be. End one.");
        }
        if (taken.size() >= most) {
            throw new NoPlaceException("As many streams are under way as may be. Try again.");
        }
        Place place = new Place(caller, dismissal);
        taken.add(place);
        ofUsers.merge(caller.user(), 1, Integer::sum);
        return place;
    }

    private synchronized void leave(Place place) {
        if (taken.remove(place)) {
            ofUsers.computeIfPresent(
                    place.caller.user(), (user, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Those that are taken now. */
    synchronized Set<Place> taken() {
        return Set.copyOf(taken);
    }
}
