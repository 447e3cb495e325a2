package dev.parley.streams.turn;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Decides when the floor passes to the agent. */
public final class Turns implements Topology<TurnState> {
    /** Of a turn whose end is requested by the client; what is older is left out. */
    private static final int MOST_UTTERANCES = 64;

    /** How much sooner, or later, an eager client wants the agent to take the floor. */
    private static final double EAGER = 0.6;

    private static final double PATIENT = 2;

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
            case Control.TurnDetectionChosen chosen -> Step.of(state.with(detection(chosen)));
            case Control.ResponseRequested request -> onRequest(state, request, heard);
            default -> Step.of(state);
        };
    }

    private TurnState.Detection detection(Control.TurnDetectionChosen chosen) {
        boolean pushToTalk = chosen.mode() == Control.Mode.NONE;
        Integer silence = chosen.silenceMillis();
        Control.Eagerness eagerness = chosen.eagerness();
        if (chosen.mode() == Control.Mode.SEMANTIC_VAD && eagerness != null) {
            silence =
                    switch (eagerness) {
                        case HIGH -> (int) (config.silence().toMillis() * EAGER);
                        case MEDIUM -> silence;
                        case LOW -> (int) (config.silence().toMillis() * PATIENT);
                    };
        }
        return new TurnState.Detection(pushToTalk, pushToTalk || !chosen.createResponse(), silence);
    }

    private static TurnState onStarted(TurnState state) {
        return state instanceof TurnState.Speaking s ? s.speaking(true) : state;
    }

    private Step<TurnState> onFinal(TurnState state, Speech.Final utterance, Heard heard) {
        TurnState.Detection detection = state.detection();
        boolean counts =
                (detection != null && detection.pushToTalk())
                        || !utterance.text().orElse("").isBlank();
        return switch (state) {
            case TurnState.Overlong overlong -> Step.of(overlong);
            case TurnState.Quiet quiet ->
                    counts
                            ? said(
                                    new TurnState.Speaking(
                                            utterance.text().map(List::of),
                                            utterance.confidence(),
                                            false,
                                            utterance.startMillis(),
                                            utterance.startedAt(),
                                            utterance.endedAt(),
                                            List.of(utterance.utterance()),
                                            detection,
                                            quiet.awaited()),
                                    utterance,
                                    heard)
                            : Step.of(quiet);
            // A noise that was taken for speech adds nothing.
            case TurnState.Speaking s ->
                    said(counts ? longer(s, utterance) : s.speaking(false), utterance, heard);
        };
    }

    private static TurnState.Speaking longer(TurnState.Speaking s, Speech.Final utterance) {
        return new TurnState.Speaking(
                Personal.of(newest(s.said().orElse(List.of()), utterance.text().orElse(""))),
                Math.min(s.confidence(), utterance.confidence()),
                false,
                s.startMillis(),
                s.startedAt(),
                utterance.endedAt(),
                newest(s.heard(), utterance.utterance()),
                s.detection(),
                s.awaited());
    }

    private static <T> List<T> newest(List<T> before, T last) {
        List<T> all = Stream.concat(before.stream(), Stream.of(last)).toList();
        return all.subList(Math.max(0, all.size() - MOST_UTTERANCES), all.size());
    }

    private Step<TurnState> said(TurnState.Speaking state, Speech.Final utterance, Heard heard) {
        if (utterance.utterance().equals(state.awaited())) {
            return over(state, utterance.closedAt(), heard);
        }
        boolean overlong =
                !onRequest(state)
                        && utterance.endMillis() - state.startMillis()
                                >= config.longest().toMillis();
        return overlong
                ? Step.of(
                        new TurnState.Overlong(state.detection()),
                        ended(state, utterance.closedAt(), true, heard))
                : Step.of(state);
    }

    private Step<TurnState> onSilence(
            TurnState state, Speech.SilenceContinues silence, Heard heard) {
        return switch (state) {
            case TurnState.Quiet quiet -> Step.of(quiet);
            case TurnState.Overlong overlong ->
                    silence.audioEnded() || saidAll(overlong, "", silence)
                            ? Step.of(new TurnState.Quiet(overlong.detection(), null))
                            : Step.of(overlong);
            case TurnState.Speaking s when onRequest(s) -> Step.of(s);
            case TurnState.Speaking s ->
                    silence.audioEnded() || (!s.speaking() && saidAll(s, text(s), silence))
                            ? over(s, silence.at(), heard)
                            : Step.of(s);
        };
    }

    private boolean saidAll(TurnState state, String text, Speech.SilenceContinues silence) {
        Duration silent = Duration.ofMillis(silence.silenceMillis());
        TurnState.Detection detection = state.detection();
        Integer wanted = detection == null ? null : detection.silenceMillis();
        return wanted == null
                ? policy.ended(text, silent)
                : new SilenceEndsTurn(Duration.ofMillis(wanted)).ended(text, silent);
    }

    private static boolean onRequest(TurnState state) {
        TurnState.Detection detection = state.detection();
        return detection != null && detection.onRequest();
    }

    /** An answer may be requested before the transcript of what is to be answered is here. */
    private static Step<TurnState> onRequest(
            TurnState state, Control.ResponseRequested request, Heard heard) {
        UtteranceId after = request.after();
        return switch (state) {
            case TurnState.Overlong overlong -> Step.of(overlong);
            case TurnState.Quiet quiet -> Step.of(new TurnState.Quiet(quiet.detection(), after));
            case TurnState.Speaking s ->
                    after == null || s.heard().contains(after)
                            ? over(s, heard.envelope().times().received(), heard)
                            : Step.of(s.awaiting(after));
        };
    }

    private static Step<TurnState> over(
            TurnState.Speaking state, Instant decidableAt, Heard heard) {
        return Step.of(
                new TurnState.Quiet(state.detection(), null),
                ended(state, decidableAt, false, heard));
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
