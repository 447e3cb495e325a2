package dev.parley.app.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The fetched models of an installation, in one folder. Safe for use by many threads and processes.
 *
 * <pre>
 * NAME/             a fetched model, whole: it is moved there at once
 * hearing           the name of the model that hears, once one was chosen
 * writing           the name of the Whisper model that writes the final text, if one was chosen
 * pins.json         the sha256 of each file at its first download
 * fetching/NAME/    what came so far
 * fetching/NAME.lock  held while it is fetched or removed
 * </pre>
 */
public final class ModelStore {
    private static final Map<Path, ReentrantLock> LOCKED_HERE = new ConcurrentHashMap<>();

    private final Path folder;

    /**
     * @param folder an existing one
     */
    public ModelStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Where a model is or would be. */
    public Path folderOf(String name) {
        return folder.resolve(name);
    }

    public boolean has(String name) {
        return Files.isDirectory(folderOf(name));
    }

    /** The name of the model that was chosen to hear; it may have gone since. */
    public Optional<String> hearing() {
        return chosen("hearing");
    }

    /** The name of the Whisper model that was chosen to write; it may have gone since. */
    public Optional<String> writing() {
        return chosen("writing");
    }

    private Optional<String> chosen(String choice) {
        try {
            Path file = folder.resolve(choice);
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the next start on, this model hears. */
    public void hearWith(String name) {
        write("hearing", name + "\n");
    }

    /** From the next start on, this Whisper model writes the final text. */
    void writeWith(String name) {
        write("writing", name + "\n");
    }

    /** Nothing is chosen to hear any more. */
    void forgetHearing() {
        forget("hearing");
    }

    /** No Whisper model is chosen any more. */
    void forgetWriting() {
        forget("writing");
    }

    private void forget(String choice) {
        try {
            Files.deleteIfExists(folder.resolve(choice));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sha256 that a file had when it was first downloaded. */
    Optional<String> pin(String model, String file) throws IOException {
        JsonNode pin = pins().path(model).path(file).path("sha256");
        return pin.isTextual() ? Optional.of(pin.asText()) : Optional.empty();
    }

    /**
     * @param source where the file came from
     */
    synchronized void pin(String model, String file, String sha256, String source)
            throws IOException {
        try (Hold unused = hold("pins")) {
            ObjectNode pins = pins();
            pins.withObjectProperty(model)
                    .withObjectProperty(file)
                    .put("sha256", sha256)
                    .put("source", source)
                    .put("at", java.time.Instant.now().toString());
            write("pins.json", pins.toPrettyString() + "\n");
        }
    }

    private ObjectNode pins() throws IOException {
        Path file = folder.resolve("pins.json");
        ObjectMapper json = new ObjectMapper();
        return Files.isRegularFile(file) && json.readTree(file.toFile()) instanceof ObjectNode pins
                ? pins
                : json.createObjectNode();
    }

    /** Where a model's download is kept until it is whole. */
    Path fetching(String name) throws IOException {
        return Files.createDirectories(folder.resolve("fetching").resolve(name));
    }

    /** Makes a folder the model's, at once. */
    void put(String name, Path whole) throws IOException {
        Files.move(whole, folderOf(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a model and what came of it; it isn't chosen any more. */
    void remove(String name) throws IOException {
        if (hearing().filter(name::equals).isPresent()) {
            forgetHearing();
        }
        if (writing().filter(name::equals).isPresent()) {
            forgetWriting();
        }
        if (has(name)) {
            // Half a model is never seen under its name.
            Path going = fetching(name).resolve("removed");
            delete(going);
            Files.move(folderOf(name), going, StandardCopyOption.ATOMIC_MOVE);
        }
        delete(folder.resolve("fetching").resolve(name));
    }

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (Path each : deepestFirst) {
                    Files.delete(each);
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** Waits until nobody else fetches or removes that model, in this process or another. */
    Hold hold(String name) throws IOException {
        return hold(name, () -> {});
    }

    /**
     * @param waiting is run before waiting for somebody else
     */
    Hold hold(String name, Runnable waiting) throws IOException {
        Path file = Files.createDirectories(folder.resolve("fetching")).resolve(name + ".lock");
        ReentrantLock here = LOCKED_HERE.computeIfAbsent(file, unused -> new ReentrantLock());
        boolean told = !here.tryLock();
        if (told) {
            waiting.run();
            here.lock();
        }
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    if (!told) {
                        waiting.run();
                    }
                    channel.lock();
                }
                return new Hold(here, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            here.unlock();
            throw e;
        }
    }

    /** A lock on a model; of the thread that took it. */
    record Hold(ReentrantLock here, FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                here.unlock();
            }
        }
    }

    private void write(String name, String content) {
        try {
            Path fresh = Files.createTempFile(folder, name, ".new");
            try {
                Files.writeString(fresh, content);
                Files.move(
                        fresh,
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
