package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.models.PublishedModel.Piece;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.published();

    @Test
    void knowsModelsOfEveryKindOnceEach() {
        assertThat(catalogue.models())
                .extracting(PublishedModel::kind)
                .containsAll(EnumSet.allOf(ModelKind.class));
        assertThat(catalogue.models()).extracting(PublishedModel::name).doesNotHaveDuplicates();
        assertThat(catalogue.find(Catalogue.FIRST)).isPresent();
    }

    @Test
    void namesSourcesWithTlsOnlyAndArchivesThatItCanUnpack() {
        assertThat(pieces().flatMap(piece -> piece.sources().stream()))
                .allMatch(source -> source.getScheme().equals("https"));
        assertThat(pieces().filter(Piece::unpack).map(Piece::file))
                .allMatch(name -> name.matches(".*\\.(zip|tar|tar\\.gz|tgz)"));
    }

    @Test
    void namesThePlaceOfEveryChecksumAndSaysWhatHasNone() {
        assertThat(pieces().flatMap(piece -> piece.checksum().stream()))
                .isNotEmpty()
                .allMatch(sum -> sum.byPublisher() == sum.place().startsWith("https://"))
                .allMatch(
                        sum ->
                                sum.value().length()
                                        == switch (sum.algorithm()) {
                                            case "sha256" -> 64;
                                            case "sha1" -> 40;
                                            default -> 32;
                                        });
        assertThat(catalogue.find("vosk-model-small-de-0.15").orElseThrow().checked())
                .isEqualTo("pinned at first download");
    }

    private Stream<Piece> pieces() {
        return catalogue.models().stream().flatMap(model -> model.pieces().stream());
    }
}
