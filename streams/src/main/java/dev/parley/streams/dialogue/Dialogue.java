package dev.parley.streams.dialogue;

import static dev.parley.streams.tool.Tool.HOME;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Confirmation;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The agent loop: what to do about what was heard. */
public final class Dialogue implements Topology<DialogueState> {
    /** The stage whose events belong to no turn yet. */
    private static final String HEARING = "hearing";

    private static final String MISSED = "missed_";
    private static final String BY_CLIENT = "client";
    private static final String BY_SPEECH = "speech";

    /** They change nothing, and nothing is said about them later. */
    private static final Set<String> HARMLESS =
            Set.of(
                    Intent.NONE,
                    "yes",
                    "no",
                    "cancel",
                    "repeat",
                    "thanks",
                    "greeting",
                    "goodbye",
                    "help",
                    "about");

    private final DialogueConfig config;
    private final boolean modelAnswers;
    private final Completions completions;
    private final BargeIn bargeIn;
    private final Confirming confirming;

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
        this.confirming = new Confirming(config);
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
            case Turn.Ended turn ->
                    onTurn(
                            Confirming.hearing(BargeIn.forgetAssent(state), turn, heard),
                            turn,
                            heard);
            case Intent.Recognized intent -> onIntent(state, intent, heard);
            case Tool.Succeeded result -> onSuccess(state, result, heard);
            case Tool.Failed failure -> onFailure(state, failure, heard);
            case Confirmation.Requested asked -> confirming.ask(state, asked, heard);
            case Control.ConfirmationGiven given -> confirming.given(state, given, heard);
            case Timer.Fired fired -> onTimer(state, fired, heard);
            case Timer.Standing standing -> onStanding(state, standing, heard);
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
        return new Step<>(
                state.opened(
                        new OpenTurn(
                                turn.turn(),
                                deadline,
                                new Phase.Understanding(),
                                List.of(new Line(turn.text())),
                                null,
                                turn.spoken() ? turn.confidence() : null,
                                null)),
                List.of(
                        new Output(
                                Topics.TIMER_REQUESTS,
                                new Timer.Requested(
                                        deadline,
                                        turn.turn(),
                                        user(state),
                                        Timer.Purpose.DEADLINE,
                                        heard.at().plus(config.deadline()),
                                        Personal.of("")))));
    }

    private Step<DialogueState> onIntent(
            DialogueState before, Intent.Recognized intent, Heard heard) {
        DialogueState state = before.focusing(before.inFocus().at(heard.at()));
        Optional<OpenTurn> open = state.turn(intent.turn());
        if (open.isEmpty() || !(open.get().phase() instanceof Phase.Understanding)) {
            return Step.of(before);
        }
        return switch (confirming.decide(state, open.get(), intent, heard)) {
            case Confirming.Decided.Done(Step<DialogueState> step) -> step;
            case Confirming.Decided.Elsewhere(DialogueState left) ->
                    understand(left, open.get(), intent, heard);
        };
    }

    private Step<DialogueState> understand(
            DialogueState state, OpenTurn open, Intent.Recognized intent, Heard heard) {
        Map<String, String> slots = intent.slots().orElse(Map.of());
        Optional<Plan.Ask> chosen = ClientFunctions.chosen(state.wishes(), slots);
        if (chosen.isPresent()) {
            return call(
                    state,
                    open,
                    new Meaning(intent.intent(), slots, Manner.NEW),
                    chosen.get(),
                    heard);
        }
        return switch (FollowUps.of(state.inFocus(), intent)) {
            case Understood.Meant(Meaning meaning, Focus focus) ->
                    isDoubtful(state, open, intent, meaning)
                            ? doubt(state.focusing(focus), open, meaning, heard)
                            : pursue(state.focusing(focus.doubting(null)), open, meaning, heard);
            case Understood.Unanswered(String question, Focus focus) ->
                    new Answer(state.focusing(focus), heard).say(intent.turn(), List.of(question));
            case Understood.Dropped(String sentence, Focus focus) ->
                    new Answer(state.focusing(focus), heard).say(intent.turn(), List.of(sentence));
        };
    }

    /** Whether it is better to ask back than to do what may not have been said. */
    private boolean isDoubtful(
            DialogueState state, OpenTurn open, Intent.Recognized intent, Meaning meaning) {
        Double confidence = open.confidence();
        Focus.Question question = state.inFocus().question();
        boolean affirmed =
                question != null
                        && question.slot().equals(Focus.Question.WHETHER)
                        && intent.intent().equals("yes");
        return confidence != null
                && confidence < config.doubt()
                && !affirmed
                && !HARMLESS.contains(meaning.intent());
    }

    /** Asks back once; what is doubtful again is done, and said. */
    private Step<DialogueState> doubt(
            DialogueState state, OpenTurn open, Meaning meaning, Heard heard) {
        Focus focus = state.inFocus();
        if (meaning.intent().equals(focus.doubted())) {
            OpenTurn echoing = open.echoing();
            return pursue(
                    state.focusing(focus.doubting(null)).advanced(echoing),
                    echoing,
                    meaning,
                    heard);
        }
        String said = open.asked().isEmpty() ? "" : open.asked().getFirst().text().orElse("");
        return new Answer(
                        state.focusing(
                                focus.asking(Focus.Question.of(meaning, Focus.Question.WHETHER))
                                        .doubting(meaning.intent())),
                        heard)
                .say(open.turn(), List.of("Did you say: " + said + "?"));
    }

    private Step<DialogueState> pursue(
            DialogueState before, OpenTurn open, Meaning meaning, Heard heard) {
        if (modelAnswers && meaning.intent().equals(Intent.NONE)) {
            return Step.of(before, Completions.ask(open, List.of()));
        }
        Focus focus = before.inFocus();
        DialogueState state =
                HARMLESS.contains(meaning.intent())
                        ? before
                        : before.focusing(focus.on(Focus.Matter.of(meaning, focus)));
        return switch (Planner.plan(meaning, new Chance(open.turn().value()), now(state, heard))) {
            case Plan.Say(List<String> sentences) ->
                    new Answer(state, heard).say(open.turn(), sentences);
            case Plan.Ask(String tool, Map<String, String> arguments) -> {
                Map<String, String> all = new HashMap<>(arguments);
                all.put(HOME, state.zone());
                yield call(state, open, meaning, new Plan.Ask(tool, all), heard);
            }
            case Plan.Elicit(Meaning wanted, String slot, String question) ->
                    new Answer(
                                    before.focusing(focus.asking(Focus.Question.of(wanted, slot))),
                                    heard)
                            .say(open.turn(), List.of(question));
            case Plan.Consult(Meaning wanted) -> consult(state, open, wanted);
            case Plan.Tune(Meaning wanted) -> {
                Tuning tuning = Tuning.of(wanted.intent(), wanted.slots(), state.spokenWith());
                yield new Answer(state.speakingWith(tuning.voice()), heard)
                        .say(open.turn(), List.of(tuning.sentence()));
            }
            case Plan.Repeat repeat ->
                    focus.answer().isEmpty()
                            ? new Answer(state, heard)
                                    .say(open.turn(), List.of("I haven't said anything yet."))
                            : new Answer(state, heard).repeat(open.turn(), focus.answer());
        };
    }

    private static ZonedDateTime now(DialogueState state, Heard heard) {
        return heard.at().atZone(zone(state));
    }

    private static ZoneId zone(DialogueState state) {
        try {
            return ZoneId.of(state.zone());
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    private static Step<DialogueState> call(
            DialogueState state, OpenTurn open, Meaning meaning, Plan.Ask ask, Heard heard) {
        CallId call = new CallId("call_" + heard.session() + "_" + heard.offset());
        return Step.of(
                state.advanced(
                        open.in(Phase.Acting.asking(call, meaning, Personal.of(ask.arguments())))),
                new Output(
                        Topics.TOOL_REQUESTS,
                        new Tool.Requested(
                                call,
                                open.turn(),
                                user(state),
                                ask.tool(),
                                Personal.of(ask.arguments()),
                                null)));
    }

    private static Step<DialogueState> consult(
            DialogueState state, OpenTurn open, Meaning meaning) {
        return Step.of(
                state.advanced(open.in(Phase.Acting.askingTimers(open.turn(), meaning))),
                new Output(Topics.TIMER_REQUESTS, new Timer.Inquired(open.turn(), user(state))));
    }

    private static Step<DialogueState> onStanding(
            DialogueState state, Timer.Standing standing, Heard heard) {
        Optional<Phase.Acting> acting =
                acting(state, standing.turn()).filter(Phase.Acting::asksTimers);
        if (acting.isEmpty()) {
            return Step.of(state);
        }
        Focus focus = state.inFocus();
        Focus.Matter matter = focus.matter();
        Timekeeping.Settled settled =
                new Timekeeping(
                                user(state),
                                standing.turn(),
                                new TimerId("timer_" + heard.session() + "_" + heard.offset()),
                                matter == null ? null : matter.timer(),
                                now(state, heard))
                        .settle(acting.get().meaning(), standing);
        Focus next = focus;
        if (settled.about() != null) {
            next = next.about(settled.about());
        }
        if (settled.question() != null) {
            next = next.asking(settled.question());
        }
        return new Answer(state.focusing(next), heard)
                .with(settled.outputs())
                .say(standing.turn(), settled.sentences());
    }

    private static Step<DialogueState> onSuccess(
            DialogueState state, Tool.Succeeded result, Heard heard) {
        Optional<Phase.Acting> acting = acting(state, result);
        if (acting.isEmpty()) {
            return Step.of(state);
        }
        Map<String, String> values = result.result().orElse(Map.of());
        if (result.ofClient()) {
            return new Answer(state, heard).say(result.turn(), ClientFunctions.said(values));
        }
        String intent = acting.get().intent();
        if (intent.equals("timer.set")) {
            return consult(
                    state,
                    state.turn(result.turn()).orElseThrow(),
                    new Meaning(intent, values, acting.get().meaning().manner()));
        }
        String sentence =
                Phrases.of(
                        intent, acting.get().slots().orElse(Map.of()), values, now(state, heard));
        return new Answer(state, heard)
                .with(rings(intent, values, result.turn(), state))
                .say(result.turn(), List.of(sentence));
    }

    private static List<Output> rings(
            String intent, Map<String, String> result, TurnId turn, DialogueState state) {
        try {
            return Reminding.rings(intent, result, turn, user(state));
        } catch (DateTimeException unreadable) {
            return List.of();
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
        return acting(state, result.turn()).filter(acting -> acting.call().equals(result.call()));
    }

    private static Optional<Phase.Acting> acting(DialogueState state, TurnId turn) {
        return state.turn(turn)
                .map(OpenTurn::phase)
                .filter(Phase.Acting.class::isInstance)
                .map(Phase.Acting.class::cast);
    }

    private static Step<DialogueState> onTimer(
            DialogueState state, Timer.Fired fired, Heard heard) {
        Optional<Step<DialogueState>> unanswered = Confirming.onTimer(state, fired, heard);
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
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
            case RING -> ring(state, fired, heard);
        };
    }

    private static Step<DialogueState> ring(DialogueState state, Timer.Fired fired, Heard heard) {
        TimerId occurrence = fired.occurrence();
        return state.rung().contains(occurrence)
                ? Step.of(state)
                : new Answer(state.rang(occurrence), heard)
                        .after(signal(fired.ring()))
                        .say(
                                new TurnId("ring_" + occurrence),
                                List.of(TimerPhrases.rings(fired, heard.at(), zone(state))));
    }

    private static Reply.Earcon signal(Timer.@Nullable Ring ring) {
        return switch (ring == null ? Timer.Kind.TIMER : ring.kind()) {
            case TIMER -> Reply.Earcon.TIMER;
            case ALARM -> Reply.Earcon.ALARM;
            case REMINDER -> Reply.Earcon.REMINDER;
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
}
