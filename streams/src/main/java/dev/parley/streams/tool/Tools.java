package dev.parley.streams.tool;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Succeeded;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Claims an authorized call in the ledger, runs it, and tells what came of it. */
public final class Tools implements Transform {
    private final ToolRegistry registry;
    private final CallLedger ledger;
    private final ZoneId zone;

    /**
     * @param zone for users whose own zone isn't known
     */
    public Tools(ToolRegistry registry, CallLedger ledger, ZoneId zone) {
        this.registry = registry;
        this.ledger = ledger;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "tool";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.TOOL_CALLS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.TOOL_RESULTS);
    }

    @Override
    public Lane open(SessionId session) {
        return new Worker();
    }

    /**
     * Runs a session's calls. What came of the last one is remembered, in case the ledger was away
     * when it was to be noted: the call is delivered again then.
     */
    private final class Worker implements Lane {
        private @Nullable Outcome last;

        @Override
        public void on(Delivery delivery, Emitter out) throws InterruptedException {
            if (!(delivery.event() instanceof Authorized call) || call.ofClient()) {
                return;
            }
            Outcome outcome = last;
            if (outcome == null || !outcome.of.equals(call.call())) {
                outcome = outcome(call, delivery.envelope());
                last = outcome;
            }
            outcome.note.run();
            outcome.tell.accept(out);
            last = null;
        }
    }

    /**
     * @param note writes it to the ledger
     * @param tell writes it to the topic
     */
    private record Outcome(CallId of, Runnable note, Consumer<Emitter> tell) {}

    private Outcome outcome(Authorized call, Envelope<?> envelope) throws InterruptedException {
        Optional<Tool> tool = registry.find(call.tool());
        if (tool.isEmpty()) {
            return failed(call, Reason.UNKNOWN_TOOL, "I have no tool for that.", () -> {});
        }
        Owner owner = envelope.owner();
        Instant now = envelope.times().emitted();
        return switch (ledger.claim(call.call(), call.tool(), owner)) {
            case CallLedger.Claim.Granted() -> run(tool.get(), call, owner, now);
            case CallLedger.Claim.Finished(Map<String, String> result) ->
                    succeeded(call, result, () -> {});
            case CallLedger.Claim.Unknown() ->
                    tool.get().descriptor().idempotent()
                            ? run(tool.get(), call, owner, now)
                            : failed(
                                    call,
                                    Reason.OUTCOME_UNKNOWN,
                                    "I was interrupted and can't tell whether that was done.",
                                    () -> {});
        };
    }

    private Outcome run(Tool tool, Authorized call, Owner owner, Instant now)
            throws InterruptedException {
        Map<String, String> arguments = call.arguments().orElse(Map.of());
        Tool.Circumstances circumstances =
                new Tool.Circumstances(now, home(arguments), call.user(), call.call());
        CompletableFuture<Map<String, String>> running = new CompletableFuture<>();
        Thread runner =
                Thread.ofVirtual()
                        .name("tool-" + call.tool())
                        .start(
                                () -> {
                                    try {
                                        running.complete(tool.call(arguments, circumstances));
                                    } catch (Throwable e) {
                                        running.completeExceptionally(e);
                                    }
                                });
        long limit = tool.descriptor().timeLimit().toMillis();
        try {
            Map<String, String> result = running.get(limit, TimeUnit.MILLISECONDS);
            return succeeded(call, result, () -> ledger.finished(call.call(), owner, result));
        } catch (ExecutionException e) {
            return broken(tool, call, e.getCause());
        } catch (TimeoutException e) {
            runner.interrupt();
            return failed(call, Reason.TIMED_OUT, "That took too long, so I stopped it.", () -> {});
        }
    }

    /** A fault that the tool didn't mean may have come after it acted: the claim stands then. */
    private Outcome broken(Tool tool, Authorized call, @Nullable Throwable fault) {
        Runnable withoutEffect = () -> ledger.failed(call.call());
        if (fault instanceof ToolFailureException failure) {
            return failed(
                    call,
                    failure.reason(),
                    String.valueOf(failure.getMessage()),
                    failure instanceof SandboxUnavailableException
                            ? SandboxUnavailableException.RULE
                            : null,
                    withoutEffect);
        }
        return tool.descriptor().idempotent()
                ? failed(call, Reason.FAULT, "Something went wrong with that.", withoutEffect)
                : failed(
                        call,
                        Reason.OUTCOME_UNKNOWN,
                        "Something went wrong, and I can't tell whether that was done.",
                        () -> {});
    }

    private ZoneId home(Map<String, String> arguments) {
        String home = arguments.get(Tool.HOME);
        try {
            return home == null ? zone : ZoneId.of(home);
        } catch (DateTimeException e) {
            return zone;
        }
    }

    private static Outcome succeeded(Authorized call, Map<String, String> result, Runnable note) {
        Succeeded event = new Succeeded(call.call(), call.turn(), call.tool(), Personal.of(result));
        return new Outcome(call.call(), note, out -> out.emit(Topics.TOOL_RESULTS, event));
    }

    private static Outcome failed(Authorized call, Reason reason, String sentence, Runnable note) {
        return failed(call, reason, sentence, null, note);
    }

    /**
     * @param rule the rule that refused it; null where none did
     */
    private static Outcome failed(
            Authorized call, Reason reason, String sentence, @Nullable String rule, Runnable note) {
        Failed event =
                new Failed(
                        call.call(), call.turn(), call.tool(), reason, Personal.of(sentence), rule);
        return new Outcome(call.call(), note, out -> out.emit(Topics.TOOL_RESULTS, event));
    }
}
