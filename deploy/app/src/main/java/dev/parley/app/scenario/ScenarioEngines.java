package dev.parley.app.scenario;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.Pipeline;
import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.connectors.tools.DefaultPermissions;
import dev.parley.connectors.tools.Toolbox;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.context.Contexts;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.tool.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the stages of a scenario ask: the engines and tools of an installation where they need no
 * server; what an installation keeps in a store is kept in memory, for one scenario.
 */
public final class ScenarioEngines implements AutoCloseable {
    private final IntentClassifier classifier;
    private final Runnable release;

    /**
     * @param models where models that come along are unpacked
     */
    public ScenarioEngines(Path models) {
        MiniLm encoder = new MiniLm(models.resolve("minilm"), 1);
        this(new HybridClassifier(encoder), encoder::close);
    }

    ScenarioEngines(IntentClassifier classifier, Runnable release) {
        this.classifier = classifier;
        this.release = release;
    }

    /** The names of the tools that a scenario may script. */
    static Set<String> tools() {
        return toolbox().descriptors().stream()
                .map(each -> each.name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The tools, with stores of their own: here is where a tool's store in memory is made. */
    private static Toolbox toolbox() {
        return Toolbox.builtIn();
    }

    static List<Topology<?>> topologies(ParleyConfig config) {
        return Pipeline.topologies(config);
    }

    /** The transforms, with empty stores. */
    List<Transform> transforms(ParleyConfig config, Map<String, ToolScript> scripts) {
        Toolbox tools = toolbox();
        ScriptedTools scripted = new ScriptedTools(tools, scripts);
        return List.of(
                new Contexts((owner, text) -> List.of()),
                new Intents(classifier),
                new Authorization(
                        scripted,
                        new DefaultPermissions(config.tools().roles().matrix(), "admin"),
                        call -> RateLimiter.Verdict.passes()),
                new Tools(scripted, new LedgerInMemory(), config.zone()));
    }

    @Override
    public void close() {
        release.run();
    }
}
