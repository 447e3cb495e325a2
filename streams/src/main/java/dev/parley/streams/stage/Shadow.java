package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.List;
import java.util.OptionalLong;

/**
 * A second implementation of a transform on live traffic, in a group of its own: it reads what the
 * first reads, from when it is first started, and what it writes goes to a side topic that nobody
 * acts on. Its events have the first one's ids but for the writer, so that they can be compared.
 * What it can't handle is counted and passed over: nobody is told.
 */
public final class Shadow implements Transform {
    private static final String PREFIX = "shadow-";

    private final Transform second;
    private final String implementation;
    private final Topic side;

    /**
     * @param implementation tells it from others of its stage
     * @throws IllegalArgumentException if the stage can't have a shadow: because it acts, or
     *     because there is no topic for it
     */
    public Shadow(Transform second, String implementation) {
        this.second = second;
        this.implementation = implementation;
        this.side =
                Topics.shadowOf(second.name())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                second.name() + " can't have a shadow"));
    }

    /** How a shadow's events begin the names of their writers. */
    public static String writerPrefix(String stage) {
        return PREFIX + stage + "-";
    }

    @Override
    public String name() {
        return writerPrefix(second.name()) + implementation;
    }

    @Override
    public List<Topic> reads() {
        return second.reads();
    }

    @Override
    public List<Topic> writes() {
        return List.of(side);
    }

    @Override
    public EventId origin(EventId event, long offset) {
        return second.origin(event, offset);
    }

    @Override
    public boolean unheard() {
        return true;
    }

    @Override
    public Lane open(SessionId session) {
        return new SideLane(second.open(session));
    }

    private final class SideLane implements Lane {
        private final Lane lane;

        SideLane(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void on(Delivery delivery, Emitter out) throws Exception {
            lane.on(
                    delivery,
                    new Emitter() {
                        @Override
                        public void emit(Topic topic, Event event) {
                            if (!second.writes().contains(topic)) {
                                throw new IllegalStateException(
                                        second.name() + " doesn't declare that it writes " + topic);
                            }
                            out.emit(side, event);
                        }

                        @Override
                        public void failed(String cause) {
                            // nobody is told
                        }

                        @Override
                        public int attempt() {
                            return out.attempt();
                        }
                    });
        }

        @Override
        public OptionalLong holdsFrom() {
            return lane.holdsFrom();
        }

        @Override
        public void cancel(Cancellation.ReplyCancelled cancellation) {
            lane.cancel(cancellation);
        }

        @Override
        public void close() {
            lane.close();
        }
    }
}
