package dev.parley.streams.timeline;

import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.timeline.TimelineState.Measured;
import dev.parley.streams.timeline.TimelineState.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures where a turn's time went. */
public final class Timelines implements Topology<TimelineState> {
    private static final int MOST_TURNS = 8;

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public List<Topic> reads() {
        return List.of(
                Topics.TURNS,
                Topics.CONTEXTS,
                Topics.INTENTS,
                Topics.TOOL_REQUESTS,
                Topics.TOOL_CALLS,
                Topics.TOOL_RESULTS,
                Topics.REPLIES,
                Topics.CONTROL);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.TIMELINES, Topics.DEAD_LETTERS);
    }

    @Override
    public Class<TimelineState> stateType() {
        return TimelineState.class;
    }

    @Override
    public TimelineState initial() {
        return new TimelineState(List.of());
    }

    @Override
    public Step<TimelineState> on(TimelineState state, Heard heard) {
        Map<String, Span> spans = spans(heard.event(), heard.envelope().times());
        if (spans.isEmpty() || !(heard.event() instanceof OfTurn event)) {
            return Step.of(state);
        }
        Measured before = turn(state, event.turn());
        Measured turn = add(before, spans, heard);
        Optional<Timeline.TurnMeasured> whole =
                turn.equals(before) ? Optional.empty() : Chain.measure(turn);
        EventId ended = turn.ended();
        if (whole.isEmpty() || ended == null) {
            return Step.of(with(state, turn));
        }
        return Step.of(
                with(state, written(turn)),
                new Output(
                        Topics.TIMELINES, whole.get(), null, ended.cause(name(), turn.written())));
    }

    private static TimelineState with(TimelineState state, Measured turn) {
        List<Measured> turns = new ArrayList<>(state.turns());
        turns.removeIf(each -> each.turn().equals(turn.turn()));
        turns.add(turn);
        while (turns.size() > MOST_TURNS) {
            turns.removeFirst();
        }
        return new TimelineState(turns);
    }

    private static Measured turn(TimelineState state, TurnId turn) {
        return state.turns().stream()
                .filter(each -> each.turn().equals(turn))
                .findFirst()
                .orElse(new Measured(turn, null, 0, Map.of()));
    }

    private static Measured add(Measured turn, Map<String, Span> spans, Heard heard) {
        Map<String, Span> all = new HashMap<>(turn.spans());
        spans.forEach((link, span) -> all.merge(link, span, Timelines::earlier));
        EventId ended = heard.event() instanceof Turn.Ended ? heard.envelope().id() : turn.ended();
        return new Measured(turn.turn(), ended, turn.written(), all);
    }

    private static Measured written(Measured turn) {
        return new Measured(turn.turn(), turn.ended(), turn.written() + 1, turn.spans());
    }

    /** So that the order in which two of a kind are heard doesn't matter. */
    private static Span earlier(Span a, Span b) {
        int order = a.from().compareTo(b.from());
        return order < 0 || (order == 0 && a.to().compareTo(b.to()) <= 0) ? a : b;
    }

    private static Map<String, Span> spans(Event event, Times times) {
        Span own = span(times.received(), times.emitted());
        return switch (event) {
            case Turn.Ended turn ->
                    Map.of(
                            Chain.SPEECH, span(turn.startedAt(), turn.endedAt()),
                            Chain.SILENCE, span(turn.endedAt(), turn.decidableAt()),
                            Chain.HEARING, span(turn.hearingFrom(), turn.hearingTo()),
                            Chain.TURN, own);
            case Context.Assembled context -> Map.of(Chain.CONTEXT, own);
            case Intent.Recognized intent -> Map.of(Chain.INTENT, own);
            case Tool.Requested request -> Map.of(Chain.REQUEST, own);
            case Tool.Authorized call -> Map.of(Chain.AUTHORIZATION, own);
            case Tool.Succeeded result -> Map.of(Chain.TOOL, own);
            case Tool.Failed failed -> Map.of(Chain.TOOL, own);
            case Reply.Sentence sentence when sentence.index() == 0 -> Map.of(Chain.REPLY, own);
            case Control.PlaybackStarted started ->
                    Map.of(
                            Chain.SYNTHESIS,
                            span(started.synthesisFrom(), started.synthesisTo()),
                            Chain.PLAYBACK,
                            own);
            default -> Map.of();
        };
    }

    private static Span span(Instant from, Instant to) {
        return new Span(from, to);
    }
}
