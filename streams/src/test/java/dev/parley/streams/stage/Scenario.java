package dev.parley.streams.stage;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.keys.PersonalDigests;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audit.Auditor;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.timeline.Timelines;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded piece of conversation as one topology hears it, the same each time.
 *
 * @param inputs what it hears, in the order of its log; two sessions take turns
 */
record Scenario(String name, Supplier<Topology<?>> topology, List<Input> inputs) {
    static final SessionId ANNAS = SessionId.on(0, "annas");
    static final SessionId BENS = SessionId.on(0, "bens");
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    /** Something that was heard, or time that passed before the next. */
    sealed interface Input {}

    record Told(Topic topic, Envelope<?> envelope) implements Input {}

    record Passed(Duration time) implements Input {}

    @Override
    public String toString() {
        return name;
    }

    static List<Scenario> all() {
        return List.of(
                turn(),
                pushing(),
                dialogue(),
                answering(),
                wishing(),
                timer(),
                ringing(),
                timeline(),
                audit());
    }

    static DerivedKeys keys() {
        return new DerivedKeys().knowing(new Owner.Session(ANNAS), new Owner.Session(BENS));
    }

    /** Plays one input to a driver, at the time it was recorded. */
    static void play(Input input, Driver driver) {
        switch (input) {
            case Told(Topic topic, Envelope<?> envelope) -> driver.hear(topic, envelope);
            case Passed(Duration time) -> driver.pass(time);
        }
    }

    /** Writes a scenario down. */
    private static final class Script {
        private final List<Input> inputs = new ArrayList<>();
        private final Map<String, Long> numbers = new HashMap<>();
        private Instant now = START;

        Script hears(Topic topic, String writer, Event event) {
            return hears(topic, writer, ANNAS, event);
        }

        Script hears(Topic topic, String writer, SessionId session, Event event) {
            long number = numbers.merge(writer + session, 1L, Long::sum);
            now = now.plusMillis(20);
            inputs.add(
                    new Told(
                            topic,
                            new Envelope<>(
                                    EventId.of(writer, number),
                                    session,
                                    new Owner.Session(session),
                                    new Times(now.minusMillis(5), now),
                                    null,
                                    event)));
            return this;
        }

        Script passes(Duration time) {
            now = now.plus(time);
            inputs.add(new Passed(time));
            return this;
        }

        Scenario of(String name, Supplier<Topology<?>> topology) {
            return new Scenario(name, topology, List.copyOf(inputs));
        }
    }

    private static Scenario turn() {
        UtteranceId utterance = new UtteranceId("u1");
        Topic log = Topics.CONVERSATION;
        return new Script()
                .hears(log, "gateway", started("anna"))
                .hears(log, "hearing", new Speech.Started(utterance, 0))
                .hears(log, "hearing", said(utterance, "what time"))
                .hears(log, "hearing", BENS, said(utterance, "good morning"))
                .hears(log, "hearing", new Speech.SilenceContinues(utterance, 300, false, START))
                .hears(log, "hearing", new Speech.Started(utterance, 1400))
                .hears(log, "hearing", said(utterance, "is it in tokyo"))
                .hears(log, "hearing", new Speech.SilenceContinues(utterance, 720, false, START))
                .hears(log, "gateway", new Control.TextSubmitted(Personal.of("and in rome")))
                .hears(log, "hearing", said(utterance, "half of a"))
                .hears(log, "hearing", BENS, said(utterance, "how are you"))
                .of("turn", Scenario::turns);
    }

    /** Two clients choose how their turns are found. */
    private static Scenario pushing() {
        UtteranceId utterance = new UtteranceId("u1");
        UtteranceId next = new UtteranceId("u2");
        Topic log = Topics.CONVERSATION;
        return new Script()
                .hears(log, "gateway", started("anna"))
                .hears(
                        log,
                        "gateway",
                        new Control.TurnDetectionChosen(
                                Control.Mode.NONE, null, null, false, false))
                .hears(
                        log,
                        "gateway",
                        BENS,
                        new Control.TurnDetectionChosen(
                                Control.Mode.SERVER_VAD, null, 240, true, true))
                .hears(log, "hearing", said(utterance, "what time"))
                .hears(log, "gateway", new Control.ResponseRequested(utterance))
                .hears(log, "hearing", said(utterance, "is it"))
                .hears(log, "gateway", new Control.ResponseRequested(next))
                .hears(log, "gateway", BENS, new Control.ResponseRequested(next))
                .of("pushing", Scenario::turns);
    }

