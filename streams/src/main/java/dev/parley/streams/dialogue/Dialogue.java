package dev.parley.streams.dialogue;

import static dev.parley.streams.tool.Tool.HOME;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.OpenTurn;
import dev.parley.streams.dialogue.DialogueState.Speaking;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agent loop: what to do about what was heard. */
public final class Dialogue implements Topology<DialogueState> {
    private final DialogueConfig config;

    public Dialogue(DialogueConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "dialogue";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.CONVERSATION);
    }

    @Override
    public List<Topic> writes() {
        return List.of(
                Topics.PROMPTS,
                Topics.TOOL_REQUESTS,
                Topics.REPLIES,
                Topics.CANCELLATIONS,
                Topics.TIMER_REQUESTS,
                Topics.DEAD_LETTERS);
    }

    @Override
    public Class<DialogueState> stateType() {
        return DialogueState.class;
    }

    @Override
    public DialogueState initial() {
        return DialogueState.fresh();
    }

    @Override
    public Step<DialogueState> on(DialogueState state, Heard heard) {
        return switch (heard.event()) {
            case Control.SessionStarted started ->
                    Step.of(state.of(started.user(), started.zone()));
            case Turn.Ended turn -> onTurn(state, turn, heard);
            case Intent.Recognized intent -> onIntent(state, intent, heard);
            case Tool.Succeeded result -> onSuccess(state, result, heard);
            case Tool.Failed failure -> onFailure(state, failure, heard);
            case Timer.Fired fired -> onTimer(state, fired, heard);
            case Failure.StageFailed failed -> onStageFailed(state, failed, heard);
            case Control.CancelRequested cancel -> onCancel(state, cancel);
            case Control.PlaybackEnded ended -> Step.of(state.silent(ended.reply()));
            default -> Step.of(state);
        };
    }

    private Step<DialogueState> onTurn(DialogueState state, Turn.Ended turn, Heard heard) {
        Answer answer = new Answer(state, heard);
        if (turn.overlong()) {
            return answer.say(
                    turn.turn(),
                    List.of("That was too long for me.", "Please say it again in a few words."));
        }
        TimerId deadline = new TimerId("deadline_" + turn.turn());
        answer.outputs.add(
                new Output(
                        Topics.TIMER_REQUESTS,
                        new Timer.Requested(
                                deadline,
                                turn.turn(),
                                user(state),
                                Timer.Purpose.DEADLINE,
                                heard.at().plus(config.deadline()),
                                Personal.of(""))));
        return new Step<>(
                state.opened(new OpenTurn(turn.turn(), deadline, new Phase.Understanding())),
                answer.outputs);
    }

    private static Step<DialogueState> onIntent(
            DialogueState state, Intent.Recognized intent, Heard heard) {
        Optional<OpenTurn> open = state.turn(intent.turn());
        if (open.isEmpty() || !(open.get().phase() instanceof Phase.Understanding)) {
            return Step.of(state);
        }
        Map<String, String> slots = intent.slots().orElse(Map.of());
        return switch (Planner.plan(intent.intent(), slots)) {
            case Plan.Say(List<String> sentences) ->
                    new Answer(state, heard).say(intent.turn(), sentences);
            case Plan.Ask(String tool, Map<String, String> arguments) -> {
                CallId call = new CallId("call_" + heard.session() + "_" + heard.offset());
                Map<String, String> all = new HashMap<>(arguments);
                all.put(HOME, state.zone());
                yield Step.of(
                        state.advanced(
                                intent.turn(),
                                new Phase.Acting(call, intent.intent(), intent.slots())),
                        new Output(
                                Topics.TOOL_REQUESTS,
                                new Tool.Requested(
                                        call,
                                        intent.turn(),
                                        user(state),
                                        tool,
                                        Personal.of(all),
                                        null)));
            }
        };
    }

    private static Step<DialogueState> onSuccess(
            DialogueState state, Tool.Succeeded result, Heard heard) {
        Optional<Phase.Acting> acting = acting(state, result);
        if (acting.isEmpty()) {
            return Step.of(state);
        }
        Map<String, String> values = result.result().orElse(Map.of());
        Answer answer = new Answer(state, heard);
        if (acting.get().intent().equals("timer.set")) {
            requestRing(result, values, state, heard).ifPresent(answer.outputs::add);
        }
        String sentence =
                Phrases.of(acting.get().intent(), acting.get().slots().orElse(Map.of()), values);
        return answer.say(result.turn(), List.of(sentence));
    }

    private static Optional<Output> requestRing(
            Tool.Succeeded result, Map<String, String> values, DialogueState state, Heard heard) {
        try {
            Duration duration = Duration.parse(values.getOrDefault("duration", ""));
            String label = values.getOrDefault("label", "");
            return Optional.of(
                    new Output(
                            Topics.TIMER_REQUESTS,
                            new Timer.Requested(
                                    new TimerId("timer_" + result.call()),
                                    result.turn(),
                                    user(state),
                                    Timer.Purpose.RING,
                                    heard.at().plus(duration),
                                    Personal.of(
                                            (label.isEmpty() ? "" : label + " ")
                                                    + "timer for "
                                                    + Phrases.duration(duration)))));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Step<DialogueState> onFailure(
            DialogueState state, Tool.Failed failure, Heard heard) {
        return acting(state, failure).isEmpty()
                ? Step.of(state)
                : new Answer(state, heard)
                        .say(
                                failure.turn(),
                                List.of(failure.message().orElse("Sorry, that did not work.")));
    }

    private static Optional<Phase.Acting> acting(DialogueState state, Tool result) {
        return state.turn(result.turn())
                .map(OpenTurn::phase)
                .filter(Phase.Acting.class::isInstance)
                .map(Phase.Acting.class::cast)
                .filter(acting -> acting.call().equals(result.call()));
    }

    private static Step<DialogueState> onTimer(
            DialogueState state, Timer.Fired fired, Heard heard) {
        return switch (fired.purpose()) {
            case DEADLINE ->
                    state.turn(fired.turn()).isEmpty()
                            ? Step.of(state)
                            : new Answer(state, heard)
                                    .say(
                                            fired.turn(),
                                            List.of(
                                                    "Sorry, that took too long.",
                                                    "Please ask me again."));
            case RING ->
                    state.rung().contains(fired.timer())
                            ? Step.of(state)
                            : new Answer(state.rang(fired.timer()), heard)
                                    .say(
                                            new TurnId("ring_" + fired.timer()),
                                            List.of(
                                                    "Your "
                                                            + fired.label().orElse("timer")
                                                            + " is over."));
        };
    }

    private static Step<DialogueState> onStageFailed(
            DialogueState state, Failure.StageFailed failed, Heard heard) {
        TurnId turn = failed.turn();
        return turn == null || state.turn(turn).isEmpty()
                ? Step.of(state)
                : new Answer(state, heard)
                        .say(turn, List.of("Sorry, something went wrong.", "Please ask me again."));
    }

    private static Step<DialogueState> onCancel(
            DialogueState state, Control.CancelRequested cancel) {
        DialogueState left = state;
        List<Output> outputs = new ArrayList<>();
        for (Speaking each : state.speaking()) {
            if (cancel.reply() == null || each.reply().equals(cancel.reply())) {
                left = left.silent(each.reply());
                outputs.add(
                        new Output(
                                Topics.CANCELLATIONS,
                                new Cancellation.ReplyCancelled(
                                        each.reply(), each.turn(), "client")));
            }
        }
        return new Step<>(left, outputs);
    }

    private static UserId user(DialogueState state) {
        UserId user = state.user();
        return user == null ? new UserId("nobody") : user;
    }

    /** The outputs that answer a turn. */
    private static final class Answer {
        private final DialogueState state;
        private final Heard heard;
        private final List<Output> outputs = new ArrayList<>();

        Answer(DialogueState state, Heard heard) {
            this.state = state;
            this.heard = heard;
        }

        Step<DialogueState> say(TurnId turn, List<String> sentences) {
            ReplyId reply = new ReplyId("reply_" + heard.session() + "_" + heard.offset());
            for (int i = 0; i < sentences.size(); i++) {
                outputs.add(
                        new Output(
                                Topics.REPLIES,
                                new Reply.Sentence(
                                        reply,
                                        turn,
                                        i,
                                        Personal.of(sentences.get(i)),
                                        i == sentences.size() - 1)));
            }
            state.turn(turn)
                    .ifPresent(
                            open ->
                                    outputs.add(
                                            new Output(
                                                    Topics.TIMER_REQUESTS,
                                                    new Timer.Withdrawn(
                                                            open.deadline(), turn, user(state)))));
            return new Step<>(state.answered(turn, reply), outputs);
        }
    }
}
