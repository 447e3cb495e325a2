package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ConfigurationOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of {@code docker-compose.yml} relies on. */
class ComposeFileTest {
    private static final ComposeFile COMPOSE = read();

    private static ComposeFile read() {
        try {
            return ComposeFile.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Set<String> services() {
        return COMPOSE.services().keySet();
    }

    static Set<String> parley() {
        return COMPOSE.parley().keySet();
    }

    @Test
    void runsEveryRoleThatHasStages() {
        Set<List<String>> commands =
                COMPOSE.parley().values().stream()
                        .map(ComposeFile.Service::command)
                        .collect(Collectors.toSet());

        Roles.all()
                .forEach(
                        (role, stages) -> {
                            if (stages.isEmpty()) {
                                assertThat(commands).doesNotContain(List.of("run", "--role", role));
                            } else {
                                assertThat(commands).contains(List.of("run", "--role", role));
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void isPinnedBoundedAndWatched(String name) {
        ComposeFile.Service service = COMPOSE.services().get(name);

        assertThat(service.image()).matches("[a-z/]+:\\d+\\.\\d+(\\.\\d+)?");
        assertThat(service.limit("memory")).isPresent();
        assertThat(service.limit("cpus")).isPresent();
        assertThat(service.healthcheck())
                .hasValueSatisfying(
                        check ->
                                assertThat(check.containsKey("test") || name.equals("prepare"))
                                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("services")
    void waitsForWhatIsThereAndTellsItsHealth(String name) {
        COMPOSE.services()
                .get(name)
                .dependsOn()
                .forEach(
                        (other, condition) -> {
                            assertThat(services()).contains(other);
                            assertThat(condition)
                                    .isEqualTo(
                                            other.equals("prepare")
                                                    ? "service_completed_successfully"
                                                    : "service_healthy");
                        });
    }

    @ParameterizedTest
    @MethodSource("parley")
    void setsOnlyWhatIsAProperty(String name) {
        Map<String, String> environment = COMPOSE.parley().get(name).environment();
        Set<String> variables =
                new ConfigurationOptions()
                        .load().entries().stream()
                                .map(entry -> entry.variable())
                                .collect(Collectors.toSet());

        assertThat(environment).isNotEmpty();
        assertThat(variables).containsAll(environment.keySet());
    }
}
