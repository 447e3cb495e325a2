package dev.parley.app.models;

import dev.parley.app.UserError;
import dev.parley.app.config.EnginesConfig;
import dev.parley.connectors.speech.StarterModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which Vosk model hears: the one of {@code engines.vosk-model}, else the one that was chosen by
 * {@code parley models use}, else the starter model.
 *
 * @param told for people, to follow "Hearing with"
 * @param folder of the model; null for the starter model, which is unpacked when it is wanted
 */
public record HearingModel(String told, @Nullable Path folder) {
    /** What {@code engines.vosk-model} says for the starter model. */
    public static final String STARTER = "starter";

    private static final HearingModel OF_THE_START =
            new HearingModel("the starter model: clear synthetic voices, not people", null);

    /**
     * @param models the folder of the fetched models
     */
    public static HearingModel of(EnginesConfig engines, Path models) {
        String set = engines.voskModel();
        if (set != null) {
            return set.equals(STARTER)
                    ? OF_THE_START
                    : new HearingModel("the Vosk model in " + set, Path.of(set));
        }
        ModelStore store = new ModelStore(models);
        Optional<String> chosen = store.hearing().filter(name -> !name.equals(StarterModel.NAME));
        return chosen.map(name -> new HearingModel(name, store.folderOf(name)))
                .orElse(OF_THE_START);
    }

    public boolean isStarter() {
        return folder == null;
    }

    /** Whether a Vosk model seems to be there. */
    public boolean isThere() {
        return folder == null
                || Files.exists(folder.resolve("am"))
                || Files.exists(folder.resolve("final.mdl"));
    }

    /**
     * The folder for the recogniser.
     *
     * @param models where the starter model is unpacked
     * @throws UserError if the chosen model has gone
     */
    public Path folder(Path models) throws IOException {
        if (folder == null) {
            return StarterModel.unpackInto(models);
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    "The model that was chosen to hear isn't at "
                            + folder
                            + " (any more): fetch it again, or choose another with parley models"
                            + " use.");
        }
        return folder;
    }
}
