package dev.parley.streams.timeline;

import dev.parley.schemas.event.Timeline;
import dev.parley.streams.stage.StrangeEventException;
import dev.parley.streams.timeline.TimelineState.Measured;
import dev.parley.streams.timeline.TimelineState.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A turn's path from the first sound to the reply's, link by link. */
final class Chain {
    static final String SPEECH = "speech";
    static final String SILENCE = "silence";
    static final String HEARING = "hearing";
    static final String TURN = "turn";
    static final String CONTEXT = "context";
    static final String INTENT = "intent";
    static final String REQUEST = "request";
    static final String AUTHORIZATION = "authorization";
    static final String TOOL = "tool";
    static final String REPLY = "reply";
    static final String SYNTHESIS = "synthesis";
    static final String PLAYBACK = "playback";

    private record Link(String span, String segment, String stage, String wayThere) {}

    private static final String HOP = "hop";

    /** No turn takes longer; a clock is off. */
    private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private static final List<Link> BEFORE_TOOL =
            List.of(
                    new Link(SPEECH, "client audio", "client", "transport"),
                    new Link(SILENCE, "endpointing", "turn", "transport"),
                    new Link(HEARING, "recognition", "hearing", "transport"),
                    new Link(TURN, "turn", "turn", HOP),
                    new Link(CONTEXT, "context", "context", HOP),
                    new Link(INTENT, "intent", "intent", HOP));
    private static final Link ASKS = new Link(REQUEST, "dialogue", "dialogue", HOP);
    private static final Link MAY = new Link(AUTHORIZATION, "authorization", "authorization", HOP);
    private static final Link ACTS = new Link(TOOL, "tool", "tool", HOP);
    private static final List<Link> AFTER_TOOL =
            List.of(
                    new Link(REPLY, "dialogue", "dialogue", HOP),
                    new Link(SYNTHESIS, "synthesis", "synthesis", HOP),
                    new Link(PLAYBACK, "transport", "gateway", HOP));

    private Chain() {}

    /** Empty until every link is there. A turn that was ended without an intent isn't measured. */
    static Optional<Timeline.TurnMeasured> measure(Measured turn) {
        Map<String, Span> spans = turn.spans();
        List<Link> links = new ArrayList<>(BEFORE_TOOL);
        if (spans.containsKey(REQUEST)) {
            links.add(ASKS);
            if (spans.containsKey(AUTHORIZATION)) {
                links.add(MAY);
            }
            links.add(ACTS);
        }
        links.addAll(AFTER_TOOL);
        if (!links.stream().allMatch(link -> spans.containsKey(link.span))) {
            return Optional.empty();
        }
        return Optional.of(measure(turn, links));
    }

    private static Timeline.TurnMeasured measure(Measured turn, List<Link> links) {
        Map<String, Span> spans = turn.spans();
        Instant start = spans.getOrDefault(links.getFirst().span, NOWHERE).from();
        Instant at = start;
        List<Timeline.Segment> segments = new ArrayList<>();
        for (Link link : links) {
            Span span = spans.getOrDefault(link.span, NOWHERE);
            Instant from = later(at, span.from());
            add(segments, link.wayThere, "kafka", at, from);
            Instant to = later(from, span.to());
            add(segments, link.segment, link.stage, from, to);
            at = to;
        }
        long total = ChronoUnit.MICROS.between(start, at);
        if (total > LONGEST_MICROS) {
            throw new StrangeEventException("a turn that took hours, by the clocks of its events");
        }
        long attributed = segments.stream().mapToLong(Timeline.Segment::micros).sum();
        return new Timeline.TurnMeasured(
                turn.turn(), start, at, total, total - attributed, segments);
    }

    private static final Span NOWHERE = new Span(Instant.EPOCH, Instant.EPOCH);

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static void add(
            List<Timeline.Segment> segments, String name, String stage, Instant from, Instant to) {
        long micros = ChronoUnit.MICROS.between(from, to);
        if (micros > 0) {
            segments.add(new Timeline.Segment(name, stage, micros));
        }
    }
}
