package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jspecify.annotations.Nullable;

/**
 * Where this machine's Parley listens, as {@code endpoint.json} in its data directory: {@code
 * {"url": "ws://127.0.0.1:9000/v1/realtime", "http": "http://127.0.0.1:8000/", "token": "…"}}.
 * Readable by its owner only.
 *
 * @param url the address of the voice WebSocket
 * @param http the address of the HTTP API; null if it wasn't left there
 * @param token the local token
 * @param authority that vouches for the server; null if there is no TLS, or the system knows who
 *     does
 */
public record Endpoint(URI url, @Nullable URI http, String token, @Nullable Path authority) {
    private static final String FILE = "endpoint.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Endpoint(URI url, String token) {
        this(url, null, token, null);
    }

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
            String http = fields.path("http").asText("");
            String authority = fields.path("authority").asText("");
            return Optional.of(
                    new Endpoint(
                            new URI(url),
                            http.isEmpty() ? null : new URI(http),
                            token,
                            authority.isEmpty() ? null : Path.of(authority)));
        } catch (URISyntaxException e) {
            throw new IOException(file + " holds a malformed url", e);
        }
    }

    /** Leaves the address in the data directory, whole or not at all. */
    public void write(Path data) throws IOException {
        ObjectNode fields = JSON.createObjectNode().put("url", url.toString());
        if (http != null) {
            fields.put("http", http.toString());
        }
        if (authority != null) {
            fields.put("authority", authority.toAbsolutePath().toString());
        }
        byte[] json =
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fields.put("token", token));
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
        return "Endpoint[url=" + url + ", http=" + http + "]";
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
