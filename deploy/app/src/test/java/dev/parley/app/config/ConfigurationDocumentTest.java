package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.docs.GeneratedDocument;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
    /** Defaults that depend on the machine. */
    private static final Map<String, String> OF_THE_MACHINE =
            Map.of(
                    "data", "the folder `data` beside the launcher",
                    "zone", "the machine's",
                    "engines.recognizers", "the number of processors");

    private final List<Configuration.Entry> entries =
            Configuration.load(ParleyConfig.defaults(), List.of()).entries();

    @Test
    void isTheCommittedOne() throws IOException {
        new GeneratedDocument("configuration.md").holds(document());
    }

    @Test
    void explainsEveryProperty() {
        assertThat(entries)
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(entry.description()).as(entry.property()).isNotBlank());
    }

    @Test
    void knowsWhichDefaultsDependOnTheMachine() {
        assertThat(entries)
                .extracting(Configuration.Entry::property)
                .containsAll(OF_THE_MACHINE.keySet());
    }

    private String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration

                        <!-- Generated from the code: mvn test with -Dparley.docs.write=true writes it anew. -->

                        A property is taken from the first of: `--set PROPERTY=VALUE`, the environment variable, the file
                        (`--config FILE`, else `PARLEY_CONFIG`, else `parley.yaml` in the working directory; nested names), its
                        default. `parley config` prints what holds, and where it came from. A mistyped name is an error.

                        | property | default | unit | environment variable | meaning |
                        |---|---|---|---|---|
                        """);
        for (Configuration.Entry entry : entries) {
            text.append(
                    "| `%s` | %s | %s | `%s` | %s |\n"
                            .formatted(
                                    entry.property(),
                                    shownDefault(entry),
                                    entry.unit(),
                                    entry.variable(),
                                    entry.description()));
        }
        return text.toString();
    }

    private static String shownDefault(Configuration.Entry entry) {
        String ofTheMachine = OF_THE_MACHINE.get(entry.property());
        if (ofTheMachine != null) {
            return ofTheMachine;
        }
        return entry.value().isEmpty() ? "not set" : "`" + entry.value() + "`";
    }
}
