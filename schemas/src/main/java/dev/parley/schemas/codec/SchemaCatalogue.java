package dev.parley.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The committed schemas of every module on the class path, by their fixed ids. */
public final class SchemaCatalogue {
    static final String INDEX = "META-INF/parley/schemas.tsv";

    private final Map<Integer, Entry> byId = new HashMap<>();
    private final Map<Class<?>, Entry> newest = new HashMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();

    /**
     * One version of one type's schema.
     *
     * @param id its fixed id on the wire
     * @param name the Avro full name, which is the CloudEvents type too
     * @param version from 1
     * @param type the class it is read into; null if this build has it no more
     * @param json the schema
     */
    public record Entry(int id, String name, int version, @Nullable Class<?> type, String json) {
        Schema schema() {
            return new Schema.Parser().parse(json);
        }
    }

    private SchemaCatalogue() {}

    static SchemaCatalogue of(List<Entry> entries) {
        SchemaCatalogue catalogue = new SchemaCatalogue();
        entries.forEach(catalogue::add);
        return catalogue;
    }

    public static SchemaCatalogue load() {
        SchemaCatalogue catalogue = new SchemaCatalogue();
        ClassLoader loader = SchemaCatalogue.class.getClassLoader();
        try {
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                catalogue.read(index, loader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the schema index can't be read", e);
        }
        return catalogue;
    }

    private void read(URL index, ClassLoader loader) throws IOException {
        for (String line : text(index).lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            String name = columns[1];
            int version = Integer.parseInt(columns[2]);
            String file = "META-INF/parley/avro/" + name + ".v" + version + ".avsc";
            URL resource = loader.getResource(file);
            if (resource == null) {
                throw new IOException(
                        "schema " + file + " is in the index but not on the class path");
            }
            add(
                    new Entry(
                            Integer.parseInt(columns[0]),
                            name,
                            version,
                            classOrNull(columns[3], loader),
                            text(resource)));
        }
    }

    private void add(Entry entry) {
        Entry other = byId.putIfAbsent(entry.id(), entry);
        if (other != null) {
            throw new IllegalStateException(
                    "schema id "
                            + entry.id()
                            + " is given twice: "
                            + other.name()
                            + ", "
                            + entry.name());
        }
        Class<?> type = entry.type();
        if (type != null) {
            types.put(entry.name(), type);
            newest.merge(type, entry, (a, b) -> a.version() > b.version() ? a : b);
        }
    }

    private static @Nullable Class<?> classOrNull(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public Optional<Entry> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The class that records of a name are read into; empty if this build has none. */
    Optional<Class<?>> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** The newest schema of a class. */
    public Optional<Entry> newest(Class<?> type) {
        return Optional.ofNullable(newest.get(type));
    }

    /** Every entry, by id. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(byId.values());
        all.sort((a, b) -> Integer.compare(a.id(), b.id()));
        return all;
    }
}
