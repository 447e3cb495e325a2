package dev.parley.app.models;

import dev.parley.app.models.PublishedModel.Piece;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches models: downloads, checks, unpacks, and moves them to their place at once. What several
 * threads or processes want at the same time is fetched once. Blocks; an interrupt ends it and
 * leaves what came for the next try.
 */
public final class Fetching {
    private static final long SLACK = 1_000_000;

    private final ModelStore store;
    private final Disk disk;
    private final Download download;

    Fetching(ModelStore store, HttpClient client, Patience patience, Disk disk) {
        this.store = store;
        this.disk = disk;
        this.download = new Download(client, patience, disk);
    }

    /** By the network, through the proxy that the environment names. */
    static Fetching over(ModelStore store, Patience patience, Map<String, String> environment) {
        return new Fetching(store, client(patience, environment).build(), patience, Disk.REAL);
    }

    static HttpClient.Builder client(Patience patience, Map<String, String> environment) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .connectTimeout(patience.connecting())
                        .followRedirects(HttpClient.Redirect.NORMAL);
        Proxies.configure(client, environment);
        return client;
    }

    /**
     * @param repin whether a file that differs from its first download is taken all the same, which
     *     a published checksum doesn't allow
     * @return the model's folder
     * @throws ModelFault if it can't be had
     */
    Path fetch(PublishedModel model, boolean repin, Progress progress)
            throws IOException, InterruptedException {
        if (store.has(model.name())) {
            return store.folderOf(model.name());
        }
        try (ModelStore.Hold unused =
                store.hold(
                        model.name(),
                        () -> progress.note("Waiting for another that fetches " + model.name()))) {
            if (!store.has(model.name())) {
                fetchAlone(model, repin, progress);
            }
        }
        return store.folderOf(model.name());
    }

    private void fetchAlone(PublishedModel model, boolean repin, Progress progress)
            throws IOException, InterruptedException {
        Path folder = store.fetching(model.name());
        Path whole = folder.resolve("whole");
        Path unpacked = folder.resolve("unpacked");
        ModelStore.delete(unpacked);
        try {
            requireRoom(model, folder);
            Files.createDirectories(whole);
            for (Piece piece : model.pieces()) {
                whole = fetchPiece(model, piece, repin, folder, whole, progress);
            }
            store.put(model.name(), whole);
        } catch (IOException e) {
            if (isFull(e, folder)) {
                throw full(model, folder);
            }
            throw e;
        } finally {
            if (!store.has(model.name())) {
                // What was half unpacked is of no use to the next try, and may be large.
                ModelStore.delete(unpacked);
            }
        }
        ModelStore.delete(folder);
    }

    /**
     * @return the folder that the model is in by now
     */
    private Path fetchPiece(
            PublishedModel model,
            Piece piece,
            boolean repin,
            Path folder,
            Path whole,
            Progress progress)
            throws IOException, InterruptedException {
        if (Files.isRegularFile(whole.resolve(piece.file()))) {
            return whole; // checked and moved there by an earlier try
        }
        Download.Got got = checked(model, piece, repin, folder, progress);
        String sha256 = Checksum.sha256(got.file().path());
        Path result = whole;
        if (piece.unpack()) {
            Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
            progress.note("Unpacking " + piece.file());
            try {
                result =
                        Archive.unpack(
                                got.file().path(),
                                piece.file(),
                                unpacked,
                                piece.mostUnpacked(),
                                disk);
            } catch (ModelFault e) {
                got.file().discard();
                throw e;
            }
        } else {
            Files.move(got.file().path(), whole.resolve(piece.file()));
        }
        store.pin(model.name(), piece.file(), sha256, got.source().toString());
        got.file().discard();
        return result;
    }

    /** Downloads; a source whose file is wrong gives way to the next. */
    private Download.Got checked(
            PublishedModel model, Piece piece, boolean repin, Path folder, Progress progress)
            throws IOException, InterruptedException {
        int source = 0;
        while (true) {
            Download.Got got = download.get(piece, folder, source, progress);
            Path file = got.file().path();
            Optional<String> fault = fault(model, piece, repin, file);
            if (fault.isEmpty()) {
                return got;
            }
            got.file().discard();
            source = got.index() + 1;
            String words = got.source().getHost() + " gave another file: " + fault.get();
            if (source >= piece.sources().size()) {
                throw ModelFault.damaged(words + " It was thrown away.");
            }
            progress.note(words + " Asking " + piece.sources().get(source).getHost());
        }
    }

    private Optional<String> fault(PublishedModel model, Piece piece, boolean repin, Path file)
            throws IOException {
        Optional<Checksum> published = piece.checksum();
        if (published.isPresent() && !published.get().fits(file)) {
            return Optional.of(
                    "%s hasn't the %s %s that stands at %s."
                            .formatted(
                                    piece.file(),
                                    published.get().algorithm(),
                                    published.get().value(),
                                    published.get().place()));
        }
        Optional<String> pinned = store.pin(model.name(), piece.file());
        if (!repin && pinned.isPresent() && !pinned.get().equals(Checksum.sha256(file))) {
            return Optional.of(
                    "%s hasn't the sha256 %s of its first download; if its publisher changed it, fetch it with --repin."
                            .formatted(piece.file(), pinned.get()));
        }
        return Optional.empty();
    }

    private void requireRoom(PublishedModel model, Path folder) throws IOException {
        if (disk.free(folder) < wanted(model, folder)) {
            throw full(model, folder);
        }
    }

    /**
     * A download may be longer than was published, so that a little more than that is asked for.
     */
    private ModelFault full(PublishedModel model, Path folder) throws IOException {
        long free = disk.free(folder);
        long wanted = Math.max(wanted(model, folder), free + SLACK);
        return ModelFault.full(model.name(), wanted, free, store.folder());
    }

    /** What it still takes, in bytes. */
    private static long wanted(PublishedModel model, Path folder) throws IOException {
        long wanted = model.pieces().stream().mapToLong(Piece::wanted).sum();
        try (java.util.stream.Stream<Path> parts = Files.list(folder)) {
            for (Path part : parts.filter(Files::isRegularFile).toList()) {
                wanted -= Files.size(part);
            }
        }
        return Math.max(wanted, 1);
    }

    private boolean isFull(IOException e, Path folder) throws IOException {
        return String.valueOf(e.getMessage()).contains("No space left")
                || String.valueOf(e.getMessage()).contains("Disk quota exceeded")
                || disk.free(folder) < 1 << 16;
    }
}
