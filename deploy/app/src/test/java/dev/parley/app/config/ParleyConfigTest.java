package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .contains("data", "zone", "gateway.http-port");
    }

    @ParameterizedTest
    @CsvSource({
        "partitions, 0",
        "gateway.http-port, 70000",
        "turn.silence, 10ms",
        "dialogue.deadline, 1ms",
        "engines.recognizers, 0",
        "engines.voice.openai.url, ftp://here",
        "engines.voice.openai.patience, 0s",
        "engines.voice.piper.threads, 0",
        "engines.whisper.url, ftp://here",
        "engines.whisper.pause, 1ms",
        "engines.whisper.at-once, 0",
        "engines.whisper.local.sha256, abc",
        "tools.calls-per-window, 0"
    })
    void namesThePropertyThatAStageRefuses(String property, String value) {
        // Given
        Source flags = new Flags(Map.of(property, value), "--set");

        // Then
        assertThatThrownBy(() -> Configuration.load(ParleyConfig.defaults(), List.of(flags)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("%s is %s (flag --set): ".formatted(property, value));
    }

    @Test
    void refusesTwoVoicesAtOnce() {
        assertThatThrownBy(
                        () ->
                                usual().with(
                                                Map.of(
                                                        "engines.coqui-url",
                                                        "http://tts:5002",
                                                        "engines.voice.openai.url",
                                                        "http://tts:8000/v1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("only one voice can be set");
    }

    @Test
    void showsNobodyTheKeysOfEngines() {
        // Given
        ParleyConfig config =
                usual().with(
                                Map.of(
                                        "engines.voice.openai.key",
                                        "sk-nobody",
                                        "engines.whisper.key",
                                        "sk-nobody"));

        // Then
        assertThat(config.shown().toString()).doesNotContain("sk-nobody");
        assertThat(config.toString()).doesNotContain("sk-nobody");
    }

    @Test
    void canBeHadWithOtherPropertiesAndAllElseAsItWas() {
        // Given
        ParleyConfig config = ParleyConfig.defaults().with(Map.of("turn.silence", "900ms"));

        // When
        ParleyConfig elsewhere = config.in(Path.of("/elsewhere")).onAnyPort();

        // Then
        assertThat(elsewhere.data()).isEqualTo(Path.of("/elsewhere"));
        assertThat(elsewhere.gateway().httpPort()).isZero();
        assertThat(elsewhere.gateway().voicePort()).isZero();
        assertThat(elsewhere.turn()).isEqualTo(config.turn()).isNotEqualTo(usual().turn());
        assertThat(elsewhere.with(Map.of("data", config.data().toString())))
                .isEqualTo(config.onAnyPort());
    }

    @Test
    void refusesPropertiesThatItDoesNotHave() {
        assertThatThrownBy(() -> usual().with(Map.of("gateway.hots", "::1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gateway.host");
    }

    private static ParleyConfig usual() {
        return ParleyConfig.defaults();
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
                .contains("environment PARLEY_DATA", "environment PARLEY_GATEWAY_HOST");
    }
}
