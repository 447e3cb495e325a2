package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says up to three intents for a context. Sessions whose name ends with {@code h} take three
 * contexts together, as hearing takes the sound of an utterance: they say, with the last of the
 * three, which ones they had. What a context does to the stage stands in its turn's name.
 */
final class ModelStage implements Transform {
    static final List<Topic> READS = List.of(Topics.CONTEXTS, Topics.CANCELLATIONS);

    /** Replies that this member must know as cancelled; set once a round is over. */
    final Set<ReplyId> told = ConcurrentHashMap.newKeySet();

    final Queue<String> violations;
    final Set<SessionId> missed;

    ModelStage(Queue<String> violations, Set<SessionId> missed) {
        this.violations = violations;
        this.missed = missed;
    }

    ModelStage() {
        this(new ConcurrentLinkedQueue<>(), ConcurrentHashMap.newKeySet());
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public List<Topic> reads() {
        return READS;
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.INTENTS);
    }

    static ReplyId reply(SessionId session, String turn) {
        return new ReplyId(session.value() + "_" + turn);
    }

    @Override
    public Lane open(SessionId session) {
        return new ModelLane(session);
    }

    private final class ModelLane implements Lane {
        private final SessionId session;
        private final Set<ReplyId> cancelled = ConcurrentHashMap.newKeySet();
        private final Set<String> tried = new HashSet<>();
        private final List<String> group = new ArrayList<>();
        private final Set<String> done = new HashSet<>();
        private long groupFrom;
        private long last = -1;
        private volatile boolean busy;

        ModelLane(SessionId session) {
            this.session = session;
        }

        @Override
        public void on(Delivery delivery, Emitter out) throws Exception {
            if (busy) {
                violations.add(session + ": two at once");
            }
            busy = true;
            try {
                Context.Assembled context = (Context.Assembled) delivery.event();
                handle(delivery.offset(), context, out);
            } finally {
                busy = false;
            }
        }

        private void handle(long offset, Context.Assembled context, Emitter out) throws Exception {
            String turn = context.turn().value();
            boolean mustKnow = told.contains(reply(session, turn));
            if (offset < last) {
                violations.add(session + ": " + offset + " after " + last);
            }
            if (ThreadLocalRandom.current().nextInt(6) == 0) {
                Thread.sleep(0, 300_000);
            }
            if (turn.contains("poison-error")) {
                throw new StackOverflowError();
            }
            if (turn.contains("poison")) {
                throw new IllegalStateException("what the user said");
            }
            if (turn.contains("faulty") && tried.add(turn)) {
                if (ThreadLocalRandom.current().nextBoolean()) {
                    out.emit(Topics.INTENTS, said(context, "0"));
                }
                if (turn.contains("interrupted")) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedException();
                }
                throw new PassingFaultException("away");
            }
            last = offset;
            if (!done.add(turn)) {
                violations.add(session + ": " + turn + " twice in one lane");
            }
            if (session.value().endsWith("h")) {
                together(offset, context, out);
                return;
            }
            if (cancelled.contains(reply(session, turn))) {
                return;
            }
            if (mustKnow) {
                violations.add(session + ": " + turn + " was said after it was cancelled");
            }
            for (int i = 0; i < 1 + number(turn) % 3; i++) {
                out.emit(Topics.INTENTS, said(context, Integer.toString(i)));
            }
        }

        private void together(long offset, Context.Assembled context, Emitter out) {
            String turn = context.turn().value();
            if (number(turn) % 3 == 0) {
                group.clear();
            }
            if (group.isEmpty()) {
                groupFrom = offset;
            }
            group.add(Integer.toString(number(turn)));
            if (number(turn) % 3 == 2) {
                out.emit(Topics.INTENTS, said(context, String.join("+", group)));
                group.clear();
            }
        }

        private Intent.Recognized said(Context.Assembled context, String what) {
            return new Intent.Recognized(context.turn(), what, 1, "rule", Personal.of(Map.of()));
        }

        @Override
        public OptionalLong holdsFrom() {
            return group.isEmpty() ? OptionalLong.empty() : OptionalLong.of(groupFrom);
        }

        @Override
        public void cancel(Cancellation.ReplyCancelled cancellation) {
            cancelled.add(cancellation.reply());
        }

        @Override
        public void missed() {
            missed.add(session);
            group.clear();
        }
    }

    static int number(String turn) {
        return Integer.parseInt(turn.substring(1).split("-", 2)[0]);
    }
}
