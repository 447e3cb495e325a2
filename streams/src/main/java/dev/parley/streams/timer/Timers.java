package dev.parley.streams.timer;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.StrangeEventException;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.timer.TimerState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for moments: deadlines of turns, timers that the user set. */
public final class Timers implements Topology.Clocked<TimerState> {
    /**
     * The most that may ring for a user. The whole state is written with each event of the user's,
     * a deadline too: at 330 bytes each, and some 40 µs, that is 80 KB and 10 ms.
     */
    static final int MOST_RINGS = 250;

    /** Characters of all that a user's rings say. */
    static final int MOST_SAID = 100_000;

    /** For how long a session is believed to be there: one word of it may be late, or lost. */
    static final Duration LEASE = Presence.SAID_EVERY.multipliedBy(5).dividedBy(2);

    /** After which it is written once more where something rings, if that can't be read. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final int MOST_PRESENT = 32;

    @Override
    public String name() {
        return "timer";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.TIMER_REQUESTS, Topics.PRESENCE);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.TIMER_FIRED, Topics.TIMER_REQUESTS, Topics.DEAD_LETTERS);
    }

    @Override
    public Class<TimerState> stateType() {
        return TimerState.class;
    }

    @Override
    public TimerState initial() {
        return new TimerState(List.of(), List.of(), Map.of());
    }

    @Override
    public Step<TimerState> on(TimerState state, Heard heard) {
        return switch (heard.event()) {
            case Timer.Requested asked -> Step.of(state.with(waiting(state, asked, heard)));
            case Timer.Withdrawn withdrawn -> Step.of(state.without(withdrawn.timer()));
            case Timer.Inquired asked -> Step.of(state, standing(state, asked, heard));
            case Timer.Assigned assigned -> ring(state, assigned, heard);
            case Presence.Arrived arrived ->
                    Step.of(present(without(state, arrived.at()), arrived.at(), heard.at()));
            case Presence.Stayed stayed -> Step.of(present(state, stayed.at(), heard.at()));
            case Presence.Left left -> Step.of(without(state, left.at()));
            default -> Step.of(state);
        };
    }

    @Override
    public Optional<Instant> due(TimerState state) {
        return state.waiting().stream()
                .filter(waiting -> where(waiting, state).isPresent())
                .map(Timers::wakes)
                .min(Comparator.naturalOrder());
    }

    @Override
    public Step<TimerState> onTime(TimerState known, Instant now, Instant since) {
        Instant leased = now.minus(LEASE);
        TimerState state = heardOfAfter(known, leased.isAfter(since) ? leased : since);
        List<Waiting> later = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        for (Waiting waiting : state.waiting()) {
            Optional<SessionId> where = where(waiting, state);
            if (wakes(waiting).isAfter(now) || where.isEmpty()) {
                later.add(waiting);
            } else if (waiting.rings()) {
                Instant moment = moment(waiting, now);
                later.add(waiting.assigned(moment, now));
                outputs.add(
                        new Output(
                                Topics.TIMER_REQUESTS,
                                new Timer.Assigned(
                                        waiting.timer(), waiting.turn(), waiting.user(), moment),
                                where.get(),
                                EventId.of(name(), now.toEpochMilli(), outputs.size())));
            } else {
                EventId id = EventId.of(name(), waiting.due().toEpochMilli(), outputs.size());
                outputs.add(new Output(Topics.TIMER_FIRED, fired(waiting), waiting.session(), id));
            }
        }
        return new Step<>(state.waitingFor(later), outputs);
    }

    /** When it is to be told the time. */
    private static Instant wakes(Waiting waiting) {
        Instant assigned = waiting.assigned();
        return assigned == null ? waiting.due() : assigned.plus(AGAIN);
    }

    private static Waiting waiting(TimerState state, Timer.Requested asked, Heard heard) {
        if (asked.purpose() == Timer.Purpose.RING) {
            checkRoom(state, asked);
        }
        return new Waiting(
                asked.timer(),
                asked.turn(),
                asked.user(),
                heard.session(),
                asked.purpose(),
                moments(asked.ring()).map(Moments::earliest).orElse(asked.due()),
                asked.label(),
                asked.ring(),
                null);
    }

    /** A state that fits into no record would take the user's deadlines with it. */
    private static void checkRoom(TimerState state, Timer.Requested asked) {
        List<Waiting> others = rings(state.without(asked.timer()));
        int said = others.stream().mapToInt(each -> length(each.label())).sum();
        if (others.size() >= MOST_RINGS || said + length(asked.label()) > MOST_SAID) {
            throw new StrangeEventException("a user's rings are too many, or say too much");
        }
    }

