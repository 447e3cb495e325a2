package dev.parley.app.models;

import dev.parley.app.UserError;
import dev.parley.app.config.EnginesConfig;
import dev.parley.app.config.WhisperConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which Whisper writes the final text: that of {@code engines.whisper}, else the model that was
 * chosen by {@code parley models use}, else none.
 *
 * @param told for people, in a few words; empty if there is none
 * @param whisper where it is; off if there is none, or if it has gone
 * @param gone where the chosen model was, if it is there no more
 */
public record WritingModel(String told, WhisperConfig whisper, @Nullable Path gone) {
    /** What {@code parley models use} is told if none is to write. */
    public static final String NONE = "no-whisper";

    /**
     * @param models the folder of the fetched models
     */
    public static WritingModel of(EnginesConfig engines, Path models) {
        WhisperConfig set = engines.whisper();
        if (set.isOn()) {
            Path file = set.local().model();
            return new WritingModel(
                    "Whisper, "
                            + (file == null
                                    ? set.model() + " at " + set.url()
                                    : "the model in " + file),
                    set,
                    null);
        }
        ModelStore store = new ModelStore(models);
        Optional<String> chosen = store.writing();
        if (chosen.isEmpty()) {
            return new WritingModel("", set, null);
        }
        String name = chosen.get();
        String told = "Whisper, " + name;
        return whole(store, name)
                .map(local -> new WritingModel(told, set.here(local.file(), local.sha256()), null))
                .orElseGet(() -> new WritingModel(told, set, store.folderOf(name)));
    }

    /** Whether one is to write, even if it has gone. */
    public boolean isChosen() {
        return whisper.isOn() || gone != null;
    }

    /**
     * Where it is; off if none is to write.
     *
     * @throws UserError if the chosen model has gone
     */
    public WhisperConfig required() {
        if (gone != null) {
            throw new UserError(
                    "The Whisper model that was chosen isn't at "
                            + gone
                            + " (any more): fetch it again, or do without: parley models use "
                            + NONE);
        }
        return whisper;
    }

    /** The model's one file, with the sha256 that it had when it was checked. */
    private static Optional<Chosen> whole(ModelStore store, String name) {
        if (!store.has(name)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(store.folderOf(name))) {
            Optional<Path> file = files.filter(Files::isRegularFile).sorted().findFirst();
            if (file.isEmpty()) {
                return Optional.empty();
            }
            return store.pin(name, file.get().getFileName().toString())
                    .map(sha256 -> new Chosen(file.get(), sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Chosen(Path file, String sha256) {}
}
