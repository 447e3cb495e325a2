package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.SchemaCatalogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A build must read the states that builds before it left in the changelogs. Each folder holds what
 * one format wrote: per topology and key the record, and what it holds. Who adds a field to a state
 * writes the next folder with {@code -Dparley.states.write=vN}; folders that are there are never
 * written again.
 */
class RecordedStatesTest {
    private static final Path STATES = Path.of("src/test/resources/states");
    private static final String STATE = "state";

    /** A record of a changelog, as the file holds it. */
    record Recorded(
            String version, Scenario scenario, String key, byte[] kept, List<String> lines) {
        @Override
        public String toString() {
            return version + " " + scenario + " " + key;
        }
    }

    static List<Recorded> recorded() throws IOException {
        String write = System.getProperty("parley.states.write");
        if (write != null) {
            for (Scenario scenario : Scenario.all()) {
                record(STATES.resolve(write), scenario);
            }
        }
        List<Recorded> all = new ArrayList<>();
        try (Stream<Path> versions = Files.list(STATES)) {
            for (Path version : versions.sorted().toList()) {
                for (Scenario scenario : Scenario.all()) {
                    read(version, scenario, all);
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void readsWhatTheFormatWrote(Recorded recorded) {
        assertThat(lines(recorded.kept(), new Codec(Scenario.keys(), SchemaCatalogue.load())))
                .containsAll(recorded.lines());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void goesOnFromIt(Recorded recorded) {
        Scenario scenario = recorded.scenario();
        try (Driver driver = new Driver(scenario.topology().get(), Scenario.keys())) {
            // Given
            driver.restore(Map.of(recorded.key(), recorded.kept()));

            // When: all that it has heard comes again
            scenario.inputs().stream()
                    .filter(input -> input instanceof Scenario.Told)
                    .forEach(input -> Scenario.play(input, driver));

            // Then: it knows that it heard it
            long ofThisKey =
                    scenario.inputs().stream().filter(input -> isOf(input, recorded.key())).count();
            assertThat(driver.figures().repeated()).isEqualTo(ofThisKey);
            assertThat(driver.figures().deadLetters()).isZero();
        }
    }

    @Test
    void everyTopologyWithAStateIsRecorded() throws IOException {
        assertThat(recorded())
                .extracting(each -> each.version() + " " + each.scenario())
                .contains(
                        "v1 turn",
                        "v1 dialogue",
                        "v1 timer",
                        "v1 timeline",
                        "v1 audit",
                        "v2 answering",
                        "v3 turn",
                        "v3 pushing",
                        "v3 wishing",
                        "v4 ringing");
    }

    @Test
    void aPlantedChangeOfTheFormatIsFound() throws IOException {
        for (Recorded recorded : recorded()) {
            for (Plant plant : Plant.values()) {
                Codec codec = new Codec(Scenario.keys(), SchemaCatalogue.load());
                assertThatThrownBy(
                                () ->
                                        assertThat(lines(plant.in(recorded.kept(), codec), codec))
                                                .containsAll(recorded.lines()))
                        .as("%s in %s", plant, recorded)
                        .isInstanceOfAny(AssertionError.class, CodecException.class);
            }
        }
    }

    /** What a careless change would do to the bytes that it expects. */
    private enum Plant {
        /** Another id for the same schema. */
        OTHER_ID {
            @Override
            byte[] in(byte[] kept, Codec codec) {
                byte[] other = kept.clone();
                ByteBuffer.wrap(other).putInt(1, Codec.schemaId(kept) + 1);
                return other;
            }
        },
        /** A field more at the front. */
        FIELD_IN_FRONT {
            @Override
            byte[] in(byte[] kept, Codec codec) {
                return ByteBuffer.allocate(kept.length + 1)
                        .put(kept, 0, 5)
                        .put((byte) 2)
                        .put(kept, 5, kept.length - 5)
                        .array();
            }
        },
        /** The last field is gone. */
        FIELD_GONE {
            @Override
            byte[] in(byte[] kept, Codec codec) {
                Kept whole = (Kept) codec.decode(kept);
                return ByteBuffer.allocate(kept.length - whole.state().length)
                        .put(kept, 0, kept.length - whole.state().length)
                        .array();
            }
        };

        abstract byte[] in(byte[] kept, Codec codec);
    }

    private static boolean isOf(Scenario.Input input, String key) {
        return input instanceof Scenario.Told told
                && (told.topic().key() == dev.parley.schemas.topic.Topic.Key.USER
                        || told.envelope().session().value().equals(key));
    }

    private static void record(Path folder, Scenario scenario) throws IOException {
        Files.createDirectories(folder);
        try (Driver driver = new Driver(scenario.topology().get(), Scenario.keys())) {
            scenario.inputs().forEach(input -> Scenario.play(input, driver));
            for (Map.Entry<String, byte[]> entry : driver.kept().entrySet()) {
                Path file = folder.resolve(scenario + "-" + entry.getKey() + ".bin");
                if (!Files.exists(file)) {
                    Files.write(file, entry.getValue());
                    Codec codec = new Codec(Scenario.keys(), SchemaCatalogue.load());
                    Files.write(text(file), lines(entry.getValue(), codec));
                }
            }
        }
    }

    private static void read(Path version, Scenario scenario, List<Recorded> into)
            throws IOException {
        try (Stream<Path> files = Files.list(version)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                String prefix = scenario + "-";
                if (name.startsWith(prefix) && name.endsWith(".bin")) {
                    into.add(
                            new Recorded(
                                    version.getFileName().toString(),
                                    scenario,
                                    name.substring(prefix.length(), name.length() - 4),
                                    Files.readAllBytes(file),
                                    Files.readAllLines(text(file))));
                }
            }
        }
    }

    private static Path text(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".bin", ".txt"));
    }

    private static List<String> lines(byte[] bytes, Codec codec) {
        Kept kept = (Kept) codec.decode(bytes);
        SortedMap<String, String> lines = new TreeMap<>(Revealed.lines(kept));
        lines.remove("." + STATE);
        Revealed.lines(codec.decode(kept.state()))
                .forEach((path, value) -> lines.put(STATE + path, value));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue())
                .toList();
    }
}
