package dev.parley.app.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.text.Table;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code parley models}: the published speech models, and which one hears. */
@Command(
        name = "models",
        description = {
            "List published speech models, fetch them, choose the one that hears, remove them.",
            "They are kept in the data directory. What is fetched is checked before it is unpacked"
                    + " or loaded: against the published checksum, else against the first download."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was done",
            "1:it failed otherwise, or the network was declined",
            "2:wrong usage, or no such model",
            "3:no source gave the model",
            "4:what came isn't what was published, or isn't safe to unpack",
            "5:the disk is too full"
        })
public final class ModelsCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; by default the usual one.",
            scope = ScopeType.INHERIT)
    private @Nullable Path data;

    @Spec private @Nullable CommandSpec spec;

    private final Supplier<Catalogue> catalogue;
    private final Map<String, String> environment;

    public ModelsCommand() {
        this(Catalogue::published, System.getenv());
    }

    ModelsCommand(Supplier<Catalogue> catalogue, Map<String, String> environment) {
        this.catalogue = catalogue;
        this.environment = environment;
    }

    @Override
    public void run() {
        list(false);
    }

    @Command(
            name = "list",
            description = {
                "List the models: what each is for, and whether it is in use, fetched or"
                        + " available.",
                "CHECKED says what a download is compared with."
            })
    void list(
            @Option(names = "--json", description = "Print JSON, with sources and checksums.")
                    boolean json) {
        ParleyConfig config = config();
        Path models = config.data().resolve("models");
        ModelStore store = new ModelStore(models);
        HearingModel hearing = HearingModel.of(config.engines(), models);
        WritingModel writing = WritingModel.of(config.engines(), models);
        if (json) {
            out().println(json(store, hearing, writing).toPrettyString());
        } else {
            Table table =
                    new Table("NAME", "KIND", "LANGUAGE", "SIZE", "LICENCE", "STATE", "CHECKED");
            table.row(
                    StarterModel.NAME,
                    "vosk",
                    "en",
                    "6.5 MB",
                    "MIT",
                    hearing.isStarter() ? "in use" : "comes along",
                    "comes along");
            for (PublishedModel model : catalogue.get().models()) {
                table.row(
                        model.name(),
                        model.kind().told(),
                        model.language(),
                        ModelFault.told(model.bytes()),
                        model.licence(),
                        state(model, store, hearing, writing),
                        model.checked());
            }
            out().print(table);
            out().println();
            out().println("Hearing with " + hearing.told());
            if (writing.isChosen()) {
                out().println("Writing with " + writing.told() + notBeside(hearing));
            }
        }
        out().flush();
    }

    private static String state(
            PublishedModel model, ModelStore store, HearingModel hearing, WritingModel writing) {
        if (!store.has(model.name())) {
            return "available";
        }
        Path folder = store.folderOf(model.name());
        Path written = writing.whisper().local().model();
        boolean used =
                folder.equals(hearing.folder()) || written != null && written.startsWith(folder);
        return used ? "in use" : "fetched";
    }

    private ArrayNode json(ModelStore store, HearingModel hearing, WritingModel writing) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        all.addObject()
                .put("name", StarterModel.NAME)
                .put("kind", "vosk")
                .put("language", "en")
                .put("licence", "MIT")
                .put("state", hearing.isStarter() ? "in use" : "comes along");
        for (PublishedModel model : catalogue.get().models()) {
            ObjectNode node =
                    all.addObject()
                            .put("name", model.name())
                            .put("kind", model.kind().told())
                            .put("language", model.language())
                            .put("bytes", model.bytes())
                            .put("licence", model.licence())
                            .put("state", state(model, store, hearing, writing))
                            .put("checked", model.checked());
            if (store.has(model.name())) {
                node.put("folder", store.folderOf(model.name()).toString());
            }
            ArrayNode pieces = node.putArray("pieces");
            for (PublishedModel.Piece piece : model.pieces()) {
                ObjectNode told = pieces.addObject().put("file", piece.file());
                ArrayNode sources = told.putArray("sources");
                piece.sources().stream().map(URI::toString).forEach(sources::add);
                piece.checksum()
                        .ifPresent(
                                checksum ->
                                        told.putObject("checksum")
                                                .put("algorithm", checksum.algorithm())
                                                .put("value", checksum.value())
                                                .put(
                                                        "by",
                                                        checksum.byPublisher()
                                                                ? "publisher"
                                                                : "others")
                                                .put("place", checksum.place()));
            }
        }
        return all;
    }

    @Command(
            name = "fetch",
            description = {
                "Fetch a model. What was cut off is gone on with; a source that fails gives way to"
                        + " the next.",
                "Proxies: https_proxy, http_proxy, all_proxy and no_proxy, or"
                        + " PARLEY_JVM_OPTIONS=-Dhttps.proxyHost=…"
            })
    void fetch(
            @Parameters(paramLabel = "NAME", description = "As parley models list names it.")
                    String name,
            @Option(
                            names = "--repin",
                            description =
                                    "Take a file that differs from its first download, where no"
                                            + " checksum was published.")
                    boolean repin,
            @Option(names = "--offline", description = "Use no network: fails.") boolean offline)
            throws IOException, InterruptedException {
        PublishedModel model = catalogue.get().require(name);
        ParleyConfig config = config();
        ModelStore store = store(config);
        if (store.has(name)) {
            out().println(name + " is there already: " + store.folderOf(name));
            out().flush();
            return;
        }
        if (offline || config.engines().offline()) {
            throw new UserError(
                    name + " would have to be fetched, and the network was declined (--offline).");
        }
        out().println(
                        "Fetching %s, %s, licence %s, checked: %s"
                                .formatted(
                                        name,
                                        ModelFault.told(model.bytes()),
                                        model.licence(),
                                        model.checked()));
        out().flush();
        Path folder =
                Fetching.over(store, Patience.usual(), environment)
                        .fetch(
                                model,
                                repin,
                                new ProgressView(Terminal.of(out(), true, environment)));
        out().println("Fetched   " + folder);
        if (model.kind() == ModelKind.VOSK || model.kind() == ModelKind.WHISPER) {
            out().println("Use it:   parley models use " + name);
        }
        out().flush();
    }

    @Command(
            name = "use",
            description = {
                "Choose the Vosk model that hears, or the Whisper model that writes the final text"
                        + " after it: of up, listen and run, from their next start on.",
                "engines.vosk-model and engines.whisper override it. demo and check always use the"
                        + " starter model alone."
            })
    void use(
            @Parameters(
                            paramLabel = "NAME",
                            description =
                                    "A fetched Vosk or Whisper model, "
                                            + StarterModel.NAME
                                            + ", or "
                                            + WritingModel.NONE
                                            + ".")
                    String name) {
        ParleyConfig config = config();
        ModelStore store = store(config);
        if (name.equals(WritingModel.NONE)) {
            store.forgetWriting();
            out().println("From the next start on, no Whisper model writes.");
            warnOfWhisperSet(config);
        } else if (name.equals(StarterModel.NAME)
                || fetched(store, name).kind() == ModelKind.VOSK) {
            hearWith(config, store, name);
        } else {
            writeWith(config, store, name);
        }
        out().flush();
    }

    private PublishedModel fetched(ModelStore store, String name) {
        PublishedModel model = catalogue.get().require(name);
        if (model.kind() != ModelKind.VOSK && model.kind() != ModelKind.WHISPER) {
            throw new ModelFault(
                    "%s is of the kind %s; only Vosk and Whisper models can be chosen here."
                            .formatted(name, model.kind().told()),
                    ModelFault.USAGE);
        }
        if (!store.has(name)) {
            throw new UserError(name + " isn't fetched yet: parley models fetch " + name);
        }
        return model;
    }

    private void hearWith(ParleyConfig config, ModelStore store, String name) {
        store.hearWith(name);
        out().println("From the next start on, " + name + " hears.");
        String set = config.engines().voskModel();
        if (set != null) {
            out().println("But engines.vosk-model is set, to " + set + ", and goes before it.");
        }
    }

    private void writeWith(ParleyConfig config, ModelStore store, String name) {
        store.writeWith(name);
        HearingModel hearing = HearingModel.of(config.engines(), store.folder());
        out().println(
                        "From the next start on, %s writes the final text%s."
                                .formatted(name, notBeside(hearing)));
        if (hearing.isStarter()) {
            out().println("Choose what hears before it: parley models fetch " + Catalogue.FIRST);
        }
        warnOfWhisperSet(config);
    }

    private void warnOfWhisperSet(ParleyConfig config) {
        if (config.engines().whisper().isOn()) {
            out().println("But engines.whisper is set, and goes before it.");
        }
    }

    private static String notBeside(HearingModel hearing) {
        return hearing.isStarter() ? ", but not beside the starter model" : "";
    }

    @Command(
            name = "remove",
            description = "Remove a fetched model, and what came of one that was cut off.")
    void remove(
            @Parameters(paramLabel = "NAME", description = "As parley models list names it.")
                    String name)
            throws IOException {
        catalogue.get().require(name);
        ModelStore store = store(config());
        boolean begun = Files.isDirectory(store.folder().resolve("fetching").resolve(name));
        if (!store.has(name) && !begun) {
            throw new UserError(name + " isn't fetched.");
        }
        boolean used = store.hearing().filter(name::equals).isPresent();
        try (ModelStore.Hold unused = store.hold(name)) {
            store.remove(name);
        }
        if (used) {
            // Chosen, so that the next start doesn't fetch it again.
            store.hearWith(StarterModel.NAME);
        }
        out().println(
                        "Removed."
                                + (used
                                        ? " From the next start on, the starter model hears."
                                        : ""));
        out().flush();
    }

    private ParleyConfig config() {
        ParleyConfig config = configuration.load().root();
        return data == null ? config : config.in(data.toAbsolutePath());
    }

    private static ModelStore store(ParleyConfig config) {
        try {
            return new ModelStore(DataDirectory.folderIn(config.data(), "models"));
        } catch (EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
