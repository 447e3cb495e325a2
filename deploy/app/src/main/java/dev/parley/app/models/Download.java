package dev.parley.app.models;

import dev.parley.app.models.PublishedModel.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gets a file from one of its sources, by HTTP (RFC 9110). What was cut off is gone on with where
 * the source gives ranges and still has the same version; a source that fails gives way to the
 * next. Blocks; an interrupt ends it, and leaves what came for the next try.
 */
final class Download {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
    private static final int BUFFER = 64 * 1024;

    private final HttpClient client;
    private final Patience patience;
    private final Disk disk;

    Download(HttpClient client, Patience patience, Disk disk) {
        this.client = client;
        this.patience = patience;
        this.disk = disk;
    }

    /** Why a source doesn't give it. */
    private static final class SourceFault extends IOException {
        private final boolean forGood;

        SourceFault(String words, boolean forGood) {
            super(words);
            this.forGood = forGood;
        }
    }

    /** What is written to has no room left. */
    private static final class WriteFault extends IOException {
        WriteFault(IOException cause) {
            super(cause);
        }
    }

    /**
     * @param folder where what came so far is kept, one file a source
     * @param first the first source to ask, so that a caller can go past one whose file was wrong
     * @throws ModelFault if no source gives it, or the disk is full
     */
    Got get(Piece piece, Path folder, int first, Progress progress)
            throws IOException, InterruptedException {
        StringBuilder faults = new StringBuilder();
        for (int i = first; i < piece.sources().size(); i++) {
            URI source = piece.sources().get(i);
            PartialFile partial = new PartialFile(folder.resolve(piece.file() + "." + i + ".part"));
            try {
                getFrom(source, piece, partial, progress);
                return new Got(partial, source, i);
            } catch (WriteFault e) {
                throw e.getCause() instanceof IOException cause ? cause : e;
            } catch (IOException e) {
                String words = source.getHost() + " " + told(e);
                faults.append(faults.isEmpty() ? "" : "; ").append(words);
                if (i + 1 < piece.sources().size()) {
                    progress.note(words + ": asking " + piece.sources().get(i + 1).getHost());
                }
            }
        }
        throw new ModelFault(
                "%s can't be fetched: %s. Try again later; what came so far is kept. Behind a proxy, set https_proxy."
                        .formatted(piece.file(), faults),
                ModelFault.UNREACHABLE);
    }

    /**
     * A whole file.
     *
     * @param index of the source among the piece's
     */
    record Got(PartialFile file, URI source, int index) {}

    private void getFrom(URI source, Piece piece, PartialFile partial, Progress progress)
            throws IOException, InterruptedException {
        int tries = 0;
        while (true) {
            long before = partial.begun();
            try {
                attempt(source, piece, partial, progress);
                return;
            } catch (SourceFault e) {
                if (e.forGood) {
                    throw e;
                }
                tries = retry(e, tries, before, partial);
            } catch (WriteFault | ConnectException | HttpConnectTimeoutException e) {
                throw e;
            } catch (IOException e) {
                tries = retry(e, tries, before, partial);
            }
        }
    }

    /** Waits for the next try, unless there were enough without anything new. */
    private int retry(IOException fault, int tries, long before, PartialFile partial)
            throws IOException, InterruptedException {
        int now = partial.begun() > before ? 1 : tries + 1;
        if (now >= patience.tries()) {
            throw fault;
        }
        Thread.sleep(patience.between().multipliedBy(now));
        return now;
    }

    private void attempt(URI source, Piece piece, PartialFile partial, Progress progress)
            throws IOException, InterruptedException {
        long begun = partial.begun();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(source)
                        .timeout(patience.stalled())
                        .header("User-Agent", "Parley")
                        .header("Accept-Encoding", "identity");
        if (begun > 0) {
            request.header("Range", "bytes=" + begun + "-")
                    .header("If-Range", partial.version().orElseThrow());
        }
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, patience.stalled())) {
            if (isWholeAlready(response, begun)) {
                return;
            }
            long total = begin(response, piece, partial, begun);
            receive(body, guard, piece, partial, total, progress);
        }
    }

    /**
     * Makes ready for what the source answers with.
     *
     * @return how long the whole file is, or -1 if the source doesn't say
     */
    private static long begin(
            HttpResponse<InputStream> response, Piece piece, PartialFile partial, long begun)
            throws IOException {
        int status = response.statusCode();
        OptionalLong length = response.headers().firstValueAsLong("Content-Length");
        long total;
        if (status == 206) {
            Matcher range =
                    RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != begun) {
                partial.discard();
                throw new SourceFault("gives another range than was asked for", false);
            }
            total = range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
        } else if (status == 200) {
            partial.beginAnew(version(response));
            total = length.orElse(-1);
        } else if (status == 416) {
            partial.discard();
            throw new SourceFault("has fewer bytes than before", false);
        } else {
            boolean passing = status >= 500 || status == 429 || status == 408;
            throw new SourceFault("answers with status " + status, !passing);
        }
        if (total > piece.mostBytes()) {
            partial.discard();
            throw new SourceFault(
                    "offers %s, far more than the %s that were published"
                            .formatted(ModelFault.told(total), ModelFault.told(piece.bytes())),
                    true);
        }
        return total;
    }

    /** Nothing was left to be sent when the last try ended. */
    private static boolean isWholeAlready(HttpResponse<InputStream> response, long begun) {
        return begun > 0
                && response.statusCode() == 416
                && response.headers()
                        .firstValue("Content-Range")
                        .filter(range -> range.equals("bytes */" + begun))
                        .isPresent();
    }

    private static Optional<String> version(HttpResponse<?> response) {
        return response.headers()
                .firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> response.headers().firstValue("Last-Modified"));
    }

    private void receive(
            InputStream body,
            StallGuard guard,
            Piece piece,
            PartialFile partial,
            long total,
            Progress progress)
            throws IOException {
        long has = Files.isRegularFile(partial.path()) ? Files.size(partial.path()) : 0;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = open(partial.path())) {
            progress.has(piece.file(), has, Math.max(has, total < 0 ? piece.bytes() : total));
            int read;
            while ((read = read(body, buffer, guard)) >= 0) {
                guard.alive();
                if (has + read > piece.mostBytes()) {
                    partial.discard();
                    throw new SourceFault("sends far more than was published", true);
                }
                write(out, buffer, read);
                has += read;
                progress.has(piece.file(), has, Math.max(has, total < 0 ? piece.bytes() : total));
            }
        }
        if (guard.hasStalled()) {
            throw new SourceFault("sends nothing any more", false);
        }
        if (total >= 0 && has < total) {
            throw new SourceFault(
                    "was cut off at %s of %s"
                            .formatted(ModelFault.told(has), ModelFault.told(total)),
                    false);
        }
    }

    private static int read(InputStream body, byte[] buffer, StallGuard guard) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new SourceFault(
                    guard.hasStalled() ? "sends nothing any more" : "was cut off", false);
        }
    }

    private OutputStream open(Path file) throws IOException {
        try {
            return disk.append(file);
        } catch (IOException e) {
            throw new WriteFault(e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length) throws IOException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new WriteFault(e);
        }
    }

    private static String told(IOException e) {
        return switch (e) {
            case SourceFault fault -> String.valueOf(fault.getMessage());
            case HttpConnectTimeoutException unused -> "can't be reached";
            case HttpTimeoutException unused -> "doesn't answer";
            case ConnectException unused -> "can't be reached";
            default -> "fails (" + e.getClass().getSimpleName() + ")";
        };
    }
}
