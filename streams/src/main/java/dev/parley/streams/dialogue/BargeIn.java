package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.Speaking;
import dev.parley.streams.stage.Topology.Output;
import dev.parley.streams.stage.Topology.Step;
import java.util.List;
import java.util.function.Function;

/**
 * Yields the floor.
 *
 * <p>The first sound of the user pauses the voice. Words that last, and are more than {@linkplain
 * BackChannel assent}, take the floor: what was being said is dropped. A noise, or assent, does
 * not: the voice goes on where it stopped, and a turn of nothing but that assent isn't answered.
 */
final class BargeIn {
    private final DialogueConfig config;

    BargeIn(DialogueConfig config) {
        this.config = config;
    }

    Step<DialogueState> on(DialogueState state, Speech.Started started) {
        if (!state.wishes().interrupts() || state.speaking().isEmpty()) {
            return Step.of(state);
        }
        return new Step<>(
                state.interrupted(
                        new Interruption(
                                started.utterance(), started.startMillis(), assented(state))),
                told(state, each -> new Cancellation.ReplyPaused(each.reply(), each.turn())));
    }

    /** Whether the user has said enough to be given the floor. */
    boolean takesFloor(DialogueState state, Speech.Partial partial) {
        Interruption interruption = state.interruption();
        Long end = partial.endMillis();
        return interruption != null
                && partial.utterance().equals(interruption.by())
                && end != null
                && end - interruption.startMillis() >= config.interruption().toMillis()
                && isSpeech(state, withoutLastWord(partial.text().orElse("")));
    }

    /** The last word of a partial is a guess: "okay computer" may yet become "okay". */
    private static String withoutLastWord(String text) {
        String words = text.strip();
        return words.substring(0, Math.max(0, words.lastIndexOf(' ')));
    }

    /** Whether what paused the voice turned out to be meant for the agent. */
    boolean takesFloor(DialogueState state, Speech.Final utterance) {
        return isContested(state) && isSpeech(state, utterance.text().orElse(""));
    }

    /** The voice goes on, if it was paused. */
    Step<DialogueState> goOn(DialogueState state, boolean assent) {
        if (!isContested(state)) {
            return Step.of(state);
        }
        boolean assented = assent || assented(state);
        return new Step<>(
                state.interrupted(assented ? new Interruption(null, 0, true) : null),
                told(state, each -> new Cancellation.ReplyResumed(each.reply(), each.turn())));
    }

    /** Whether a turn is nothing but assent to what was being said. */
    static boolean isAssent(DialogueState state, Turn.Ended turn) {
        return assented(state)
                && turn.spoken()
                && !isAsked(state)
                && BackChannel.is(turn.text().orElse(""));
    }

    /** It counts for the turn that it is part of alone. */
    static DialogueState forgetAssent(DialogueState state) {
        Interruption interruption = state.interruption();
        if (interruption == null || !interruption.assented()) {
            return state;
        }
        UtteranceId by = interruption.by();
        return state.interrupted(
                by == null ? null : new Interruption(by, interruption.startMillis(), false));
    }

    /** "Yes" is an answer where something was asked. */
    private static boolean isSpeech(DialogueState state, String text) {
        return !text.isBlank() && (isAsked(state) || !BackChannel.is(text));
    }

    private static boolean isAsked(DialogueState state) {
        return state.inFocus().isAsking();
    }

    private static boolean isContested(DialogueState state) {
        Interruption interruption = state.interruption();
        return interruption != null && interruption.by() != null;
    }

    private static boolean assented(DialogueState state) {
        Interruption interruption = state.interruption();
        return interruption != null && interruption.assented();
    }

    private static List<Output> told(
            DialogueState state, Function<Speaking, Cancellation> cancellation) {
        return state.speaking().stream()
                .map(each -> new Output(Topics.CANCELLATIONS, cancellation.apply(each)))
                .toList();
    }
}
