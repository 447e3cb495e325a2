package dev.parley.app.scenario;

import dev.parley.app.config.DurationText;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Makes a scenario of a recorded conversation: what was said, when, and as expectations what came
 * of it. What was drawn by chance is expected as anything; what a session was told because of what
 * was done in another is left out.
 */
public final class RecordedScenario {
    private static final Set<String> BY_CHANCE =
            Set.of("dice.roll", "coin.flip", "joke", "fun.fact");

    private final Recording recording;
    private final Map<ReplyId, List<Reply.Sentence>> replies = new LinkedHashMap<>();
    private final Set<ReplyId> interrupted = new HashSet<>();
    private Instant now = Instant.EPOCH;

    private RecordedScenario(Recording recording) {
        this.recording = recording;
        for (Reply.Sentence each : events(Topics.REPLIES, Reply.Sentence.class)) {
            List<Reply.Sentence> said =
                    replies.computeIfAbsent(each.reply(), missing -> new ArrayList<>());
            if (said.stream().noneMatch(before -> before.index() == each.index())) {
                said.add(each);
            }
        }
    }

    /**
     * @param recording in clear
     * @return YAML, as {@code parley test} reads it; empty if nobody said anything
     */
    public static Optional<String> of(Recording recording, String name) {
        return new RecordedScenario(recording).yaml(name);
    }

    /** Something that the scenario has a step for. */
    private sealed interface Moment {
        Instant at();

        record Said(Instant at, Turn.Ended turn) implements Moment {}

        record Rung(Instant at, TurnId turn) implements Moment {}

        record Stopped(Instant at, ReplyId reply) implements Moment {}
    }

    private Optional<String> yaml(String name) {
        Control.SessionStarted started =
                events(Topics.CONTROL, Control.SessionStarted.class).stream()
                        .findFirst()
                        .orElse(null);
        List<Moment> moments = moments();
        if (started == null || moments.isEmpty()) {
            return Optional.empty();
        }
        ZoneId zone = ZoneId.of(started.zone());
        LocalDateTime start = whole(moments.getFirst().at()).atZone(zone).toLocalDateTime();
        now = start.atZone(zone).toInstant();
        Map<String, Object> scenario = new LinkedHashMap<>();
        scenario.put("name", name);
        scenario.put("zone", started.zone());
        scenario.put("start", start.toString());
        List<Object> steps = new ArrayList<>();
        moments.forEach(moment -> add(moment, steps));
        scenario.put("steps", steps);
        return Optional.of(dumper().dump(scenario));
    }

