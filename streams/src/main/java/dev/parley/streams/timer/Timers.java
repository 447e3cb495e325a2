package dev.parley.streams.timer;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
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

/** Waits for moments: deadlines of turns, timers that the user set. */
public final class Timers implements Topology.Clocked<TimerState> {
    private static final int MOST_PRESENT = 32;

    /** For how long a session is believed to be there: one word of it may be late, or lost. */
    static final Duration LEASE = Presence.SAID_EVERY.multipliedBy(5).dividedBy(2);

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
        return List.of(Topics.TIMER_FIRED, Topics.DEAD_LETTERS);
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
            case Timer.Requested asked -> Step.of(add(state, asked, heard.session()));
            case Timer.Withdrawn withdrawn -> Step.of(remove(state, withdrawn.timer()));
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
                .map(Waiting::due)
                .min(Comparator.naturalOrder());
    }

    @Override
    public Step<TimerState> onTime(TimerState known, Instant now, Instant since) {
        Instant leased = now.minus(LEASE);
        TimerState state = heardOfAfter(known, leased.isAfter(since) ? leased : since);
        List<Waiting> later = new ArrayList<>();
        List<Output> fired = new ArrayList<>();
        for (Waiting waiting : state.waiting()) {
            Optional<SessionId> where = where(waiting, state);
            if (waiting.due().isAfter(now) || where.isEmpty()) {
                later.add(waiting);
            } else {
                fired.add(
                        new Output(
                                Topics.TIMER_FIRED,
                                new Timer.Fired(
                                        waiting.timer(),
                                        waiting.turn(),
                                        waiting.user(),
                                        waiting.purpose(),
                                        waiting.due(),
                                        waiting.label(),
                                        null),
                                where.get(),
                                EventId.of(name(), waiting.due().toEpochMilli(), fired.size())));
            }
        }
        return new Step<>(with(state, later), fired);
    }

    private static TimerState add(TimerState state, Timer.Requested asked, SessionId session) {
        List<Waiting> waiting = new ArrayList<>(remove(state, asked.timer()).waiting());
        waiting.add(
                new Waiting(
                        asked.timer(),
                        asked.turn(),
                        asked.user(),
                        session,
                        asked.purpose(),
                        asked.due(),
                        asked.label()));
        return with(state, waiting);
    }

    private static TimerState remove(TimerState state, TimerId timer) {
        return with(
                state,
                state.waiting().stream().filter(each -> !each.timer().equals(timer)).toList());
    }

    private static TimerState with(TimerState state, List<Waiting> waiting) {
        return new TimerState(waiting, state.present(), state.heardOf());
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
