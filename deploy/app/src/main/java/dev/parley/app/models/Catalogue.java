package dev.parley.app.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The published models that Parley knows.
 *
 * @param models in the order in which they are listed
 */
public record Catalogue(List<PublishedModel> models) {
    private static final String RESOURCE = "catalogue.json";

    /** The model that is fetched at the first start. */
    public static final String FIRST = "vosk-model-small-en-us-0.15";

    public Catalogue {
        models = List.copyOf(models);
    }

    /** The one that comes with this program. */
    public static Catalogue published() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + RESOURCE);
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IllegalArgumentException if something in it makes no sense
     */
    static Catalogue read(InputStream json) throws IOException {
        List<PublishedModel> models = new ArrayList<>();
        for (JsonNode model : new ObjectMapper().readTree(json).path("models")) {
            List<PublishedModel.Piece> pieces = new ArrayList<>();
            model.path("pieces").forEach(piece -> pieces.add(piece(piece)));
            models.add(
                    new PublishedModel(
                            model.path("name").asText(),
                            ModelKind.of(model.path("kind").asText()),
                            model.path("language").asText(),
                            model.path("licence").asText(),
                            model.path("about").asText(),
                            pieces));
        }
        return new Catalogue(models);
    }

    private static PublishedModel.Piece piece(JsonNode piece) {
        List<URI> sources = new ArrayList<>();
        piece.path("sources").forEach(source -> sources.add(URI.create(source.asText())));
        return new PublishedModel.Piece(
                piece.path("file").asText(),
                piece.path("unpack").asBoolean(),
                piece.path("bytes").asLong(),
                sources,
                checksum(piece.path("checksum")));
    }

    private static @Nullable Checksum checksum(JsonNode checksum) {
        return checksum.isMissingNode()
                ? null
                : new Checksum(
                        checksum.path("algorithm").asText(),
                        checksum.path("value").asText(),
                        checksum.path("by").asText().equals("publisher"),
                        checksum.path("place").asText());
    }

    public Optional<PublishedModel> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /**
     * @throws UserError if there is none of that name
     */
    PublishedModel require(String name) {
        return find(name).orElseThrow(() -> ModelFault.unknown(name));
    }
}
