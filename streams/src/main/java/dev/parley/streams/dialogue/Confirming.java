package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.OpenTurn;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology.Output;
import dev.parley.streams.stage.Topology.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user before a call that authorization wants confirmed, and has it done on a yes.
 *
 * <p>A yes is a turn of the user's own, or the client's {@link Control.ConfirmationGiven}; the call
 * is asked for again, citing that event. Nothing else is: not what a model says. No, silence and
 * another matter are a no, and are answered so. A question that was interrupted, or whose answer
 * wasn't understood, is asked once more.
 */
final class Confirming {
    /** What is left is said at the beginning of an answer about something else. */
    static final String LEFT = "I'll leave that, then.";

    private static final List<String> REFUSED = List.of("All right, I won't.");
    private static final List<String> UNANSWERED =
            List.of("I heard no answer, so I'm leaving that.");
    private static final List<String> UNCLEAR = List.of("I did not understand that.");
    private static final double LIKELY = 0.6;
    private static final String ANSWERED = "confirmation_";

    private final DialogueConfig config;

    Confirming(DialogueConfig config) {
        this.config = config;
    }

    /** The call must be confirmed: the turn that wanted it is answered by the question. */
    Step<DialogueState> ask(DialogueState state, Confirmation.Requested asked, Heard heard) {
        Optional<OpenTurn> open = state.turn(asked.turn());
        Phase.Acting acting =
                open.map(OpenTurn::phase)
                        .filter(Phase.Acting.class::isInstance)
                        .map(Phase.Acting.class::cast)
                        .filter(each -> each.call().equals(asked.call()))
                        .orElse(null);
        if (acting == null) {
            return Step.of(state);
        }
        if (acting.arguments() == null) {
            return new Answer(state, heard)
                    .say(asked.turn(), List.of("Sorry, I lost that.", "Please ask me again."));
        }
        List<Output> outputs = new ArrayList<>();
        DialogueState left = state;
        Pending earlier = state.inFocus().pending();
        if (earlier != null) {
            left = with(state, earlier.droppedFor(asked.turn()));
        }
        String question = asked.question().orElse("Shall I do that?");
        Pending pending =
                new Pending(
                        asked.call(),
                        asked.tool(),
                        acting.arguments(),
                        acting.intent(),
                        acting.slots(),
                        acting.meaning().manner(),
                        Personal.of(question),
                        Completions.reply(heard),
                        new TimerId("confirm_" + asked.call()),
                        config.confirmation().toMillis(),
                        false,
                        List.of(),
                        null,
                        false);
        outputs.add(limit(left, pending, asked.turn(), heard.at()));
        Step<DialogueState> said =
                new Answer(left, heard).with(outputs).say(asked.turn(), List.of(question));
        return new Step<>(with(said.state(), pending), said.outputs());
    }

    /** What the user says from now on may be the answer. */
    static DialogueState hearing(DialogueState state, Turn.Ended turn, Heard heard) {
        Pending pending = state.inFocus().pending();
        return pending == null
                ? state
                : with(state, pending.hearing(turn.turn(), heard.envelope().id()));
    }

    /** What a turn means for the call that waits. */
    Decided decide(DialogueState state, OpenTurn open, Intent.Recognized intent, Heard heard) {
        Pending pending = state.inFocus().pending();
        if (pending == null || pending.dropped()) {
            return new Decided.Elsewhere(state);
        }
        EventId own = pending.said(open.turn()).orElse(null);
        if (own == null) {
            return new Decided.Elsewhere(state);
        }
        String said = intent.intent();
        if (said.equals("yes") && isSure(open, intent)) {
            return new Decided.Done(confirmed(state, pending, open, own));
        }
        Output withdrawal = withdrawal(state, pending, open.turn());
        if (said.equals("no") || said.equals("cancel")) {
            return new Decided.Done(
                    new Answer(with(state, null), heard)
                            .with(List.of(withdrawal))
                            .say(open.turn(), REFUSED));
        }
        boolean unclear = said.equals(Intent.NONE) || said.equals("yes");
        if (!pending.repeated() && (unclear || isInterrupted(state, pending))) {
            DialogueState again = with(state, pending.again(open.turn()));
            return unclear
                    ? new Decided.Done(new Answer(again, heard).say(open.turn(), UNCLEAR))
                    : new Decided.Elsewhere(again);
        }
        return unclear
                ? new Decided.Done(
                        new Answer(with(state, null), heard)
                                .with(List.of(withdrawal))
                                .say(
                                        open.turn(),
                                        List.of("I did not understand that, so I'm leaving it.")))
                : new Decided.Elsewhere(with(state, pending.droppedFor(open.turn())));
    }

