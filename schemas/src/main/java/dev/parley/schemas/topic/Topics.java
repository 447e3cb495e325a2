package dev.parley.schemas.topic;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.Behaviour;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Permission;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Prompt;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The catalogue of topics. */
public final class Topics {
    private static final Duration REPLAY = Duration.ofDays(7);
    private static final Duration SOUND = Duration.ofMinutes(15);

    public static final Topic AUDIO_IN =
            sound("audio.in", Audio.Frames.class, Audio.Stalled.class, Audio.Cleared.class);
    public static final Topic CONTROL = session("control", Control.class);
    public static final Topic SPEECH = session("speech", Speech.class);
    public static final Topic CONVERSATION =
            session(
                    "conversation",
                    Speech.class,
                    Turn.class,
                    Intent.class,
                    Completion.class,
                    Tool.class,
                    Confirmation.class,
                    Control.class,
                    Timer.Fired.class,
                    Timer.Standing.class,
                    Failure.class);
    public static final Topic TURNS = session("turns", Turn.class);
    public static final Topic CONTEXTS = session("contexts", Context.class);
    public static final Topic INTENTS = session("intents", Intent.class);
    public static final Topic PROMPTS = session("prompts", Prompt.class);
    public static final Topic COMPLETIONS = session("completions", Completion.class);
    public static final Topic TOOL_REQUESTS = session("tool.requests", Tool.Requested.class);
    public static final Topic TOOL_CALLS = session("tool.calls", Tool.Authorized.class);
    public static final Topic TOOL_RESULTS =
            session("tool.results", Tool.Succeeded.class, Tool.Failed.class);
    public static final Topic CONFIRMATIONS = session("confirmations", Confirmation.class);
    public static final Topic REPLIES = session("replies", Reply.class);
    public static final Topic AUDIO_OUT =
            sound("audio.out", Audio.Chunk.class, Audio.SentenceSpoken.class);
    public static final Topic CANCELLATIONS = session("cancellations", Cancellation.class);
    public static final Topic TIMER_REQUESTS =
            user(
                    "timer.requests",
                    Timer.Requested.class,
                    Timer.Withdrawn.class,
                    Timer.Inquired.class,
                    Timer.Assigned.class);
    public static final Topic TIMER_FIRED =
            session("timer.fired", Timer.Fired.class, Timer.Standing.class);
    public static final Topic PRESENCE = user("presence", Presence.class);
    public static final Topic PERMISSIONS = user("permissions", Permission.class);
    public static final Topic BEHAVIOURS = user("behaviours", Behaviour.class);
    public static final Topic FAILURES = session("failures", Failure.StageFailed.class);
    public static final Topic DEAD_LETTERS = session("dead-letters", Failure.DeadLetter.class);
    public static final Topic TIMELINES = session("timelines", Timeline.class);
    public static final Topic SHADOW_INTENT = session("shadow.intent", Intent.class);
    public static final Topic AUDIT =
            new Topic(
                    "audit",
                    Topic.Key.SESSION,
                    List.of(Audit.class),
                    Topic.UNLIMITED,
                    Topic.Cleanup.DELETE,
                    false);

    /** Every build's schemas, so that builds that differ read each other's records. */
    public static final Topic SCHEMAS =
            new Topic(
                    "schemas",
                    Topic.Key.SCHEMA,
                    List.of(),
                    Topic.UNLIMITED,
                    Topic.Cleanup.COMPACT,
                    false);

    private static final List<Topic> ALL =
            List.of(
                    AUDIO_IN,
                    CONTROL,
                    SPEECH,
                    CONVERSATION,
                    TURNS,
                    CONTEXTS,
                    INTENTS,
                    PROMPTS,
                    COMPLETIONS,
                    TOOL_REQUESTS,
                    TOOL_CALLS,
                    TOOL_RESULTS,
                    CONFIRMATIONS,
                    REPLIES,
                    AUDIO_OUT,
                    CANCELLATIONS,
                    TIMER_REQUESTS,
                    TIMER_FIRED,
                    PRESENCE,
                    PERMISSIONS,
                    BEHAVIOURS,
                    FAILURES,
                    DEAD_LETTERS,
                    TIMELINES,
                    SHADOW_INTENT,
                    AUDIT,
                    SCHEMAS);

    private Topics() {}

    public static List<Topic> all() {
        return ALL;
    }

    /** Those whose records are events. */
    public static List<Topic> ofEvents() {
        return ALL.stream().filter(topic -> topic.key() != Topic.Key.SCHEMA).toList();
    }

    /** By name, with or without the prefix. */
    public static Optional<Topic> named(String name) {
        return ALL.stream()
                .filter(topic -> topic.name().equals(name) || topic.fullName().equals(name))
                .findFirst();
    }

    /** Where a second implementation of a stage writes; empty for stages that can't have one. */
    public static Optional<Topic> shadowOf(String stage) {
        return named("shadow." + stage);
    }

    @SafeVarargs
    private static Topic session(String name, Class<? extends Event>... carries) {
        return new Topic(
                name, Topic.Key.SESSION, List.of(carries), REPLAY, Topic.Cleanup.DELETE, false);
    }

    @SafeVarargs
    private static Topic user(String name, Class<? extends Event>... carries) {
        return new Topic(
                name, Topic.Key.USER, List.of(carries), REPLAY, Topic.Cleanup.DELETE, false);
    }

    @SafeVarargs
    private static Topic sound(String name, Class<? extends Event>... carries) {
        return new Topic(
                name, Topic.Key.SESSION, List.of(carries), SOUND, Topic.Cleanup.DELETE, true);
    }
}
