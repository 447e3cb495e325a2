package dev.parley.app.running;

import dev.parley.app.config.ParleyConfig;
import dev.parley.streams.audit.Auditor;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.context.Contexts;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.stage.Shadow;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.timeline.Timelines;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.tool.Tools;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.Turns;
import java.util.List;

/** The conversation, as the ordered list of its stages; each reads what those before it write. */
public final class Pipeline {
    private Pipeline() {}

    static List<Stage> stages(ParleyConfig config, Wiring with) {
        return List.of(
                new Hearing(config.hearing(), with.detector(), with.recognizer()),
                new Sequence(),
                new Turns(config.turn(), new SilenceEndsTurn(config.turn().silence())),
                new Contexts(with.memory()),
                new Intents(with.classifier()),
                new Dialogue(config.dialogue()),
                new Authorization(with.tools(), with.permissions(), with.rateLimiter()),
                new Tools(with.tools(), with.ledger(), config.zone()),
                new Synthesis(config.synthesis(), with.synthesizer(), with.verbalizer()),
                new Timers(),
                new Timelines(),
                new Auditor());
    }

    /** Second implementations beside the first, which nobody hears. */
    static List<Transform> shadows(Wiring with) {
        return with.shadowClassifier().stream()
                .<Transform>map(
                        second -> new Shadow(new Intents(second.classifier()), second.name()))
                .toList();
    }

    /** The stages that a replay plays; they need no engines. */
    public static List<Topology<?>> topologies(ParleyConfig config) {
        return List.of(
                new Sequence(),
                new Turns(config.turn(), new SilenceEndsTurn(config.turn().silence())),
                new Dialogue(config.dialogue()),
                new Timers(),
                new Timelines(),
                new Auditor());
    }
}
