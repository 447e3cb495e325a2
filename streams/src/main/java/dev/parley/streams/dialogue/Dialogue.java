package dev.parley.streams.dialogue;

import static dev.parley.streams.tool.Tool.HOME;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.Answering;
import dev.parley.streams.dialogue.DialogueState.Line;
import dev.parley.streams.dialogue.DialogueState.OpenTurn;
import dev.parley.streams.dialogue.DialogueState.Speaking;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.StrangeEventException;
import dev.parley.streams.stage.Topology;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The agent loop: what to do about what was heard. */
public final class Dialogue implements Topology<DialogueState> {
    /** The stage whose events belong to no turn yet. */
    private static final String HEARING = "hearing";

    private static final String MISSED = "missed_";
    private static final String BY_CLIENT = "client";
    private static final String BY_SPEECH = "speech";

    private final DialogueConfig config;
    private final boolean modelAnswers;
    private final Completions completions;
    private final BargeIn bargeIn;

    public Dialogue(DialogueConfig config) {
        this(config, false);
    }

    /**
     * @param modelAnswers whether a model is asked what no intent covers; somebody must write
     *     {@code completions} then
     */
    public Dialogue(DialogueConfig config, boolean modelAnswers) {
        this.config = config;
        this.modelAnswers = modelAnswers;
        this.completions = new Completions(config);
        this.bargeIn = new BargeIn(config);
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
            case Turn.Ended turn when BargeIn.isAssent(state, turn) ->
                    Step.of(BargeIn.forgetAssent(state));
            case Turn.Ended turn -> onTurn(BargeIn.forgetAssent(state), turn, heard);
            case Intent.Recognized intent -> onIntent(state, intent, heard);
            case Tool.Succeeded result -> onSuccess(state, result, heard);
            case Tool.Failed failure -> onFailure(state, failure, heard);
            case Timer.Fired fired -> onTimer(state, fired, heard);
            case Failure.StageFailed failed -> onStageFailed(state, failed, heard);
            case Control.CancelRequested cancel ->
                    silence(
                            state,
                            each -> cancel.reply() == null || each.reply().equals(cancel.reply()),
                            BY_CLIENT);
            case Speech.Started started -> bargeIn.on(state, started);
            case Speech.Partial partial ->
                    bargeIn.takesFloor(state, partial) ? giveWay(state) : Step.of(state);
            case Speech.Final utterance ->
                    bargeIn.takesFloor(state, utterance)
                            ? giveWay(state)
                            : bargeIn.goOn(state, !utterance.text().orElse("").isBlank());
            case Control.TurnDetectionChosen chosen ->
                    Step.of(
                            state.wishing(
                                    state.wishes()
                                            .interrupting(
                                                    chosen.interruptResponse()
                                                            && chosen.mode()
                                                                    != Control.Mode.NONE)));
            case Control.ToolsDeclared declared ->
                    Step.of(state.wishing(ClientFunctions.declared(state.wishes(), declared)));
            case Control.UserIdle idle -> onIdle(state, heard);
            case Control.PlaybackEnded ended -> onPlaybackEnded(state, ended);
            case Completion.Sentence sentence -> completions.on(state, sentence, heard);
            default -> Step.of(state);
        };
    }

    private Step<DialogueState> onTurn(DialogueState state, Turn.Ended turn, Heard heard) {
        if (state.user() == null) {
            throw new StrangeEventException("a turn of a session that never began");
        }
        Answer answer = new Answer(state, heard);
        if (turn.overlong()) {
            return answer.say(
                    turn.turn(),
                    List.of("That was too long for me.", "Please say it again in a few words."));
        }
        if (state.isFull()) {
            return answer.say(
                    turn.turn(),
                    List.of(
                            "You are asking faster than I can answer.",
                            "Please ask that again in a moment."));
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
                state.opened(
                        new OpenTurn(
                                turn.turn(),
                                deadline,
                                new Phase.Understanding(),
                                modelAnswers ? List.of(new Line(turn.text())) : List.of(),
                                null)),
                answer.outputs);
    }

    private Step<DialogueState> onIntent(
            DialogueState state, Intent.Recognized intent, Heard heard) {
        Optional<OpenTurn> open = state.turn(intent.turn());
        if (open.isEmpty() || !(open.get().phase() instanceof Phase.Understanding)) {
            return Step.of(state);
        }
        Map<String, String> slots = intent.slots().orElse(Map.of());
        Optional<Plan.Ask> chosen = ClientFunctions.chosen(state.wishes(), slots);
        if (chosen.isPresent()) {
            return call(state, open.get(), intent, chosen.get(), heard);
        }
        if (modelAnswers && intent.intent().equals(Intent.NONE)) {
            return Step.of(state, Completions.ask(open.get(), List.of()));
        }
        return switch (Planner.plan(intent.intent(), slots, new Chance(intent.turn().value()))) {
            case Plan.Say(List<String> sentences) ->
                    new Answer(state, heard).say(intent.turn(), sentences);
            case Plan.Ask(String tool, Map<String, String> arguments) -> {
                Map<String, String> all = new HashMap<>(arguments);
                all.put(HOME, state.zone());
                yield call(state, open.get(), intent, new Plan.Ask(tool, all), heard);
            }
        };
    }

    private static Step<DialogueState> call(
            DialogueState state,
            OpenTurn open,
            Intent.Recognized intent,
            Plan.Ask ask,
            Heard heard) {
        CallId call = new CallId("call_" + heard.session() + "_" + heard.offset());
        return Step.of(
                state.advanced(open.in(new Phase.Acting(call, intent.intent(), intent.slots()))),
                new Output(
                        Topics.TOOL_REQUESTS,
                        new Tool.Requested(
                                call,
                                intent.turn(),
                                user(state),
                                ask.tool(),
                                Personal.of(ask.arguments()),
                                null)));
    }

    private static Step<DialogueState> onSuccess(
            DialogueState state, Tool.Succeeded result, Heard heard) {
        Optional<Phase.Acting> acting = acting(state, result);
        if (acting.isEmpty()) {
            return Step.of(state);
        }
        Map<String, String> values = result.result().orElse(Map.of());
        Answer answer = new Answer(state, heard);
        if (result.ofClient()) {
            return answer.say(result.turn(), ClientFunctions.said(values));
        }
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
                    state.turn(fired.turn()).filter(open -> isDue(open, fired)).isEmpty()
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

    /** While a model's answer is passed on, each sentence puts the deadline off. */
    private static boolean isDue(OpenTurn open, Timer.Fired fired) {
        Answering answering = open.answering();
        return answering == null || !fired.due().isBefore(answering.due());
    }

    private static Step<DialogueState> onStageFailed(
            DialogueState state, Failure.StageFailed failed, Heard heard) {
        TurnId turn = failed.turn();
        if (turn == null) {
            return onMissed(state, failed, heard);
        }
        return state.turn(turn).isEmpty()
                ? Step.of(state)
                : new Answer(state, heard)
                        .say(turn, List.of("Sorry, something went wrong.", "Please ask me again."));
    }

    /**
     * What was said got lost before it was a turn. A fault may lose many records on end, so while
     * the apology is being said there is no other. A later stage may not know whose turn it lost:
     * where one is open, its deadline answers.
     */
    private static Step<DialogueState> onMissed(
            DialogueState state, Failure.StageFailed failed, Heard heard) {
        boolean ofATurn = !failed.stage().equals(HEARING) && !state.open().isEmpty();
        boolean apologising =
                state.speaking().stream().anyMatch(each -> each.turn().value().startsWith(MISSED));
        return state.user() == null || ofATurn || apologising
                ? Step.of(state)
                : new Answer(state, heard)
                        .say(
                                new TurnId(MISSED + heard.session() + "_" + heard.offset()),
                                List.of("Sorry, I missed what you said."));
    }

    /** The user has the floor. */
    private static Step<DialogueState> giveWay(DialogueState state) {
        return silence(state.interrupted(null), each -> true, BY_SPEECH);
    }

    private static Step<DialogueState> silence(
            DialogueState state, Predicate<Speaking> which, String cause) {
        DialogueState left = state;
        List<Output> outputs = new ArrayList<>();
        for (Speaking each : state.speaking()) {
            if (which.test(each)) {
                left = left.cancelled(each);
                outputs.add(cancellation(each, cause));
                left = abandon(left, each, outputs);
            }
        }
        return new Step<>(left, outputs);
    }

    /** The client wanted to be spoken to if nothing is said for long. */
    private static Step<DialogueState> onIdle(DialogueState state, Heard heard) {
        return state.user() == null || !state.open().isEmpty()
                ? Step.of(state)
                : new Answer(state, heard)
                        .say(
                                new TurnId("idle_" + heard.session() + "_" + heard.offset()),
                                List.of("Are you still there?"));
    }

    /** What was heard is what was said. */
    private static Step<DialogueState> onPlaybackEnded(
            DialogueState state, Control.PlaybackEnded ended) {
        Optional<Speaking> reply = state.spoken(ended.reply());
        if (reply.isEmpty()) {
            return Step.of(state);
        }
        List<Output> outputs = new ArrayList<>();
        DialogueState left = state.heard(HeardText.of(reply.get(), ended));
        if (left.turn(reply.get().turn())
                .flatMap(open -> answers(open, ended.reply()))
                .isPresent()) {
            outputs.add(cancellation(reply.get(), "unheard"));
            left = abandon(left, reply.get(), outputs);
        }
        return new Step<>(left, outputs);
    }

    private static Output cancellation(Speaking reply, String cause) {
        return new Output(
                Topics.CANCELLATIONS,
                new Cancellation.ReplyCancelled(reply.reply(), reply.turn(), cause));
    }

    /** The rest of a model's answer is not waited for: nobody would hear it. */
    private static DialogueState abandon(
            DialogueState state, Speaking reply, List<Output> outputs) {
        Optional<OpenTurn> open =
                state.turn(reply.turn()).flatMap(each -> answers(each, reply.reply()));
        open.ifPresent(turn -> outputs.add(withdrawal(state, turn)));
        return open.isPresent() ? state.closed(reply.turn()) : state;
    }

    private static Optional<OpenTurn> answers(OpenTurn open, ReplyId reply) {
        Answering answering = open.answering();
        return answering != null && answering.reply().equals(reply)
                ? Optional.of(open)
                : Optional.empty();
    }

    static Output withdrawal(DialogueState state, OpenTurn open) {
        return new Output(
                Topics.TIMER_REQUESTS,
                new Timer.Withdrawn(open.deadline(), open.turn(), user(state)));
    }

    static UserId user(DialogueState state) {
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
            Optional<OpenTurn> open = state.turn(turn);
            Answering begun = open.map(OpenTurn::answering).orElse(null);
            ReplyId reply = begun == null ? Completions.reply(heard) : begun.reply();
            int first = state.lines(reply).size();
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < sentences.size(); i++) {
                lines.add(new Line(Personal.of(sentences.get(i))));
                outputs.add(
                        new Output(
                                Topics.REPLIES,
                                new Reply.Sentence(
                                        reply,
                                        turn,
                                        first + i,
                                        lines.getLast().text(),
                                        i == sentences.size() - 1)));
            }
            open.ifPresent(each -> outputs.add(withdrawal(state, each)));
            return new Step<>(state.speaking(reply, turn, lines).closed(turn), outputs);
        }
    }
}
