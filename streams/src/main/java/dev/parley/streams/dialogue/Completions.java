package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Prompt;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueState.Answering;
import dev.parley.streams.dialogue.DialogueState.Line;
import dev.parley.streams.dialogue.DialogueState.OpenTurn;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology.Output;
import dev.parley.streams.stage.Topology.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes a model's answer on, sentence by sentence, as one reply.
 *
 * <p>When the model's stage dies in the middle, its next owner answers from the beginning, in other
 * words. What was passed on is being heard, or soon will be, so it stays: the model is asked again,
 * told what was said, and its answer goes on from there. What a higher attempt wrote without
 * knowing that, and what a lower one writes late, is dropped.
 */
final class Completions {
    private static final String PROMPT_VERSION = "1";

    private final DialogueConfig config;

    Completions(DialogueConfig config) {
        this.config = config;
    }

    /** Asks the model, which goes on after what was said. */
    static Output ask(OpenTurn open, List<Line> said) {
        return new Output(
                Topics.PROMPTS,
                new Prompt.Asked(
                        open.turn(),
                        PROMPT_VERSION,
                        open.asked().isEmpty() ? Personal.of("") : open.asked().getFirst().text(),
                        said.stream().map(line -> new Prompt.Said(line.text())).toList()));
    }

    /** The name of the reply that begins with what comes of this event. */
    static ReplyId reply(Heard heard) {
        return new ReplyId("reply_" + heard.session() + "_" + heard.offset());
    }

    Step<DialogueState> on(DialogueState state, Completion.Sentence sentence, Heard heard) {
        Optional<OpenTurn> open = state.turn(sentence.turn());
        if (open.isEmpty() || !(open.get().phase() instanceof Phase.Understanding)) {
            return Step.of(state);
        }
        Answering answering = open.get().answering();
        if (answering == null) {
            return passOn(
                    state,
                    open.get(),
                    new Answering(reply(heard), sentence.attempt(), 0, heard.at()),
                    sentence,
                    heard);
        }
        List<Line> said = state.lines(answering.reply());
        if (sentence.attempt() > answering.attempt()) {
            Answering next =
                    new Answering(
                            answering.reply(), sentence.attempt(), said.size(), answering.due());
            return prefix(sentence) == said.size()
                    ? passOn(state, open.get(), next, sentence, heard)
                    : Step.of(state.advanced(open.get().at(next)), ask(open.get(), said));
        }
        return sentence.attempt() < answering.attempt()
                ? Step.of(state)
                : passOn(state, open.get(), answering, sentence, heard);
    }

    private Step<DialogueState> passOn(
            DialogueState state,
            OpenTurn open,
            Answering answering,
            Completion.Sentence sentence,
            Heard heard) {
        int next = state.lines(answering.reply()).size();
        if (prefix(sentence) != answering.prefix() || sentence.index() != next) {
            return Step.of(state);
        }
        List<Output> outputs = new ArrayList<>();
        outputs.add(
                new Output(
                        Topics.REPLIES,
                        new Reply.Sentence(
                                answering.reply(),
                                open.turn(),
                                next,
                                sentence.text(),
                                sentence.last(),
                                state.voicing())));
        DialogueState spoken =
                state.speaking(answering.reply(), open.turn(), List.of(new Line(sentence.text())));
        if (sentence.last()) {
            outputs.add(Dialogue.withdrawal(state, open));
            return new Step<>(spoken.closed(open.turn()), outputs);
        }
        Instant due = heard.at().plus(config.deadline());
        outputs.add(
                new Output(
                        Topics.TIMER_REQUESTS,
                        new Timer.Requested(
                                open.deadline(),
                                open.turn(),
                                Dialogue.user(state),
                                Timer.Purpose.DEADLINE,
                                due,
                                Personal.of(""))));
        return new Step<>(
                spoken.advanced(
                        open.at(
                                new Answering(
                                        answering.reply(),
                                        answering.attempt(),
                                        answering.prefix(),
                                        due))),
                outputs);
    }

    private static int prefix(Completion.Sentence sentence) {
        Integer prefix = sentence.prefix();
        return prefix == null ? 0 : prefix;
    }
}
