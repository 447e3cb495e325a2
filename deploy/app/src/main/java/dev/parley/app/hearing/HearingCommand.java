package dev.parley.app.hearing;

import dev.parley.app.DocumentSection;
import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.HearingModel;
import dev.parley.app.models.WritingModel;
import dev.parley.app.running.Recognizers;
import dev.parley.connectors.speech.HearingEvaluation;
import dev.parley.connectors.speech.HearingEvaluation.Condition;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.embedded.DataDirectory;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures how well the engines that are configured understand. */
@Command(name = "hearing", description = "Measure how well recognisers understand.")
public final class HearingCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    /** What can be measured. */
    enum Engine {
        VOSK,
        WHISPER,
        /** Whisper after Vosk. */
        BOTH
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which one? parley hearing evaluate");
    }

    @Command(
            name = "evaluate",
            description = {
                "Count the words that each configured recogniser gets wrong, with noise and through"
                        + " a telephone line too, and write the figures into a document, after"
                        + " each engine.",
                "Both together are measured with the starter model too."
            })
    void evaluate(
            @Mixin ConfigurationOptions configuration,
            @Option(
                            names = "--recordings",
                            paramLabel = "FOLDER",
                            description =
                                    "A folder with testset/ and human/ (default:"
                                            + " $PARLEY_SPEECH_DATA, then speech-data beside the"
                                            + " data directory).")
                    @Nullable Path recordings,
            @Option(
                            names = "--engines",
                            paramLabel = "ENGINE",
                            split = ",",
                            description =
                                    "${COMPLETION-CANDIDATES}; both needs the other two and"
                                            + " measures them (default: all that are configured).")
                    @Nullable Set<Engine> engines,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description =
                                    "At most so many recordings of each set, evenly spread over"
                                            + " it.")
                    @Nullable Integer limit,
            @Option(
                            names = "--conditions",
                            paramLabel = "CONDITION",
                            split = ",",
                            converter = ConditionName.class,
                            description = "clean, 20dB, 10dB, 5dB, line (default: all).")
                    @Nullable Set<Condition> conditions,
            @Option(
                            names = "--section",
                            paramLabel = "NAME",
                            defaultValue = "hearing",
                            description =
                                    "Where in the document the figures go; hearing if not given.")
                    String section,
            @Parameters(paramLabel = "DOCUMENT", defaultValue = "docs/quality.md") Path document) {
        if (limit != null && limit < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--limit must be 1 or more");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ParleyConfig config = configuration.load().root();
        SpeechData data =
                SpeechData.in(
                        recordings == null
                                ? SpeechData.usualFolder(config.data(), System.getenv())
                                : recordings);
        Measuring measuring =
                new Measuring(
                        config,
                        limit == null ? data : data.spread(limit),
                        conditions == null ? EnumSet.allOf(Condition.class) : conditions,
                        new DocumentSection(section),
                        document,
                        Terminal.of(out, true, System.getenv()));
        measuring.run(engines);
        out.flush();
    }

    /** One run. */
    private static final class Measuring {
        private final ParleyConfig config;
        private final SpeechData data;
        private final HearingEvaluation evaluation;
        private final DocumentSection section;
        private final Path document;
        private final Terminal terminal;
        private final Path models;
        private final WritingModel writing;
        private long shownAt = System.nanoTime();

        Measuring(
                ParleyConfig config,
                SpeechData data,
                Set<Condition> conditions,
                DocumentSection section,
                Path document,
                Terminal terminal) {
            this.config = config;
            this.data = data;
            this.evaluation = new HearingEvaluation(data.recordings(), conditions);
            this.section = section;
            this.document = document;
            this.terminal = terminal;
            this.models = DataDirectory.folderIn(config.data(), "models");
            this.writing = WritingModel.of(config.engines(), models);
        }

        /**
         * @param engines null for all that are configured
         */
        void run(@Nullable Set<Engine> engines) {
            Set<Engine> all =
                    writing.isChosen() ? EnumSet.allOf(Engine.class) : EnumSet.of(Engine.VOSK);
            Set<Engine> wanted = engines == null ? all : engines;
            boolean both = wanted.contains(Engine.BOTH);
            boolean whisper = both || wanted.contains(Engine.WHISPER);
            if (whisper && !writing.isChosen()) {
                throw new UserError(
                        "Whisper isn't configured: choose a model with parley models use, or set"
                                + " engines.whisper.url, or engines.whisper.local.model with its"
                                + " sha256.");
            }
            if (both || wanted.contains(Engine.VOSK)) {
                measure(vosk(), () -> Recognizers.vosk(config, models));
            }
            if (whisper) {
                measure(whisper(), () -> Recognizers.whisper(writing.required()));
            }
            if (both) {
                try (SileroDetector detector = new SileroDetector()) {
                    evaluation.combine("both, " + vosk() + " first", vosk(), whisper(), detector);
                } catch (SpeechModelException e) {
                    throw new UserError("An engine can't be loaded: " + e.getMessage(), e);
                }
                write();
            }
            terminal.line(evaluation.markdown());
        }

        private void measure(String engine, Supplier<SpeechRecognizer> recognizer) {
            try (SpeechRecognizer loaded = recognizer.get()) {
                evaluation.measure(engine, loaded, this::show);
            }
            write();
        }

        private void show(String engine, int done, int of) {
            String line = "  %s: %d of %d".formatted(engine, done, of);
            boolean last = done == of;
            if (last || System.nanoTime() - shownAt > 10_000_000_000L) {
                shownAt = System.nanoTime();
                terminal.line(line);
            } else {
                terminal.passing(line);
            }
        }

        private void write() {
            try {
                section.write(document, data.told() + "\n\n" + evaluation.markdown());
            } catch (IOException e) {
                throw new UserError("The figures can't be written: " + e.getMessage(), e);
            }
        }

        private String vosk() {
            HearingModel model = HearingModel.of(config.engines(), models);
            return model.isStarter() ? "Vosk, starter model" : "Vosk, " + name(model.folder());
        }

        private String whisper() {
            Path local = writing.whisper().local().model();
            return local == null
                    ? "Whisper on a server, " + writing.whisper().model()
                    : "Whisper here, " + name(local);
        }

        private static String name(@Nullable Path path) {
            Path last = path == null ? null : path.getFileName();
            return last == null ? "a model" : last.toString();
        }
    }

    private static final class ConditionName implements ITypeConverter<Condition> {
        @Override
        public Condition convert(String typed) {
            return Arrays.stream(Condition.values())
                    .filter(condition -> condition.typed().equalsIgnoreCase(typed))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "no condition "
                                                    + typed
                                                    + "; there are "
                                                    + Arrays.stream(Condition.values())
                                                            .map(Condition::typed)
                                                            .collect(Collectors.joining(", "))));
        }
    }
}
