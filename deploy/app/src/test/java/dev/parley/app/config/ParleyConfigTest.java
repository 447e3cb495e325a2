package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParleyConfigTest {
    @Test
    void hasDefaultsThatItAcceptsAndCanList() {
        // When
        Configuration<ParleyConfig> configuration =
                Configuration.load(ParleyConfig.defaults(), List.of());

        // Then
        assertThat(configuration.root()).isEqualTo(ParleyConfig.defaults());
        assertThat(configuration.entries())
                .extracting(Configuration.Entry::property)
                .contains("data", "host", "zone");
    }

    @Test
    void refusesABlankHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParleyConfig(Path.of("data"), " ", ZoneId.of("UTC")))
                .withMessageContaining("host");
    }

    @Test
    void hasEveryVariableOfTheExampleEnvironment() throws IOException {
        // Given
        Pattern setting = Pattern.compile("^#?(PARLEY_[A-Z_]+)=(.*)$", Pattern.MULTILINE);
        Map<String, String> variables =
                setting.matcher(Files.readString(Path.of("../../.env.example")))
                        .results()
                        .collect(
                                Collectors.toMap(found -> found.group(1), found -> found.group(2)));

        // When
        Configuration<ParleyConfig> configuration =
                Configuration.load(ParleyConfig.defaults(), List.of(new Environment(variables)));

        // Then
        assertThat(configuration.entries())
                .extracting(Configuration.Entry::source)
                .contains("environment PARLEY_DATA", "environment PARLEY_HOST");
    }
}
