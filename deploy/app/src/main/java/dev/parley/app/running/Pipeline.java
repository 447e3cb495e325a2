package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.streams.audit.Auditor;
import dev.parley.streams.auditing.Auditing;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.context.Contexts;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.stage.Shadow;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.timeline.Timelines;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.tool.Tools;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.Turns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/** The conversation, as the ordered list of its stages; each reads what those before it write. */
public final class Pipeline {
    private static final Map<String, BiFunction<ParleyConfig, Wiring, Stage>> STAGES =
            new LinkedHashMap<>();

    static {
        STAGES.put(
                "hearing",
                (c, with) -> new Hearing(c.hearing(), with.detector(), with.recognizer()));
        STAGES.put("sequence", (c, with) -> new Sequence());
        STAGES.put(
                "turn", (c, with) -> new Turns(c.turn(), new SilenceEndsTurn(c.turn().silence())));
        STAGES.put("context", (c, with) -> new Contexts(with.memory()));
        STAGES.put("intent", (c, with) -> new Intents(with.classifier()));
        STAGES.put("dialogue", (c, with) -> new Dialogue(c.dialogue()));
        STAGES.put(
                "authorization",
                (c, with) ->
                        new Authorization(with.tools(), with.permissions(), with.rateLimiter()));
        STAGES.put("tool", (c, with) -> new Tools(with.toolsToRun(), with.ledger(), c.zone()));
        STAGES.put(
                "synthesis",
                (c, with) -> new Synthesis(c.synthesis(), with.synthesizer(), with.verbalizer()));
        STAGES.put("timer", (c, with) -> new Timers());
        STAGES.put("timeline", (c, with) -> new Timelines());
        STAGES.put("audit", (c, with) -> new Auditor(with.digests()));
        STAGES.put("auditing", (c, with) -> new Auditing(with.auditStore()));
    }

    private Pipeline() {}

    /** The stages' names, in order. */
    static List<String> names() {
        return List.copyOf(STAGES.keySet());
    }

    /**
     * Makes stages with their engines, side by side, as loading takes seconds.
     *
     * @return done with the stages in order, or with what the first failure threw
     */
    static CompletableFuture<List<Stage>> make(
            Set<String> names, ParleyConfig config, Wiring with) {
        Executor loading = task -> Thread.ofPlatform().name("parley-load").daemon().start(task);
        List<CompletableFuture<Stage>> making = new ArrayList<>();
        STAGES.forEach(
                (name, maker) -> {
                    if (names.contains(name)) {
                        making.add(
                                CompletableFuture.supplyAsync(
                                        () -> maker.apply(config, with), loading));
                    }
                });
        return CompletableFuture.allOf(making.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> making.stream().map(CompletableFuture::join).toList());
    }

    /**
     * Waits for stages that are made.
     *
     * @throws UserError with a sentence that names the cure, if an engine can't be loaded
     */
    static List<Stage> made(CompletableFuture<List<Stage>> making) {
        try {
            return making.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    /** Second implementations beside the first, which nobody hears. */
    static List<Transform> shadows(ParleyConfig config, Wiring with) {
        String intent = config.shadow().intent();
        return intent == null
                ? List.of()
                : List.of(new Shadow(new Intents(with.secondClassifier(intent)), intent));
    }

    /** The stages that a replay plays; they need no engines. */
    public static List<Topology<?>> topologies(ParleyConfig config) {
        return List.of(
                new Sequence(),
                new Turns(config.turn(), new SilenceEndsTurn(config.turn().silence())),
                new Dialogue(config.dialogue()),
                new Timers(),
                new Timelines(),
                Auditor.withoutDigests());
    }
}
