package dev.parley.streams.replay;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a stage wrote this time against what is recorded of it. */
final class Comparison {
    private final Recording recording;
    private final List<Difference> differences = new ArrayList<>();
    private int compared;

    Comparison(Recording recording) {
        this.recording = recording;
    }

    void of(Stage stage, List<Written> replayed) {
        Map<String, Written> now = new LinkedHashMap<>();
        for (Written each : replayed) {
            now.merge(name(each.topic(), each.envelope()), each, Comparison::which);
        }
        Map<String, Recorded> before = new LinkedHashMap<>();
        for (Topic topic : stage.writes()) {
            for (Recorded each : recording.of(topic)) {
                if (!each.envelope().id().writer().equals(stage.name())) {
                    continue;
                }
                if (isComparable(each)) {
                    before.merge(name(topic, each.envelope()), each, Comparison::which);
                } else {
                    now.remove(name(topic, each.envelope()));
                }
            }
        }
        before.forEach(
                (name, recorded) -> {
                    compared++;
                    Written written = now.remove(name);
                    Difference difference =
                            written == null
                                    ? Difference.onlyRecorded(recorded)
                                    : Difference.between(recorded, written.envelope());
                    if (!difference.changes().isEmpty()) {
                        differences.add(difference);
                    }
                });
        now.values()
                .forEach(
                        each ->
                                differences.add(
                                        Difference.onlyReplayed(each.topic(), each.envelope())));
    }

    void add(List<Difference> found, int compared) {
        differences.addAll(found);
        this.compared += compared;
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    int compared() {
        return compared;
    }

    /** What an event is known again by: its id, unless that depends on what was read first. */
    static String subject(Envelope<?> envelope) {
        return switch (envelope.event()) {
            case Timer.Fired fired ->
                    fired.repeats() ? fired.occurrence().value() : fired.timer().value();
            case Timer.Assigned assigned -> assigned.timer() + "@" + assigned.due();
            case Timeline.TurnMeasured measured -> measured.turn().value();
            default -> envelope.id().toString();
        };
    }

    static String name(Topic topic, Envelope<?> envelope) {
        return topic + " " + subject(envelope);
    }

    private static Written which(Written first, Written again) {
        return measures(again.envelope()) ? again : first;
    }

    private static Recorded which(Recorded first, Recorded again) {
        return measures(again.envelope()) ? again : first;
    }

    /** The last measurement of a turn counts; of anything else, the first under its id. */
    private static boolean measures(Envelope<?> envelope) {
        return envelope.event() instanceof Timeline.TurnMeasured;
    }

    private boolean isComparable(Recorded recorded) {
        return switch (recorded.envelope().event()) {
            case Timer.Fired fired -> ClockAsRecorded.isAskedFor(fired.timer(), recording);
            case Timer.Assigned assigned -> ClockAsRecorded.isAskedFor(assigned.timer(), recording);
            case Timer.Standing standing ->
                    standing.kept().stream()
                            .allMatch(each -> ClockAsRecorded.isAskedFor(each.timer(), recording));
            case Failure.DeadLetter letter ->
                    recording.records().stream()
                            .anyMatch(
                                    each ->
                                            each.topic().fullName().equals(letter.topic())
                                                    && each.partition() == letter.partition()
                                                    && each.offset() == letter.offset());
            default -> true;
        };
    }
}
