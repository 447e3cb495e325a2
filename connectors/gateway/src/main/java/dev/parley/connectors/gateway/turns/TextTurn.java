package dev.parley.connectors.gateway.turns;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn in text on its way to its answer.
 *
 * <p>{@link #next} and {@link #close} are for one thread, which they may block; {@link #cancel} is
 * for any. The sentences come in their order, everything else as it is read; each once. What was
 * handed out counts as heard.
 */
public final class TextTurn implements AutoCloseable {
    private static final int MOST_EARLY = 256;
    private static final long TIMELINE_NANOS = Duration.ofMillis(700).toNanos();

    private final TextSession session;
    private final Instant received;
    private final long until;
    private final Consumer<TextTurn> onEnd;
    private final BlockingQueue<Mail> inbox = new LinkedBlockingQueue<>();

    private final List<Envelope<?>> early = new ArrayList<>();
    private final Set<Seen> seen = new HashSet<>();
    private final Map<Integer, Reply.Sentence> waiting = new HashMap<>();
    private final Deque<Event> ready = new ArrayDeque<>();
    private @Nullable TurnId turn;
    private @Nullable ReplyId reply;
    private int inOrder;
    private int handedOut;
    private boolean whole;
    private boolean reported;
    private long timelineUntil;
    private @Nullable Outcome outcome;

    /** How a turn came to its end. */
    public enum Outcome {
        /** All of the reply was handed out. */
        COMPLETED,
        /** Its reply was cancelled by somebody else. */
        CANCELLED,
        /** The one who asked doesn't want to know any more. */
        LEFT,
        TIMED_OUT,
        SESSION_ENDED,
        STOPPED
    }

    private sealed interface Mail {
        record Heard(Envelope<?> envelope) implements Mail {}

        record Over(Outcome why) implements Mail {}
    }

    private record Seen(EventId id, Class<?> type) {}

    /**
     * @param received the stamp of the event that began it, by which the turn is known
     * @param patience with the answer
     * @param onEnd called once, by {@link #close} or soon after
     */
    TextTurn(TextSession session, Instant received, Duration patience, Consumer<TextTurn> onEnd) {
        this.session = session;
        this.received = received;
        this.until = System.nanoTime() + patience.toNanos();
        this.onEnd = onEnd;
    }

    public SessionId session() {
        return session.id();
    }

    /**
     * The next that is known of it: first {@link Turn.Ended}, then whatever belongs to it, and the
     * timeline last if it comes in time. Null when it is over.
     */
    public @Nullable Event next() throws InterruptedException {
        while (true) {
            Event event = ready.poll();
            if (event != null) {
                handedOut(event);
                return event;
            }
            if (outcome != null) {
                return null;
            }
            long left = (whole ? timelineUntil : until) - System.nanoTime();
            Mail mail = inbox.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (mail == null) {
                outcome = whole ? Outcome.COMPLETED : Outcome.TIMED_OUT;
            } else {
                take(mail);
            }
        }
    }

    /** How it came to its end; for a turn of which {@link #next} is null. */
    public Outcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException("the turn is not over");
        }
        return outcome;
    }

    /** Ends the waiting: the one who asked has gone. */
    public void cancel() {
        inbox.add(new Mail.Over(Outcome.LEFT));
    }

    /**
     * Leaves the turn. A reply that wasn't handed out whole is cancelled; one that is still being
     * thought of, as soon as it begins.
     */
    @Override
    public void close() {
        if (whole || outcome == Outcome.STOPPED || outcome == Outcome.SESSION_ENDED) {
            onEnd.accept(this);
        } else if (reply != null) {
            unsay(reply);
            onEnd.accept(this);
        } else if (outcome == Outcome.CANCELLED) {
            onEnd.accept(this);
        } else {
            Thread.ofVirtual().name("unsay-" + session.id()).start(this::awaitReplyToUnsay);
        }
    }

    // --- by other threads

    void heard(Envelope<?> envelope) {
        inbox.add(new Mail.Heard(envelope));
    }

    void sessionEnded() {
        inbox.add(new Mail.Over(Outcome.SESSION_ENDED));
    }

    void stopped() {
        inbox.add(new Mail.Over(Outcome.STOPPED));
    }

    // --- by the turn's own thread

    /** What is known of it from before; told before anything else. */
    void recall(List<Envelope<?>> history) {
        for (Envelope<?> envelope : history) {
            if (envelope.event() instanceof Control.PlaybackEnded ended && ended.complete()) {
                reported |= belongs(ended, history);
            }
        }
        history.forEach(this::take);
    }

    private boolean belongs(Control.PlaybackEnded ended, List<Envelope<?>> history) {
        return history.stream()
                .anyMatch(
                        envelope ->
                                envelope.event() instanceof Turn.Ended of
                                        && isIt(of)
                                        && of.turn().equals(ended.turn()));
    }

    private boolean isIt(Turn.Ended ended) {
        return !ended.spoken() && ended.startedAt().equals(received);
    }

    private void take(Mail mail) {
        switch (mail) {
            case Mail.Heard heard -> take(heard.envelope());
            case Mail.Over over -> outcome = over.why();
        }
    }

    private void take(Envelope<?> envelope) {
        if (!(envelope.event() instanceof OfTurn event)) {
            return;
        }
        if (turn != null) {
            if (event.turn().equals(turn)) {
                sort(envelope);
            }
        } else if (event instanceof Turn.Ended ended && isIt(ended)) {
            turn = ended.turn();
            sort(envelope);
            List.copyOf(early).forEach(this::take);
            early.clear();
        } else if (!(event instanceof Turn.Ended) && early.size() < MOST_EARLY) {
            early.add(envelope);
        }
    }

    private void sort(Envelope<?> envelope) {
        Event event = envelope.event();
        if (!seen.add(new Seen(envelope.id(), event.getClass()))) {
            return;
        }
        switch (event) {
            case Turn.Ended ended -> ready.add(ended);
            case Intent.Recognized intent -> ready.add(intent);
            case Tool.Requested request -> ready.add(request);
            case Tool.Succeeded result -> ready.add(result);
            case Tool.Failed failure -> ready.add(failure);
            case Reply.Sentence sentence -> said(sentence);
            case Cancellation.ReplyCancelled cancelled -> {
                ready.add(cancelled);
                if (!whole) {
                    outcome = Outcome.CANCELLED;
                }
            }
            case Timeline.TurnMeasured measured -> {
                ready.add(measured);
                if (whole) {
                    outcome = Outcome.COMPLETED;
                }
            }
            default -> {
                // not for clients
            }
        }
    }

    private void said(Reply.Sentence sentence) {
        if (reply == null) {
            reply = sentence.reply();
        } else if (!reply.equals(sentence.reply())) {
            return;
        }
        waiting.putIfAbsent(sentence.index(), sentence);
        Reply.Sentence following;
        while ((following = waiting.remove(inOrder)) != null) {
            ready.add(following);
            inOrder++;
        }
    }

    private void handedOut(Event event) {
        if (!(event instanceof Reply.Sentence sentence)) {
            return;
        }
        if (handedOut == 0 && !reported) {
            Instant now = session.now();
            session.write(new Control.PlaybackStarted(sentence.reply(), sentence.turn(), now, now));
        }
        handedOut++;
        if (sentence.last()) {
            whole = true;
            timelineUntil = System.nanoTime() + TIMELINE_NANOS;
            if (!reported) {
                report(sentence.reply(), sentence.turn(), true);
            }
            if (ready.stream().anyMatch(Timeline.class::isInstance)) {
                outcome = Outcome.COMPLETED;
            }
        }
    }

    private void report(ReplyId of, TurnId turnOf, boolean complete) {
        session.write(new Control.PlaybackEnded(of, turnOf, 0, complete, handedOut, 0));
    }

    private void unsay(ReplyId of) {
        session.write(new Control.CancelRequested(of));
        if (turn != null) {
            report(of, turn, false);
        }
    }

    private void awaitReplyToUnsay() {
        try {
            while (reply == null
                    && outcome != Outcome.STOPPED
                    && outcome != Outcome.SESSION_ENDED) {
                Mail mail = inbox.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (mail == null) {
                    return;
                }
                take(mail);
            }
            if (reply != null) {
                unsay(reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.accept(this);
        }
    }
}
