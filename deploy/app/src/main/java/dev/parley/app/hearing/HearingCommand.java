package dev.parley.app.hearing;

import dev.parley.app.DocumentSection;
import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.HearingModel;
import dev.parley.app.running.Recognizers;
import dev.parley.connectors.speech.HearingEvaluation;
import dev.parley.connectors.speech.HearingEvaluation.Spoken;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.TwoPassRecognizer;
import dev.parley.embedded.DataDirectory;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how well the engines that are configured understand. */
@Command(name = "hearing", description = "Measure how well recognisers understand.")
public final class HearingCommand implements Runnable {
    private static final String USUAL_DATA = "../shared/speech";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which one? parley hearing evaluate");
    }

    @Command(
            name = "evaluate",
            description =
                    "Count the words that each configured recogniser gets wrong, with noise and"
                            + " through a telephone line too, and write the figures into a"
                            + " document. The second pass is measured with the starter model too.")
    void evaluate(
            @Mixin ConfigurationOptions configuration,
            @Option(
                            names = "--data",
                            paramLabel = "FOLDER",
                            defaultValue = "${env:PARLEY_SPEECH_DATA:-" + USUAL_DATA + "}",
                            description =
                                    "The recordings: testset/ and human/ (default:"
                                            + " $PARLEY_SPEECH_DATA, then "
                                            + USUAL_DATA
                                            + ").")
                    Path data,
            @Parameters(paramLabel = "DOCUMENT", defaultValue = "docs/quality.md") Path document) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Spoken> recordings = SpeechData.in(data);
        String table = measured(configuration.load().root(), recordings).markdown();
        try {
            new DocumentSection("hearing").write(document, table);
        } catch (IOException e) {
            throw new UserError("The figures can't be written: " + e.getMessage(), e);
        }
        out.print(table);
        out.flush();
    }

    private static HearingEvaluation measured(ParleyConfig config, List<Spoken> recordings) {
        Path models = DataDirectory.folderIn(config.data(), "models");
        HearingModel model = HearingModel.of(config.engines(), models);
        String vosk = model.isStarter() ? "Vosk, starter model" : "Vosk, " + name(model.folder());
        HearingEvaluation evaluation = new HearingEvaluation();
        SpeechRecognizer first = Recognizers.vosk(config, models);
        if (!config.engines().whisper().isOn()) {
            try (first) {
                evaluation.measure(vosk, first, recordings);
            }
            return evaluation;
        }
        SpeechRecognizer second = Recognizers.whisper(config.engines().whisper());
        try (SileroDetector detector = new SileroDetector();
                TwoPassRecognizer both =
                        new TwoPassRecognizer(
                                first,
                                second,
                                detector,
                                Recognizers.timing(config),
                                config.engines().whisper().atOnce())) {
            evaluation.measure(vosk, first, recordings);
            evaluation.measure(whisper(config), second, recordings);
            evaluation.measure("both, " + vosk + " first", both, recordings);
        } catch (SpeechModelException e) {
            throw new UserError("An engine can't be loaded: " + e.getMessage(), e);
        }
        return evaluation;
    }

    private static String whisper(ParleyConfig config) {
        Path local = config.engines().whisper().local().model();
        return local == null
                ? "Whisper on a server, " + config.engines().whisper().model()
                : "Whisper here, " + name(local);
    }

    private static String name(@Nullable Path path) {
        Path last = path == null ? null : path.getFileName();
        return last == null ? "a model" : last.toString();
    }
}
