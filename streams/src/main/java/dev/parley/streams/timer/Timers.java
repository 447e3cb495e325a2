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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Waits for moments: deadlines of turns, timers that the user set. */
public final class Timers implements Topology.Clocked<TimerState> {
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
        return List.of(Topics.TIMER_FIRED, Topics.DEAD_LETTERS);
    }

    @Override
    public Class<TimerState> stateType() {
        return TimerState.class;
    }

    @Override
    public TimerState initial() {
        return new TimerState(List.of(), List.of());
    }

    @Override
    public Step<TimerState> on(TimerState state, Heard heard) {
        return switch (heard.event()) {
            case Timer.Requested asked -> Step.of(add(state, asked, heard.session()));
            case Timer.Withdrawn withdrawn -> Step.of(remove(state, withdrawn.timer()));
            case Presence.Arrived arrived -> Step.of(present(state, arrived.at()));
            case Presence.Left left ->
                    Step.of(new TimerState(state.waiting(), without(state, left.at())));
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
    public Step<TimerState> onTime(TimerState state, Instant now) {
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
                                        waiting.label()),
                                where.get(),
                                EventId.of(name(), waiting.due().toEpochMilli(), fired.size())));
            }
        }
        return new Step<>(new TimerState(later, state.present()), fired);
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
        return new TimerState(waiting, state.present());
    }

    private static TimerState remove(TimerState state, TimerId timer) {
        return new TimerState(
                state.waiting().stream().filter(each -> !each.timer().equals(timer)).toList(),
                state.present());
    }

    private static TimerState present(TimerState state, SessionId at) {
        List<SessionId> present = new ArrayList<>(without(state, at));
        present.add(at);
        while (present.size() > MOST_PRESENT) {
            present.removeFirst();
        }
        return new TimerState(state.waiting(), present);
    }

    private static List<SessionId> without(TimerState state, SessionId at) {
        return state.present().stream().filter(each -> !each.equals(at)).toList();
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
