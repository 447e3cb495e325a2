package dev.parley.app;

import dev.parley.app.client.ListenCommand;
import dev.parley.app.client.TalkCommand;
import dev.parley.app.client.device.JavaSoundCard;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.demo.DemoCommand;
import dev.parley.app.models.FirstModel;
import dev.parley.app.models.HearingModel;
import dev.parley.app.replay.ReplayCommand;
import dev.parley.app.running.LocalInstallation;
import dev.parley.app.scenario.ScenarioEngines;
import dev.parley.app.scenario.TestCommand;
import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Gives the commands that speak and hear their engines and their Parley. */
final class Commands {
    private Commands() {}

    static TalkCommand talk() {
        return new TalkCommand(() -> configuration().data(), Commands::voice);
    }

    static ListenCommand listen() {
        return new ListenCommand(
                () -> configuration().data(),
                new JavaSoundCard(),
                (data, terminal) ->
                        FirstModel.published().beside(configuration().in(data), terminal));
    }

    /** The demo's questions are those of many people, asked by one. */
    private static final String DEMO_CALLS = "100000";

    static DemoCommand demo() {
        return new DemoCommand(
                (data, progress) -> {
                    ParleyConfig config = configuration();
                    Path chosen = data != null ? data.toAbsolutePath() : config.demoData();
                    ParleyConfig own =
                            config.in(chosen)
                                    .onAnyPort()
                                    .with(
                                            Map.of(
                                                    "tools.calls-per-window",
                                                    DEMO_CALLS,
                                                    "engines.vosk-model",
                                                    HearingModel.STARTER));
                    LocalInstallation started = LocalInstallation.start(own, progress);
                    ClassArchive.makeIfWanted();
                    return started;
                },
                Commands::voice,
                Commands::starterRecognizer);
    }

    static IntentsCommand intents() {
        return new IntentsCommand(() -> new MiniLm(models().resolve("minilm"), 1));
    }

    static ReplayCommand replay() {
        return new ReplayCommand(new ReplayEngines());
    }

    static TestCommand test() {
        return new TestCommand(config -> new ScenarioEngines(models()));
    }

    private static Path models() {
        try {
            return DataDirectory.folderIn(configuration().data(), "models");
        } catch (EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static ParleyConfig configuration() {
        return new ConfigurationOptions().load().root();
    }

    private static SpeechSynthesizer voice() {
        try {
            return new MaryVoice();
        } catch (SpeechModelException e) {
            throw new UserError("The embedded voice can't be loaded: " + e.getMessage(), e);
        }
    }

    private static SpeechRecognizer starterRecognizer(Path data, int atOnce) {
        try {
            return new VoskRecognizer(
                    StarterModel.unpackInto(DataDirectory.folderIn(data, "models")), atOnce);
        } catch (SpeechModelException | EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
