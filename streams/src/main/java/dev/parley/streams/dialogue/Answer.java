package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.Answering;
import dev.parley.streams.dialogue.DialogueState.Line;
import dev.parley.streams.dialogue.DialogueState.OpenTurn;
import dev.parley.streams.dialogue.Focus.Question;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology.Output;
import dev.parley.streams.stage.Topology.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outputs that answer a turn. */
final class Answer {
    private final DialogueState state;
    private final Heard heard;
    private final List<Output> outputs = new ArrayList<>();
    private Reply.@Nullable Earcon earcon;

    Answer(DialogueState state, Heard heard) {
        this.state = state;
        this.heard = heard;
    }

    Answer with(List<Output> first) {
        outputs.addAll(first);
        return this;
    }

    /** Heard before its first sentence. */
    Answer after(Reply.Earcon signal) {
        earcon = signal;
        return this;
    }

    /**
     * Says it and closes the turn; a question from which the turn led away is put again, and a call
     * that waited for a yes is asked about once more, or said to be left.
     */
    Step<DialogueState> say(TurnId turn, List<String> sentences) {
        List<Line> lines = new ArrayList<>();
        state.turn(turn).flatMap(Answer::echo).ifPresent(lines::add);
        Pending pending = state.inFocus().pending();
        boolean led = pending != null && turn.equals(pending.digression());
        if (pending != null && led && pending.dropped()) {
            lines.add(new Line(Personal.of(Confirming.LEFT)));
            outputs.add(Confirming.withdrawal(state, pending, turn));
        }
        sentences.forEach(sentence -> lines.add(new Line(Personal.of(sentence))));
        Focus focus = state.inFocus();
        Question question = focus.question();
        if (question != null && turn.equals(question.digression())) {
            lines.add(new Line(Personal.of(Need.again(question))));
            focus = focus.asking(question.after(null));
        }
        if (pending != null && led) {
            if (!pending.dropped()) {
                lines.add(new Line(pending.question()));
                outputs.add(Confirming.limit(state, pending, turn, heard.at()));
            }
            focus =
                    focus.confirming(
                            pending.dropped() ? null : pending.askedIn(Completions.reply(heard)));
        }
        return speak(turn, lines, focus);
    }

    /** Says once more what was said. */
    Step<DialogueState> repeat(TurnId turn, List<Line> lines) {
        return speak(turn, lines, state.inFocus());
    }

    private static Optional<Line> echo(OpenTurn open) {
        return Boolean.TRUE.equals(open.echoed()) && !open.asked().isEmpty()
                ? Optional.of(
                        new Line(
                                open.asked()
                                        .getFirst()
                                        .text()
                                        .map(text -> "I understood: " + text + ".")))
                : Optional.empty();
    }

    private Step<DialogueState> speak(TurnId turn, List<Line> lines, Focus focus) {
        Optional<OpenTurn> open = state.turn(turn);
        Answering begun = open.map(OpenTurn::answering).orElse(null);
        ReplyId reply = begun == null ? Completions.reply(heard) : begun.reply();
        int first = state.lines(reply).size();
        for (int i = 0; i < lines.size(); i++) {
            outputs.add(
                    new Output(
                            Topics.REPLIES,
                            new Reply.Sentence(
                                    reply,
                                    turn,
                                    first + i,
                                    lines.get(i).text(),
                                    i == lines.size() - 1,
                                    i == 0
                                            ? state.spokenWith().voicing(earcon)
                                            : state.voicing())));
        }
        open.ifPresent(each -> outputs.add(Dialogue.withdrawal(state, each)));
        return new Step<>(state.focusing(focus).speaking(reply, turn, lines).closed(turn), outputs);
    }
}
