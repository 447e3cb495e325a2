package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where this machine's Parley listens, as {@code endpoint.json} in its data directory: {@code
 * {"url": "ws://127.0.0.1:9000/v1/realtime", "token": "…"}}. Readable by its owner only.
 *
 * @param url the address of the voice WebSocket
 * @param token the local token
 */
public record Endpoint(URI url, String token) {
    private static final String FILE = "endpoint.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Path file(Path data) {
        return data.resolve(FILE);
    }

    /**
     * @param data the data directory
     * @return empty if no Parley has left its address there
     * @throws IOException if the file can't be read, or isn't what {@link #write} makes
     */
    public static Optional<Endpoint> read(Path data) throws IOException {
        Path file = file(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode fields = JSON.readTree(file.toFile());
        String url = fields.path("url").asText("");
        String token = fields.path("token").asText("");
        if (url.isEmpty() || token.isEmpty()) {
            throw new IOException(file + " has no url or no token");
        }
        try {
            return Optional.of(new Endpoint(new URI(url), token));
        } catch (URISyntaxException e) {
            throw new IOException(file + " holds a malformed url", e);
        }
    }

    /** Leaves the address in the data directory, whole or not at all. */
    public void write(Path data) throws IOException {
        byte[] json =
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(
                                JSON.createObjectNode()
                                        .put("url", url.toString())
                                        .put("token", token));
        Path draft = Files.createTempFile(data, FILE, ".tmp", ownerOnly());
        Files.write(draft, json);
        Files.move(
                draft,
                file(data),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the address away, as nothing listens there any more. */
    public static void remove(Path data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "Endpoint[url=" + url + "]";
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
