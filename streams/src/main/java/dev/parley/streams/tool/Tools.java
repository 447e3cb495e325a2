package dev.parley.streams.tool;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Succeeded;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.stage.Transform;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        return this::run;
    }

    private void run(Delivery delivery, Emitter out) throws InterruptedException {
        if (!(delivery.event() instanceof Authorized call)) {
            return;
        }
        Optional<Tool> tool = registry.find(call.tool());
        if (tool.isEmpty()) {
            fail(call, Reason.UNKNOWN_TOOL, "I have no tool for that.", out);
            return;
        }
        Owner owner = delivery.envelope().owner();
        Instant now = delivery.envelope().times().emitted();
        switch (ledger.claim(call.call(), call.tool(), owner)) {
            case CallLedger.Claim.Granted() -> run(tool.get(), call, owner, now, out);
            case CallLedger.Claim.Finished(Map<String, String> result) ->
                    succeed(call, result, out);
            case CallLedger.Claim.Unknown() -> {
                if (tool.get().descriptor().idempotent()) {
                    run(tool.get(), call, owner, now, out);
                } else {
                    fail(
                            call,
                            Reason.OUTCOME_UNKNOWN,
                            "I was interrupted and can't tell whether that was done.",
                            out);
                }
            }
        }
    }

    private void run(Tool tool, Authorized call, Owner owner, Instant now, Emitter out)
            throws InterruptedException {
        Map<String, String> arguments = call.arguments().orElse(Map.of());
        Duration limit = tool.descriptor().timeLimit();
        CompletableFuture<Map<String, String>> running = new CompletableFuture<>();
        Thread runner =
                Thread.ofVirtual()
                        .name("tool-" + call.tool())
                        .start(
                                () -> {
                                    try {
                                        running.complete(
                                                tool.call(
                                                        arguments,
                                                        new Tool.Circumstances(
                                                                now, home(arguments))));
                                    } catch (Throwable e) {
                                        running.completeExceptionally(e);
                                    }
                                });
        try {
            Map<String, String> result = running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            ledger.finished(call.call(), owner, result);
            succeed(call, result, out);
        } catch (ExecutionException e) {
            ledger.failed(call.call());
            if (e.getCause() instanceof ToolFailureException failure) {
                fail(call, failure.reason(), String.valueOf(failure.getMessage()), out);
            } else {
                fail(call, Reason.FAULT, "Something went wrong with that.", out);
            }
        } catch (TimeoutException e) {
            runner.interrupt();
            fail(call, Reason.TIMED_OUT, "That took too long, so I stopped it.", out);
        }
    }

    private ZoneId home(Map<String, String> arguments) {
        String home = arguments.get(Authorization.HOME);
        try {
            return home == null ? zone : ZoneId.of(home);
        } catch (DateTimeException e) {
            return zone;
        }
    }

    private static void succeed(Authorized call, Map<String, String> result, Emitter out) {
        out.emit(
                Topics.TOOL_RESULTS,
                new Succeeded(call.call(), call.turn(), call.tool(), Personal.of(result)));
    }

    private static void fail(Authorized call, Reason reason, String sentence, Emitter out) {
        out.emit(
                Topics.TOOL_RESULTS,
                new Failed(call.call(), call.turn(), call.tool(), reason, Personal.of(sentence)));
    }
}
