package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
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
}