    /** Clients want to interrupt, and to run a function of theirs. */
    private static Scenario wishing() {
        TurnId first = new TurnId("t1");
        Topic log = Topics.CONVERSATION;
        return new Script()
                .hears(log, "gateway", started("anna"))
                .hears(
                        log,
                        "gateway",
                        new Control.TurnDetectionChosen(
                                Control.Mode.SEMANTIC_VAD,
                                Control.Eagerness.HIGH,
                                null,
                                true,
                                true))
                .hears(
                        log,
                        "gateway",
                        new Control.ToolsDeclared(
                                List.of(
                                        new Control.ClientTool(
                                                "weather", List.of("place"), List.of("place"))),
                                "weather"))
                .hears(log, "turn", ended(first, "what is the weather in tokyo"))
                .hears(log, "intent", intent(first, "time", Map.of("place", "tokyo")))
                .of("wishing", () -> new Dialogue(DialogueConfig.defaults()));
    }

    private static Scenario dialogue() {
        TurnId first = new TurnId("t1");
        TurnId second = new TurnId("t2");
        TurnId third = new TurnId("t3");
        CallId call = new CallId("call_" + ANNAS + "_3");
        Topic log = Topics.CONVERSATION;
        return new Script()
                .hears(log, "gateway", started("anna"))
                .hears(log, "turn", ended(first, "what time is it in tokyo"))
                .hears(log, "gateway", BENS, started("ben"))
                .hears(log, "intent", intent(first, "time", Map.of("place", "tokyo")))
                .hears(log, "turn", BENS, ended(first, "hello"))
                .hears(
                        log,
                        "tool",
                        new Tool.Succeeded(
                                call,
                                first,
                                "clock",
                                Personal.of(Map.of("time", "22:04", "place", "Tokyo"))))
                .hears(log, "intent", BENS, intent(first, "greeting", Map.of()))
                .hears(log, "turn", ended(second, "tell me"))
                .hears(
                        log,
                        "context",
                        new Failure.StageFailed("context", "Fault", EventId.of("turn", 2), second))
                .hears(log, "turn", ended(third, "set a timer for five minutes"))
                .hears(log, "intent", intent(third, "timer.set", Map.of("duration", "PT5M")))
                .hears(log, "gateway", new Control.CancelRequested(null))
                .hears(log, "turn", BENS, ended(second, "mumble"))
                .of("dialogue", () -> new Dialogue(DialogueConfig.defaults()));
    }

    /** A model's stage dies in the middle of its answers. */
    private static Scenario answering() {
        TurnId first = new TurnId("t1");
        TurnId second = new TurnId("t2");
        ReplyId reply = new ReplyId("reply_" + ANNAS + "_3");
        Topic log = Topics.CONVERSATION;
        return new Script()
                .hears(log, "gateway", started("anna"))
                .hears(log, "turn", ended(first, "tell me of the sea"))
                .hears(log, "intent", intent(first, Intent.NONE, Map.of()))
                .hears(log, "reasoning", sentence(first, 1, 0, "it is blue", null))
                .hears(log, "reasoning", sentence(first, 2, 0, "it is wet", null))
                .hears(log, "reasoning", sentence(first, 2, 1, "and deep", 1))
                .hears(log, "reasoning", sentence(first, 2, 2, "and cold", 1))
                .hears(log, "gateway", new Control.PlaybackEnded(reply, first, 2300, false, 1, 1))
                .hears(log, "turn", ended(second, "tell me of the sky"))
                .hears(log, "intent", intent(second, Intent.NONE, Map.of()))
                .hears(log, "reasoning", sentence(second, 2, 0, "it is grey", null))
                .of("answering", () -> new Dialogue(DialogueConfig.defaults(), true));
    }

    private static Completion.Sentence sentence(
            TurnId turn, int attempt, int index, String text, @Nullable Integer prefix) {
        return new Completion.Sentence(turn, attempt, index, Personal.of(text), false, prefix);
    }

