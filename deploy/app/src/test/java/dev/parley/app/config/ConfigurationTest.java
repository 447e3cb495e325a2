package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private final List<Source> sources = new ArrayList<>();

    @TempDir private Path directory;

    @Test
    void isTheDefaultsWhereNobodySaysAnything() {
        // When
        Configuration<HouseConfig> configuration = load();

        // Then
        assertThat(configuration.root()).isEqualTo(HouseConfig.defaults());
        assertThat(configuration.entries())
                .extracting(Configuration.Entry::source)
                .containsOnly("default");
    }

    @Test
    void readsEveryTypeFromNestedAndFlatYaml() throws IOException {
        // Given
        file(
                """
                zone: Europe/Berlin
                data: /var/lib/house   # where it lies
                door:
                  http-port: 8_001
                  max-message: 4MB
                  token: s3cret
                  issuer: https://id.example/realm
                  certificate: /etc/house.pem
                  origins:
                    - https://a.example
                    - "https://b.example,c"
                ear.silence: 1m30s
                ear:
                  longest: PT2H
                  threshold: -3
                  partials: off
                  voice: low-and-slow
                """);

        // When
        HouseConfig house = load().root();

        // Then
        assertThat(house)
                .isEqualTo(
                        new HouseConfig(
                                Path.of("/var/lib/house"),
                                ZoneId.of("Europe/Berlin"),
                                new HouseConfig.DoorConfig(
                                        8001,
                                        4_000_000,
                                        "s3cret",
                                        Optional.of(URI.create("https://id.example/realm")),
                                        Path.of("/etc/house.pem"),
                                        List.of("https://a.example", "https://b.example,c")),
                                new HouseConfig.EarConfig(
                                        Duration.ofSeconds(90),
                                        Duration.ofHours(2),
                                        -3,
                                        false,
                                        HouseConfig.Voice.LOW_AND_SLOW)));
    }

    @Test
    void prefersTheEnvironmentToTheFileAndFlagsToBoth() throws IOException {
        // Given
        file("{door: {http-port: 1, max-message: 1, token: one}}");
        environment(Map.of("PARLEY_DOOR_HTTP_PORT", "2", "PARLEY_DOOR_MAX_MESSAGE", "2"));
        flags(Map.of("door.http-port", "3"));

        // When
        Configuration<HouseConfig> configuration = load();

        // Then
        assertThat(configuration.root().door())
                .returns(3, HouseConfig.DoorConfig::httpPort)
                .returns(2L, HouseConfig.DoorConfig::maxMessage)
                .returns("one", HouseConfig.DoorConfig::token);
        assertThat(configuration.entries())
                .extracting(Configuration.Entry::property, Configuration.Entry::source)
                .contains(
                        tuple("door.http-port", "flag --set"),
                        tuple("door.max-message", "environment PARLEY_DOOR_MAX_MESSAGE"),
                        tuple("door.token", directory.resolve("house.yaml") + " line 1"),
                        tuple("ear.silence", "default"));
    }

    @Test
    void suggestsTheNearestNameForAMistypedOneInItsOwnNotation() throws IOException {
        // Given
        file("door:\n  htpp-port: 1\n");
        environment(Map.of("PARLEY_EAR_SILENC", "1s"));
        flags(Map.of("silence", "1s", "quite.another.thing", "1"));

        // Then
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "there is no property door.htpp-port (%s line 2); did you mean door.http-port?"
                                .formatted(directory.resolve("house.yaml")),
                        "there is no property for the environment variable PARLEY_EAR_SILENC; did"
                                + " you mean PARLEY_EAR_SILENCE?",
                        "there is no property silence (flag --set); did you mean ear.silence?",
                        "there is no property quite.another.thing (flag --set); parley config lists"
                                + " them all");
    }

    @Test
    void namesPropertyValueOriginAndWhatIsAllowedForEachBadValueAtOnce() {
        // Given
        environment(Map.of("PARLEY_EAR_VOICE", "middle"));
        flags(
                Map.of(
                        "door.http-port", "80o1",
                        "door.max-message", "lots",
                        "ear.silence", "700",
                        "ear.partials", "maybe",
                        "zone", "Berlin"));

        // Then
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "ear.voice is \"middle\" (environment PARLEY_EAR_VOICE) but must be one of"
                                + " low-and-slow, high",
                        "door.http-port is \"80o1\" (flag --set) but must be a whole number",
                        "door.max-message is \"lots\" (flag --set) but must be a number of bytes"
                                + " such as 4096, 64KiB or 256MB",
                        "ear.silence is \"700\" (flag --set) but must be a duration such as 700ms,"
                                + " 30s, 1h30m or PT30S",
                        "ear.partials is \"maybe\" (flag --set) but must be true or false",
                        "zone is \"Berlin\" (flag --set) but must be a time zone such as"
                                + " Europe/Berlin or UTC");
    }

    @Test
    void namesThePropertyThatARecordRefuses() {
        // Given
        flags(Map.of("door.http-port", "70000", "door.max-message", "5"));

        // Then
        assertThat(problems())
                .containsExactly(
                        "door.http-port is 70000 (flag --set): httpPort must be 0 to 65535");
    }

    @Test
    void namesWhatWasSetWhereARecordBlamesNoComponent() {
        // Given
        flags(Map.of("ear.silence", "31s"));

        // Then
        assertThat(problems())
                .containsExactly(
                        "ear.silence is 31s (flag --set): a pause can't be longer than all of it");
    }

    @Test
    void saysWhereAFileIsNoYamlOrCannotBeRead() throws IOException {
        // Given
        file("door:\n  token: [unclosed\n");
        sources.add(new YamlFile(directory.resolve("missing.yaml")));

        // Then
        assertThat(problems())
                .hasSize(2)
                .satisfies(
                        malformed -> assertThat(malformed).contains("house.yaml line 3 is no YAML"),
                        org.assertj.core.data.Index.atIndex(0))
                .satisfies(
                        missing ->
                                assertThat(missing)
                                        .contains(
                                                "missing.yaml can't be read: there is no such"
                                                        + " file"),
                        org.assertj.core.data.Index.atIndex(1));
    }

    @Test
    void refusesAPropertyThatStandsTwiceInAFile() throws IOException {
        // Given
        file("ear.silence: 1s\near:\n  silence: 2s\n");

        // Then
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("ear.silence stands twice", "line 1", "line 3");
    }

    @Test
    void refusesAValueWhereThereAreProperties() throws IOException {
        // Given
        file("ear:\ndoor: 8001\n");

        // Then
        assertThat(problems())
                .singleElement()
                .asString()
                .contains(
                        "door (",
                        "holds properties, not a value: door.http-port, door.max-message");
    }

    @Test
    void neverShowsASecret() {
        // Given
        flags(Map.of("door.token", "s3cret", "door.http-port", "70000"));

        // When
        List<String> complaints = problems();
        sources.clear();
        flags(Map.of("door.token", "s3cret"));
        List<Configuration.Entry> entries = load().entries();

        // Then
        assertThat(complaints.toString() + entries).doesNotContain("s3cret").contains("(secret)");
    }

    @Test
    void overlooksWhatKubernetesTellsAboutServicesOfTheSameName() {
        // Given
        environment(
                Map.of(
                        "PARLEY_DOOR_SERVICE_HOST", "10.0.0.1",
                        "PARLEY_DOOR_PORT", "tcp://10.0.0.1:8000",
                        "PARLEY_DOOR_PORT_8000_TCP_ADDR", "10.0.0.1",
                        "PARLEY_JVM_OPTIONS", "-Xmx2g",
                        "PATH", "/bin"));

        // Then
        assertThat(load().root()).isEqualTo(HouseConfig.defaults());
    }

    @Test
    void readsEmptyAsNothingWhereNothingIsAllowed() {
        // Given
        flags(
                Map.of(
                        "door.issuer",
                        "",
                        "door.certificate",
                        "",
                        "door.origins",
                        "",
                        "door.token",
                        ""));

        // Then
        assertThat(load().root()).isEqualTo(HouseConfig.defaults());
    }

    @Test
    void refusesATreeWithATypeThatCannotBeRead() {
        // Given
        record Odd(Thread thread) {}

        // Then
        assertThatThrownBy(() -> Configuration.load(new Odd(Thread.currentThread()), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private Configuration<HouseConfig> load() {
        return Configuration.load(HouseConfig.defaults(), sources);
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigurationException.class, this::load).problems();
    }

    private void file(String yaml) throws IOException {
        sources.add(new YamlFile(Files.writeString(directory.resolve("house.yaml"), yaml)));
    }

    private void environment(Map<String, String> variables) {
        sources.add(new Environment(variables));
    }

    private void flags(Map<String, String> values) {
        sources.add(new Flags(new LinkedHashMap<>(values), "--set"));
    }
}
