package dev.parley.streams.replay;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.InMemoryTopology.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts placeholders in the place of what is personal in a recording, so that it still replays as it
 * did: what came from outside and from engines is replaced word by word, and what the topologies
 * wrote is what they make of that, but where a replay of the original differs from it too.
 */
public final class Disguise {
    private static final int ROUNDS = 8;

    private final Replay replay;

    /**
     * @param replay through today's topologies, no engines run anew
     */
    public Disguise(Replay replay) {
        this.replay = replay;
    }

    /**
     * A recording without anything personal.
     *
     * @param faithful whether it replays exactly as the original does
     */
    public record Disguised(Recording recording, boolean faithful) {}

    /**
     * @param key at least 16 random bytes, which nobody should keep
     */
    public Disguised of(Recording original, byte[] key) {
        Replay.Outcome truth = replay.of(original);
        Set<String> differing = differing(truth);
        Recording disguised = disguised(original, key);
        for (int round = 0; round < ROUNDS; round++) {
            Replay.Outcome outcome = replay.of(disguised);
            if (signatures(outcome).equals(signatures(truth))) {
                return new Disguised(disguised, true);
            }
            disguised = rewritten(disguised, outcome, differing);
        }
        return new Disguised(disguised, false);
    }

    private static Recording disguised(Recording original, byte[] key) {
        Set<String> zones = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (Recorded each : original.records()) {
            Event event = each.envelope().event();
            if (event instanceof Control.SessionStarted started) {
                zones.add(started.zone());
            }
            if (event instanceof Control.SessionResumed resumed) {
                zones.add(resumed.zone());
            }
            PersonalValues.replaced(
                    event,
                    text -> {
                        texts.add(text);
                        return text;
                    });
        }
        Placeholders placeholders = new Placeholders(key, zones, texts);
        List<Recorded> records = new ArrayList<>();
        for (Recorded each : original.records()) {
            Event event = PersonalValues.replaced(each.envelope().event(), placeholders::of);
            records.add(each.with(each.envelope().with(withoutRecord(event))));
        }
        return new Recording(original.session(), records, original.unreadable());
    }

    /** The record in a dead letter may be anything. */
    private static Event withoutRecord(Event event) {
        return event instanceof Failure.DeadLetter letter
                ? new Failure.DeadLetter(
                        letter.stage(),
                        letter.topic(),
                        letter.partition(),
                        letter.offset(),
                        letter.cause(),
                        new byte[0])
                : event;
    }

    /** With what the topologies made of it; {@code conversation} holds copies of some of that. */
    private static Recording rewritten(
            Recording recording, Replay.Outcome outcome, Set<String> differing) {
        Map<String, Event> now = new HashMap<>();
        for (Written each : outcome.written()) {
            now.put(Comparison.name(each.topic(), each.envelope()), each.envelope().event());
        }
        List<Recorded> records = new ArrayList<>();
        for (Recorded each : recording.records()) {
            Topic source = each.topic().equals(Topics.CONVERSATION) ? source(each) : each.topic();
            String name = Comparison.name(source, each.envelope());
            Event event = differing.contains(name) ? null : now.get(name);
            records.add(event == null ? each : each.with(each.envelope().with(event)));
        }
        return new Recording(recording.session(), records, recording.unreadable());
    }

    private static Topic source(Recorded copy) {
        return Topics.all().stream()
                .filter(topic -> !topic.equals(Topics.CONVERSATION))
                .filter(topic -> topic.key() == Topic.Key.SESSION)
                .filter(topic -> topic.carries(copy.envelope().event().getClass()))
                .findFirst()
                .orElse(copy.topic());
    }

    private static Set<String> signatures(Replay.Outcome outcome) {
        Set<String> signatures = new HashSet<>();
        for (Difference each : outcome.differences()) {
            signatures.add(
                    each.topic()
                            + " "
                            + each.name()
                            + " "
                            + each.kind()
                            + " "
                            + each.changes().stream().map(Difference.Change::path).toList());
        }
        return signatures;
    }

    private static Set<String> differing(Replay.Outcome outcome) {
        Set<String> names = new HashSet<>();
        outcome.differences().forEach(each -> names.add(each.topic() + " " + each.name()));
        return names;
    }
}
