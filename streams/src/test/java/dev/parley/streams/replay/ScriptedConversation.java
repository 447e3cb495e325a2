package dev.parley.streams.replay;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audit.Auditor;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.stage.InMemoryTopology;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.timeline.Timelines;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session as a running Parley would record it, with engines that follow a script. */
final class ScriptedConversation {
    static final String PLACE = "Reykjavik";
    static final String ZONE = "Europe/Paris";

    private final SessionId session = new SessionId("s1-scripted");
    private final UserId user;
    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<Recorded> records = new ArrayList<>();
    private final Map<Topic, Long> offsets = new HashMap<>();
    private final Sequence sequence = new Sequence();
    private final List<InMemoryTopology<?>> listeners = new ArrayList<>();
    private final InMemoryTopology<?> timers = new InMemoryTopology<>(new Timers(), wire);
    private final List<InMemoryTopology<?>> others =
            List.of(
                    timers,
                    new InMemoryTopology<>(new Timelines(), wire),
                    new InMemoryTopology<>(Auditor.withoutDigests(), wire));
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long heard;

    ScriptedConversation(String user) {
        this.user = new UserId(user);
        topologies(TurnConfig.defaults(), DialogueConfig.defaults()).stream()
                .filter(topology -> topology.reads().equals(List.of(Topics.CONVERSATION)))
                .forEach(topology -> listeners.add(new InMemoryTopology<>(topology, wire)));
        write(Topics.PRESENCE, id("gateway"), new Presence.Arrived(this.user, session));
        write(
                Topics.CONTROL,
                id("gateway"),
                new Control.SessionStarted(this.user, "realtime", ZONE));
    }

    static List<Topology<?>> topologies(TurnConfig turn, DialogueConfig dialogue) {
        return List.of(
                new Sequence(),
                new Turns(turn, new SilenceEndsTurn(turn.silence())),
                new Dialogue(dialogue),
                new Timers(),
                new Timelines(),
                Auditor.withoutDigests());
    }

    ScriptedConversation type(String text) {
        write(Topics.CONTROL, id("gateway"), new Control.TextSubmitted(Personal.of(text)));
        return this;
    }

    ScriptedConversation say(String text) {
        UtteranceId utterance = new UtteranceId("utterance-" + heard);
        write(Topics.SPEECH, id("hearing"), new Speech.Started(utterance, 1000));
        write(Topics.SPEECH, id("hearing"), new Speech.Partial(utterance, Personal.of(text), null));
        write(
                Topics.SPEECH,
                id("hearing"),
                new Speech.Final(
                        utterance,
                        Personal.of(text),
                        Personal.of(List.of(new Speech.Word(text.split(" ")[0], 1000, 1400, 0.9))),
                        0.9,
                        1000,
                        2000,
                        33,
                        now,
                        now,
                        now,
                        false));
        write(
                Topics.SPEECH,
                id("hearing"),
                new Speech.SilenceContinues(utterance, 800, false, now));
        return this;
    }

    ScriptedConversation pass(Duration time) {
        now = now.plus(time);
        timers.onTime(user.value(), now).forEach(this::write);
        return this;
    }

    Recording ended() {
        write(Topics.CONTROL, id("gateway"), new Control.SessionEnded("closed"));
        write(Topics.PRESENCE, id("gateway"), new Presence.Left(user, session));
        return new Recording(session, records, List.of());
    }

    private EventId id(String writer) {
        return EventId.of(writer, heard++);
    }

    private void write(Topic topic, EventId id, Event event) {
        write(
                new Written(
                        topic,
                        new Envelope<>(
                                id,
                                session,
                                new Owner.Session(session),
                                new Times(now, now),
                                null,
                                event)));
    }

    private void write(Written written) {
        Times times = new Times(now, now.plusMillis(1));
        now = now.plusMillis(3);
        Envelope<?> event =
                new Envelope<>(
                        written.envelope().id(),
                        written.envelope().session(),
                        written.envelope().owner(),
                        times,
                        null,
                        written.envelope().event());
        Recorded recorded = append(written.topic(), event);
        for (InMemoryTopology<?> other : others) {
            if (other.topology().reads().contains(written.topic())) {
                other.on(written.topic(), 1, recorded.offset(), event).forEach(this::write);
            }
        }
        if (sequence.reads().contains(written.topic())) {
            Recorded copy = append(Topics.CONVERSATION, event);
            for (InMemoryTopology<?> listener : listeners) {
                listener.on(Topics.CONVERSATION, 1, copy.offset(), event).forEach(this::write);
            }
        }
        engines(written.topic(), event);
    }

    private Recorded append(Topic topic, Envelope<?> event) {
        long offset = offsets.merge(topic, 2L, Long::sum);
        Recorded recorded = new Recorded(topic, 1, offset, event);
        records.add(recorded);
        return recorded;
    }

    private void engines(Topic topic, Envelope<?> event) {
        if (topic.equals(Topics.CONVERSATION)) {
            return;
        }
        switch (event.event()) {
            case Turn.Ended turn ->
                    write(
                            Topics.CONTEXTS,
                            event.id().cause("context", 0),
                            new Context.Assembled(
                                    turn.turn(), turn.text(), Personal.of(List.of())));
            case Context.Assembled context ->
                    write(
                            Topics.INTENTS,
                            event.id().cause("intent", 0),
                            intent(context, context.text().get()));
            case Tool.Requested request ->
                    write(
                            Topics.TOOL_CALLS,
                            event.id().cause("authorization", 0),
                            new Tool.Authorized(
                                    request.call(),
                                    request.turn(),
                                    request.user(),
                                    request.tool(),
                                    request.arguments(),
                                    "default:harmless"));
            case Tool.Authorized call ->
                    write(
                            Topics.TOOL_RESULTS,
                            event.id().cause("tool", 0),
                            new Tool.Succeeded(
                                    call.call(),
                                    call.turn(),
                                    call.tool(),
                                    Personal.of(
                                            call.tool().equals("timer")
                                                    ? Map.of("duration", "PT4S", "label", "pasta")
                                                    : Map.of("time", "17:05", "place", PLACE))));
            default -> {
                // nobody's
            }
        }
    }

    private static Intent.Recognized intent(Context.Assembled context, String text) {
        Map<String, String> slots =
                text.contains("timer")
                        ? Map.of("duration", "PT4S", "label", "pasta")
                        : Map.of("place", PLACE.toLowerCase(java.util.Locale.ROOT));
        return new Intent.Recognized(
                context.turn(),
                text.contains("timer") ? "timer.set" : text.contains("time") ? "time" : "help",
                0.99,
                "rule",
                Personal.of(slots));
    }
}