    private static Scenario timer() {
        UserId anna = new UserId("anna");
        return new Script()
                .hears(Topics.PRESENCE, "gateway", new Presence.Arrived(anna, ANNAS))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("tea", Duration.ofSeconds(2)))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("eggs", Duration.ofSeconds(4)))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("bread", Duration.ofMinutes(50)))
                .hears(
                        Topics.TIMER_REQUESTS,
                        "dialogue",
                        new Timer.Withdrawn(new TimerId("eggs"), new TurnId("t1"), anna))
                .passes(Duration.ofSeconds(3))
                .hears(Topics.PRESENCE, "gateway", new Presence.Left(anna, ANNAS))
                .hears(Topics.PRESENCE, "gateway", BENS, new Presence.Arrived(anna, BENS))
                .of("timer", Timers::new);
    }

    /** Timers that say how they were set: one is set anew, one repeats, and they are listed. */
    private static Scenario ringing() {
        UserId anna = new UserId("anna");
        List<String> daily = Stream.of(DayOfWeek.values()).map(DayOfWeek::name).toList();
        Timer.Ring countdown =
                new Timer.Ring(Timer.Kind.TIMER, 2000L, null, "Europe/Berlin", List.of());
        Timer.Ring alarm =
                new Timer.Ring(
                        Timer.Kind.ALARM, null, "2026-11-22T11:00:02", "Europe/Berlin", daily);
        return new Script()
                .hears(Topics.PRESENCE, "gateway", new Presence.Arrived(anna, ANNAS))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("tea", countdown))
                .hears(Topics.TIMER_REQUESTS, "dialogue", BENS, ring("wake", alarm))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("tea", countdown))
                .hears(
                        Topics.TIMER_REQUESTS,
                        "dialogue",
                        BENS,
                        new Timer.Inquired(new TurnId("t2"), anna))
                .passes(Duration.ofSeconds(3))
                .hears(Topics.PRESENCE, "gateway", BENS, new Presence.Arrived(anna, BENS))
                .hears(Topics.TIMER_REQUESTS, "dialogue", ring("eggs", countdown))
                .hears(Topics.PRESENCE, "gateway", new Presence.Left(anna, ANNAS))
                .of("ringing", Timers::new);
    }

    private static Timer.Requested ring(String timer, Timer.Ring ring) {
        return new Timer.Requested(
                new TimerId(timer),
                new TurnId("t1"),
                new UserId("anna"),
                Timer.Purpose.RING,
                START.plusSeconds(50),
                Personal.of(timer),
                ring);
    }

    private static Scenario timeline() {
        TurnId first = new TurnId("t1");
        TurnId second = new TurnId("t2");
        ReplyId reply = new ReplyId("r1");
        return new Script()
                .hears(Topics.TURNS, "turn", ended(first, "hello"))
                .hears(
                        Topics.CONTEXTS,
                        "context",
                        new Context.Assembled(first, Personal.of("hello"), Personal.of(List.of())))
                .hears(Topics.INTENTS, "intent", intent(first, "greeting", Map.of()))
                .hears(
                        Topics.REPLIES,
                        "dialogue",
                        new Reply.Sentence(reply, first, 0, Personal.of("Hello!"), true))
                .hears(
                        Topics.CONTROL,
                        "gateway",
                        new Control.PlaybackStarted(reply, first, START, START.plusMillis(90)))
                .hears(Topics.TURNS, "turn", ended(second, "what time is it"))
                .hears(Topics.INTENTS, "intent", intent(second, "time", Map.of()))
                .of("timeline", Timelines::new);
    }

    private static Scenario audit() {
        TurnId turn = new TurnId("t1");
        CallId call = new CallId("c1");
        UserId anna = new UserId("anna");
        Personal<Map<String, String>> arguments = Personal.of(Map.of("place", "tokyo"));
        return new Script()
                .hears(Topics.CONTROL, "gateway", started("anna"))
                .hears(
                        Topics.TOOL_REQUESTS,
                        "dialogue",
                        new Tool.Requested(call, turn, anna, "clock", arguments, null))
                .hears(
                        Topics.TOOL_CALLS,
                        "authorization",
                        new Tool.Authorized(call, turn, anna, "clock", arguments, "default"))
                .hears(
                        Topics.TOOL_RESULTS,
                        "tool",
                        new Tool.Succeeded(call, turn, "clock", Personal.of(Map.of())))
                .hears(
                        Topics.CANCELLATIONS,
                        "dialogue",
                        new Cancellation.ReplyCancelled(new ReplyId("r1"), turn, "client"))
                .hears(Topics.CONTROL, "gateway", new Control.SessionEnded("done"))
                .of("audit", () -> new Auditor(new PersonalDigests(keys())::of));
    }

    private static Turns turns() {
        return new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700)));
    }

    private static Control.SessionStarted started(String user) {
        return new Control.SessionStarted(new UserId(user), "test", "Europe/Berlin");
    }

    private static Speech.Final said(UtteranceId utterance, String text) {
        return new Speech.Final(
                utterance,
                Personal.of(text),
                Personal.of(List.of()),
                0.9,
                100,
                1200,
                20,
                START,
                START.plusMillis(1200),
                START.plusMillis(1900),
                false);
    }

    private static Turn.Ended ended(TurnId turn, String text) {
        return new Turn.Ended(
                turn, Personal.of(text), 0.9, true, false, START, START, START, START, START);
    }

    private static Intent.Recognized intent(TurnId turn, String intent, Map<String, String> slots) {
        return new Intent.Recognized(turn, intent, 1, "rule", Personal.of(slots));
    }

    private static Timer.Requested ring(String timer, Duration in) {
        return new Timer.Requested(
                new TimerId(timer),
                new TurnId("t1"),
                new UserId("anna"),
                Timer.Purpose.RING,
                START.plus(in),
                Personal.of(timer));
    }
}
