package dev.parley.streams.turn;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides when the floor passes to the agent. */
public final class Turns implements Topology<TurnState> {
    private final TurnConfig config;
    private final TurnEndPolicy policy;

    public Turns(TurnConfig config, TurnEndPolicy policy) {
        this.config = config;
        this.policy = policy;
    }

    @Override
    public String name() {
        return "turn";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.CONVERSATION);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.TURNS, Topics.CANCELLATIONS, Topics.DEAD_LETTERS);
    }

    @Override
    public Class<TurnState> stateType() {
        return TurnState.class;
    }

    @Override
    public TurnState initial() {
        return new TurnState.Quiet();
    }

    @Override
    public Step<TurnState> on(TurnState state, Heard heard) {
        return switch (heard.event()) {
            case Speech.Started started -> Step.of(onStarted(state));
            case Speech.Final utterance -> onFinal(state, utterance, heard);
            case Speech.SilenceContinues silence -> onSilence(state, silence, heard);
            case Control.TextSubmitted text -> onText(state, text, heard);
            default -> Step.of(state);
        };
    }

    private static TurnState onStarted(TurnState state) {
        return state instanceof TurnState.Speaking s
                ? new TurnState.Speaking(
                        s.said(), s.confidence(), true, s.startMillis(), s.startedAt(), s.endedAt())
                : state;
    }

    private Step<TurnState> onFinal(TurnState state, Speech.Final utterance, Heard heard) {
        boolean empty = utterance.text().orElse("").isBlank();
        return switch (state) {
            case TurnState.Overlong overlong -> Step.of(overlong);
            case TurnState.Quiet quiet ->
                    empty
                            ? Step.of(quiet)
                            : said(
                                    new TurnState.Speaking(
                                            utterance.text().map(List::of),
                                            utterance.confidence(),
                                            false,
                                            utterance.startMillis(),
                                            utterance.startedAt(),
                                            utterance.endedAt()),
                                    utterance,
                                    heard);
            case TurnState.Speaking s ->
                    said(empty ? resting(s) : longer(s, utterance), utterance, heard);
        };
    }

    /** A noise was taken for speech: it adds nothing. */
    private static TurnState.Speaking resting(TurnState.Speaking s) {
        return new TurnState.Speaking(
                s.said(), s.confidence(), false, s.startMillis(), s.startedAt(), s.endedAt());
    }

    private static TurnState.Speaking longer(TurnState.Speaking s, Speech.Final utterance) {
        List<String> all = new ArrayList<>(s.said().orElse(List.of()));
        all.add(utterance.text().orElse(""));
        return new TurnState.Speaking(
                Personal.of(List.copyOf(all)),
                Math.min(s.confidence(), utterance.confidence()),
                false,
                s.startMillis(),
                s.startedAt(),
                utterance.endedAt());
    }

    private Step<TurnState> said(TurnState.Speaking state, Speech.Final utterance, Heard heard) {
        boolean overlong =
                utterance.endMillis() - state.startMillis() >= config.longest().toMillis();
        return overlong
                ? Step.of(new TurnState.Overlong(), ended(state, utterance.closedAt(), true, heard))
                : Step.of(state);
    }

    private Step<TurnState> onSilence(
            TurnState state, Speech.SilenceContinues silence, Heard heard) {
        Duration silent = Duration.ofMillis(silence.silenceMillis());
        return switch (state) {
            case TurnState.Quiet quiet -> Step.of(quiet);
            case TurnState.Overlong overlong ->
                    silence.audioEnded() || policy.ended("", silent)
                            ? Step.of(new TurnState.Quiet())
                            : Step.of(overlong);
            case TurnState.Speaking s -> {
                boolean over =
                        silence.audioEnded() || (!s.speaking() && policy.ended(text(s), silent));
                yield over
                        ? Step.of(new TurnState.Quiet(), ended(s, silence.at(), false, heard))
                        : Step.of(s);
            }
        };
    }

    private static Step<TurnState> onText(
            TurnState state, Control.TextSubmitted text, Heard heard) {
        Instant at = heard.envelope().times().received();
        return Step.of(
                state,
                new Output(
                        Topics.TURNS,
                        new Turn.Ended(
                                turn(heard),
                                text.text(),
                                1,
                                false,
                                false,
                                at,
                                at,
                                at,
                                at,
                                heard.at())));
    }

    private static Output ended(
            TurnState.Speaking state, Instant decidableAt, boolean overlong, Heard heard) {
        return new Output(
                Topics.TURNS,
                new Turn.Ended(
                        turn(heard),
                        state.said().map(said -> String.join(" ", said).strip()),
                        state.confidence(),
                        true,
                        overlong,
                        state.startedAt(),
                        state.endedAt(),
                        decidableAt,
                        heard.envelope().times().received(),
                        heard.at()));
    }

    private static String text(TurnState.Speaking state) {
        return String.join(" ", state.said().orElse(List.of()));
    }

    private static TurnId turn(Heard heard) {
        return new TurnId("turn_" + heard.session() + "_" + heard.offset());
    }
}
