package dev.parley.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Holds the committed schema files of a module against its record classes. Run with {@code
 * -Dparley.schemas.commit=true} to write what is new as the next version, with the next free id.
 */
public final class CommittedSchemas {
    private final Path resources;
    private final int firstId;

    /**
     * @param firstId the lowest id of this module's block
     */
    public CommittedSchemas(Path resources, int firstId) {
        this.resources = resources;
        this.firstId = firstId;
    }

    public void areThoseOf(List<Class<?>> types) throws IOException {
        assertThat(types).as("types with a schema").isNotEmpty();
        List<String> missing = new ArrayList<>();
        for (Class<?> type : types) {
            Schema derived = AvroForm.of(type);
            List<SchemaCatalogue.Entry> versions = versions(type);
            if (!versions.isEmpty() && versions.getLast().schema().equals(derived)) {
                continue;
            }
            if (Boolean.getBoolean("parley.schemas.commit")) {
                write(type, versions.size() + 1, derived);
            } else {
                missing.add(derived.getFullName());
            }
        }
        assertThat(missing)
                .as(
                        "records whose schema changed without a committed version"
                                + " (-Dparley.schemas.commit=true)")
                .isEmpty();
    }

    /**
     * Each version can read, and be read by, every other: FULL_TRANSITIVE in the registries' words.
     */
    public void areCompatible() {
        List<SchemaCatalogue.Entry> entries = SchemaCatalogue.load().entries();
        assertThat(entries).isNotEmpty();
        for (SchemaCatalogue.Entry reader : entries) {
            for (SchemaCatalogue.Entry writer : entries) {
                if (reader.name().equals(writer.name())) {
                    assertThat(
                                    SchemaCompatibility.checkReaderWriterCompatibility(
                                                    reader.schema(), writer.schema())
                                            .getType())
                            .as(
                                    "%s v%d reads v%d",
                                    reader.name(), reader.version(), writer.version())
                            .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
                }
            }
        }
    }

    private List<SchemaCatalogue.Entry> versions(Class<?> type) {
        return SchemaCatalogue.load().entries().stream()
                .filter(entry -> entry.name().equals(AvroForm.fullName(type)))
                .sorted((a, b) -> Integer.compare(a.version(), b.version()))
                .toList();
    }

    private void write(Class<?> type, int version, Schema schema) throws IOException {
        Path index = resources.resolve(SchemaCatalogue.INDEX);
        Path file =
                resources.resolve(
                        "META-INF/parley/avro/" + schema.getFullName() + ".v" + version + ".avsc");
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema.toString(true) + "\n");
        List<String> lines =
                Files.exists(index)
                        ? new ArrayList<>(Files.readAllLines(index))
                        : new ArrayList<>(List.of("# id\tname\tversion\tclass"));
        int id =
                lines.stream()
                                .filter(line -> !line.startsWith("#") && !line.isBlank())
                                .mapToInt(line -> Integer.parseInt(line.split("\t")[0]))
                                .max()
                                .orElse(firstId - 1)
                        + 1;
        lines.add(id + "\t" + schema.getFullName() + "\t" + version + "\t" + type.getName());
        Files.write(index, lines);
    }
}