    private static Yaml dumper() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndent(4);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(false);
        options.setWidth(120);
        options.setAllowUnicode(true);
        return new Yaml(options);
    }

    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        for (Recorded each : recording.of(Topics.TURNS)) {
            if (each.envelope().event() instanceof Turn.Ended turn) {
                moments.add(new Moment.Said(acted(turn.turn()).orElse(time(each)), turn));
            }
        }
        Set<TimerId> own = own();
        for (Recorded each : recording.of(Topics.TIMER_FIRED)) {
            if (each.envelope().event() instanceof Timer.Fired fired
                    && fired.purpose() == Timer.Purpose.RING
                    && own.contains(fired.timer())) {
                rungBy(fired).ifPresent(turn -> moments.add(new Moment.Rung(time(each), turn)));
            }
        }
        for (Recorded each : recording.of(Topics.CANCELLATIONS)) {
            if (each.envelope().event() instanceof Cancellation.ReplyCancelled cancelled
                    && cancelled.cause().equals("client")) {
                moments.add(new Moment.Stopped(time(each), cancelled.reply()));
            }
        }
        moments.sort(Comparator.comparing(Moment::at));
        return moments;
    }

    /** By which clock tools answered it: a machine that is busy lets minutes pass before. */
    private Optional<Instant> acted(TurnId turn) {
        return recording.of(Topics.TOOL_CALLS).stream()
                .filter(
                        each ->
                                each.envelope().event()
                                                instanceof dev.parley.schemas.event.Tool call
                                        && call.turn().equals(turn))
                .map(RecordedScenario::time)
                .findFirst();
    }

    /** The timers that were set in this session. */
    private Set<TimerId> own() {
        return events(Topics.TIMER_REQUESTS, Timer.Requested.class).stream()
                .map(Timer.Requested::timer)
                .collect(Collectors.toSet());
    }

    /** Whether timers of other sessions stood when this turn asked which there are. */
    private boolean isToldOfOthers(TurnId turn) {
        Set<TimerId> own = own();
        return events(Topics.TIMER_FIRED, Timer.Standing.class).stream()
                .filter(standing -> standing.turn().equals(turn))
                .flatMap(standing -> standing.kept().stream())
                .anyMatch(kept -> !own.contains(kept.timer()));
    }

    /** The turn in which the agent told that a timer rings; empty if it didn't. */
    private Optional<TurnId> rungBy(Timer.Fired fired) {
        Set<String> names = Set.of("ring_" + fired.timer(), "ring_" + fired.occurrence());
        return replies.values().stream()
                .map(sentences -> sentences.getFirst().turn())
                .filter(turn -> names.contains(turn.value()))
                .findFirst();
    }

    private void add(Moment moment, List<Object> steps) {
        switch (moment) {
            case Moment.Said(Instant at, Turn.Ended turn) -> {
                Map<String, Object> step = said(turn);
                if (!step.containsKey("interrupts")) {
                    wait(at, steps);
                }
                steps.add(step);
            }
            case Moment.Rung(Instant at, TurnId turn) -> {
                Duration gap = gap(at).plusSeconds(1);
                now = now.plus(gap);
                Map<String, Object> step = new LinkedHashMap<>();
                step.put("wait", DurationText.show(gap));
                step.put("expect", replies(turn, false));
                steps.add(step);
            }
            case Moment.Stopped(Instant at, ReplyId reply) -> {
                Map<String, Object> step = new LinkedHashMap<>();
                step.put("cancels", Map.of("after", heard(reply)));
                if (!steps.isEmpty()) {
                    steps.add(step);
                }
            }
        }
    }

    private void wait(Instant until, List<Object> steps) {
        Duration gap = gap(until);
        if (gap.isPositive() && !steps.isEmpty()) {
            steps.add(new LinkedHashMap<>(Map.of("wait", DurationText.show(gap))));
        }
        now = now.plus(gap);
    }

    private Duration gap(Instant until) {
        Duration gap = Duration.between(now, whole(until));
        return gap.isNegative() ? Duration.ZERO : gap;
    }

    private static Instant whole(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private Map<String, Object> said(Turn.Ended turn) {
        Map<String, Object> step = new LinkedHashMap<>();
        String text = turn.text().orElse("");
        if (!turn.spoken()) {
            step.put("user", text);
        } else {
            Map<String, Object> heard = new LinkedHashMap<>();
            heard.put("text", text);
            heard.put("confidence", Math.round(turn.confidence() * 1000) / 1000.0);
            Optional<ReplyId> interrupted = interrupted(turn);
            interrupted.ifPresent(reply -> heard.put("after", heard(reply)));
            step.put(interrupted.isPresent() ? "interrupts" : "heard", heard);
        }
        List<Object> expected = new ArrayList<>();
        String intent = null;
        for (Intent.Recognized each : events(Topics.INTENTS, Intent.Recognized.class)) {
            if (each.turn().equals(turn.turn())) {
                intent = each.intent();
                expected.add(Map.of("intent", intent));
            }
        }
        for (var each :
                events(Topics.TOOL_REQUESTS, dev.parley.schemas.event.Tool.Requested.class)) {
            if (each.turn().equals(turn.turn())) {
                expected.add(Map.of("call", call(each)));
            }
        }
        boolean anything =
                intent != null && BY_CHANCE.contains(intent) || isToldOfOthers(turn.turn());
        expected.addAll(replies(turn.turn(), anything));
        if (!expected.isEmpty()) {
            step.put("expect", expected);
        }
        return step;
    }

    private static Map<String, Object> call(dev.parley.schemas.event.Tool.Requested call) {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("tool", call.tool());
        Map<String, String> arguments = new TreeMap<>(call.arguments().orElse(Map.of()));
        arguments.remove(Tool.HOME);
        if (!arguments.isEmpty()) {
            expected.put("arguments", arguments);
        }
        return expected;
    }

    private List<Object> replies(TurnId turn, boolean anything) {
        List<Object> expected = new ArrayList<>();
        for (List<Reply.Sentence> each : replies.values()) {
            if (each.getFirst().turn().equals(turn)) {
                Map<String, Object> reply = new LinkedHashMap<>();
                reply.put("reply", anything ? null : Map.of("exactly", text(each.stream())));
                expected.add(reply);
            }
        }
        return expected;
    }

    private static String text(Stream<Reply.Sentence> sentences) {
        return sentences
                .map(sentence -> sentence.text().orElse(""))
                .collect(Collectors.joining(" "));
    }

    /** The reply that was being heard when this turn began, and ended by it. */
    private Optional<ReplyId> interrupted(Turn.Ended turn) {
        return recording.of(Topics.CANCELLATIONS).stream()
                .filter(each -> !time(each).isBefore(turn.startedAt()))
                .filter(each -> !time(each).isAfter(turn.decidableAt()))
                .map(each -> each.envelope().event())
                .filter(Cancellation.ReplyCancelled.class::isInstance)
                .map(Cancellation.ReplyCancelled.class::cast)
                .filter(each -> each.cause().equals("speech"))
                .filter(each -> order(each.turn()) < order(turn.turn()))
                .map(Cancellation.ReplyCancelled::reply)
                .filter(interrupted::add)
                .findFirst();
    }

    /** Of a turn among the session's; before them all if it is none of a user's. */
    private int order(TurnId turn) {
        return events(Topics.TURNS, Turn.Ended.class).stream()
                .map(Turn.Ended::turn)
                .toList()
                .indexOf(turn);
    }

    /** How many words of a reply were heard. */
    private int heard(ReplyId reply) {
        Control.PlaybackEnded ended =
                events(Topics.CONTROL, Control.PlaybackEnded.class).stream()
                        .filter(each -> each.reply().equals(reply))
                        .findFirst()
                        .orElse(null);
        List<Reply.Sentence> sentences = replies.getOrDefault(reply, List.of());
        int whole = ended == null ? 0 : number(ended.sentences());
        int words = ended == null ? 0 : number(ended.words());
        String before = text(sentences.stream().limit(whole));
        return words + (before.isBlank() ? 0 : before.strip().split("\\s+").length);
    }

    private static int number(@Nullable Integer count) {
        return Objects.requireNonNullElse(count, 0);
    }

    private static Instant time(Recorded each) {
        return each.envelope().times().emitted();
    }

    private <E extends Event> List<E> events(Topic topic, Class<E> type) {
        return recording.of(topic).stream()
                .map(each -> each.envelope().event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
