package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.HearingModel;
import dev.parley.app.replay.Engines;
import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.connectors.tools.DefaultPermissions;
import dev.parley.connectors.tools.Toolbox;
import dev.parley.connectors.tools.notebook.Notebooks;
import dev.parley.connectors.tools.system.LocalTools;
import dev.parley.connectors.tools.weather.WeatherConfig;
import dev.parley.embedded.DataDirectory;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.context.Contexts;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.stage.Transform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stages that a replay may run anew. Tools are not among them: they act. Calls are authorized
 * without being counted, since they were counted when they were made.
 */
final class ReplayEngines implements Engines {
    private static final List<String> STAGES =
            List.of("hearing", "context", "intent", "authorization");

    @Override
    public Set<String> stages() {
        return new TreeSet<>(STAGES);
    }

    @Override
    public Loaded load(Set<String> stages, ParleyConfig config) {
        Deque<Runnable> releases = new ArrayDeque<>();
        List<Transform> transforms = new ArrayList<>();
        for (String stage : STAGES) {
            if (stages.contains(stage)) {
                transforms.add(stage(stage, config, releases));
            }
        }
        return new Loaded(transforms, () -> releases.forEach(Runnable::run));
    }

    private static Transform stage(String name, ParleyConfig config, Deque<Runnable> releases) {
        return switch (name) {
            case "hearing" -> hearing(config, releases);
            case "context" -> new Contexts((owner, text) -> List.of());
            case "intent" -> {
                MiniLm encoder = new MiniLm(models(config).resolve("minilm"), 1);
                releases.push(encoder::close);
                yield new Intents(new HybridClassifier(encoder));
            }
            case "authorization" -> {
                LocalTools local = new LocalTools(config.tools().programs());
                releases.push(local::close);
                Notebooks notebooks = Notebooks.inMemory();
                Toolbox tools =
                        Toolbox.builtIn(() -> notebooks, WeatherConfig.defaults(), local.tools());
                yield new Authorization(
                        tools,
                        new DefaultPermissions(config.tools().roles().matrix(), "admin"),
                        call -> RateLimiter.Verdict.passes());
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Transform hearing(ParleyConfig config, Deque<Runnable> releases) {
        try {
            SileroDetector detector = new SileroDetector();
            releases.push(detector::close);
            VoskRecognizer recognizer =
                    new VoskRecognizer(
                            HearingModel.of(config.engines(), models(config))
                                    .folder(models(config)),
                            1);
            releases.push(recognizer::close);
            return new Hearing(config.hearing(), detector, recognizer);
        } catch (SpeechModelException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path models(ParleyConfig config) {
        return DataDirectory.folderIn(config.data(), "models");
    }
}