    private static int length(Personal<String> label) {
        return label.orElse("").length();
    }

    private static List<Waiting> rings(TimerState state) {
        return state.waiting().stream().filter(Waiting::rings).toList();
    }

    private Output standing(TimerState state, Timer.Inquired asked, Heard heard) {
        List<Timer.Kept> kept =
                rings(state).stream()
                        .map(
                                each ->
                                        new Timer.Kept(
                                                each.timer(),
                                                each.due(),
                                                each.label(),
                                                each.ring()))
                        .toList();
        return new Output(
                Topics.TIMER_FIRED,
                new Timer.Standing(asked.turn(), asked.user(), kept),
                heard.session(),
                heard.envelope().id().cause(name(), 0));
    }

    /** It rings where the log says: so it is the same when it is made again. */
    private Step<TimerState> ring(TimerState state, Timer.Assigned assigned, Heard heard) {
        Optional<Waiting> waiting =
                state.standing(assigned.timer())
                        .filter(Waiting::rings)
                        .filter(each -> isAt(each, assigned.due()));
        if (waiting.isEmpty()) {
            return Step.of(state);
        }
        Waiting rung = waiting.get().until(assigned.due());
        Instant now = heard.at().isAfter(rung.due()) ? heard.at() : rung.due();
        return Step.of(
                known(rung.ring())
                        .flatMap(moments -> moments.after(now))
                        .map(next -> state.with(rung.until(next)))
                        .orElseGet(() -> state.without(rung.timer())),
                new Output(
                        Topics.TIMER_FIRED,
                        fired(rung),
                        heard.session(),
                        heard.envelope().id().cause(name(), 0)));
    }

    private static Timer.Fired fired(Waiting waiting) {
        return new Timer.Fired(
                waiting.timer(),
                waiting.turn(),
                waiting.user(),
                waiting.purpose(),
                waiting.due(),
                waiting.label(),
                waiting.ring());
    }

    /** Of those that passed while nobody was there, the last one rings for all. */
    private static Instant moment(Waiting waiting, Instant now) {
        return known(waiting.ring())
                .flatMap(moments -> moments.last(now))
                .filter(waiting.due()::isBefore)
                .orElse(waiting.due());
    }

    /** A repeated one may have been written by an owner that told the time later. */
    private static boolean isAt(Waiting waiting, Instant moment) {
        return moment.equals(waiting.due())
                || moment.isAfter(waiting.due())
                        && known(waiting.ring())
                                .flatMap(moments -> moments.last(moment))
                                .filter(moment::equals)
                                .isPresent();
    }

    private static Optional<Moments> moments(Timer.@Nullable Ring ring) {
        return Optional.ofNullable(ring).flatMap(Moments::of);
    }

    /** Of a ring that stands: if its zone is gone by now, it rings the one time that is known. */
    private static Optional<Moments> known(Timer.@Nullable Ring ring) {
        try {
            return moments(ring);
        } catch (StrangeEventException e) {
            return Optional.empty();
        }
    }

    private static TimerState present(TimerState before, SessionId at, Instant when) {
        TimerState state = heardOfAfter(before, when.minus(LEASE));
        List<SessionId> present = new ArrayList<>(state.present());
        Map<String, Instant> heardOf = new HashMap<>(state.heardOf());
        if (!present.contains(at)) {
            present.add(at);
        }
        heardOf.merge(at.value(), when, (one, other) -> one.isAfter(other) ? one : other);
        while (present.size() > MOST_PRESENT) {
            heardOf.remove(present.removeFirst().value());
        }
        return new TimerState(state.waiting(), present, heardOf);
    }

    private static TimerState without(TimerState state, SessionId at) {
        return only(state, each -> !each.equals(at));
    }

    private static TimerState heardOfAfter(TimerState state, Instant least) {
        return only(
                state,
                each -> !state.heardOf().getOrDefault(each.value(), Instant.EPOCH).isBefore(least));
    }

    private static TimerState only(TimerState state, Predicate<SessionId> there) {
        List<SessionId> present = state.present().stream().filter(there).toList();
        Map<String, Instant> heardOf = new HashMap<>(state.heardOf());
        heardOf.keySet().retainAll(present.stream().map(SessionId::value).toList());
        return new TimerState(state.waiting(), present, heardOf);
    }

    private static Optional<SessionId> where(Waiting waiting, TimerState state) {
        if (waiting.purpose() == Timer.Purpose.DEADLINE
                || state.present().contains(waiting.session())) {
            return Optional.of(waiting.session());
        }
        return state.present().isEmpty()
                ? Optional.empty()
                : Optional.of(state.present().getLast());
    }
}