    /** What can't be mended isn't done for what may not have been said. */
    private boolean isSure(OpenTurn open, Intent.Recognized intent) {
        Double confidence = open.confidence();
        return (confidence == null || confidence >= config.doubt())
                && intent.confidence() >= LIKELY;
    }

    /** What becomes of a turn. */
    sealed interface Decided {
        /** It was the answer. */
        record Done(Step<DialogueState> step) implements Decided {}

        /** It is about something else. */
        record Elsewhere(DialogueState state) implements Decided {}
    }

    /** The client's own answer. */
    Step<DialogueState> given(DialogueState state, Control.ConfirmationGiven given, Heard heard) {
        Pending pending = state.inFocus().pending();
        if (pending == null || pending.dropped() || !pending.call().equals(given.call())) {
            return Step.of(state);
        }
        TurnId turn = new TurnId(ANSWERED + heard.session() + "_" + heard.offset());
        if (!given.accepted()) {
            return new Answer(with(state, null), heard)
                    .with(List.of(withdrawal(state, pending, turn)))
                    .say(turn, REFUSED);
        }
        OpenTurn open =
                new OpenTurn(
                        turn,
                        new TimerId("deadline_" + turn),
                        new Phase.Understanding(),
                        List.of(),
                        null,
                        null,
                        null);
        Step<DialogueState> step =
                confirmed(state.opened(open), pending, open, heard.envelope().id());
        List<Output> outputs = new ArrayList<>(step.outputs());
        outputs.add(
                new Output(
                        Topics.TIMER_REQUESTS,
                        new Timer.Requested(
                                open.deadline(),
                                turn,
                                Dialogue.user(state),
                                Timer.Purpose.DEADLINE,
                                heard.at().plus(config.deadline()),
                                Personal.of(""))));
        return new Step<>(step.state(), outputs);
    }

    /**
     * Silence is a no. What the user has begun to say is waited for: it decides.
     *
     * @return nothing if the timer is none of a call that waits
     */
    static Optional<Step<DialogueState>> onTimer(
            DialogueState state, Timer.Fired fired, Heard heard) {
        Pending pending = state.inFocus().pending();
        if (pending == null || !pending.limit().equals(fired.timer())) {
            return Optional.empty();
        }
        boolean answering =
                pending.turns().stream().anyMatch(each -> state.turn(each.turn()).isPresent());
        return Optional.of(
                answering || pending.dropped()
                        ? Step.of(state)
                        : new Answer(with(state, null), heard)
                                .say(
                                        new TurnId(
                                                ANSWERED + heard.session() + "_" + heard.offset()),
                                        UNANSWERED));
    }

    private static Step<DialogueState> confirmed(
            DialogueState state, Pending pending, OpenTurn open, EventId by) {
        return Step.of(
                with(state, null)
                        .advanced(
                                open.in(
                                        Phase.Acting.asking(
                                                pending.call(),
                                                pending.meaning(),
                                                pending.arguments()))),
                new Output(
                        Topics.TOOL_REQUESTS,
                        new Tool.Requested(
                                pending.call(),
                                open.turn(),
                                Dialogue.user(state),
                                pending.tool(),
                                pending.arguments(),
                                by)),
                withdrawal(state, pending, open.turn()));
    }

    /** Whether the question was cut short, or dropped before it was heard. */
    private static boolean isInterrupted(DialogueState state, Pending pending) {
        ReplyId reply = pending.asking();
        String question = pending.question().orElse("");
        return state.cancelled().stream().anyMatch(each -> each.reply().equals(reply))
                || state.said().stream()
                        .filter(each -> each.reply().equals(reply))
                        .anyMatch(each -> !each.text().orElse(question).endsWith(question));
    }

    static Output limit(DialogueState state, Pending pending, TurnId turn, Instant from) {
        return new Output(
                Topics.TIMER_REQUESTS,
                new Timer.Requested(
                        pending.limit(),
                        turn,
                        Dialogue.user(state),
                        Timer.Purpose.DEADLINE,
                        from.plusMillis(pending.patienceMillis()),
                        Personal.of("")));
    }

    static Output withdrawal(DialogueState state, Pending pending, TurnId turn) {
        return new Output(
                Topics.TIMER_REQUESTS,
                new Timer.Withdrawn(pending.limit(), turn, Dialogue.user(state)));
    }

    private static DialogueState with(DialogueState state, @Nullable Pending pending) {
        return state.focusing(state.inFocus().confirming(pending));
    }
}
