package dev.parley.connectors.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.ToolSandbox;
import dev.parley.streams.tool.ToolSandbox.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WallsIT {
    private static final SandboxConfig CONFIG = SandboxConfig.defaults();

    @Test
    void allHoldInTheSandbox() throws Exception {
        // Given
        try (BubblewrapSandbox sandbox = BubblewrapSandbox.open(CONFIG)) {
            // When, Then
            assertThat(Walls.broken(sandbox)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Wall.class)
    void eachIsMissedWhereItIsTakenDown(Wall wall) throws Exception {
        // Given
        try (BubblewrapSandbox leaky = BubblewrapSandbox.open(CONFIG, without(wall))) {
            ToolSandbox sandbox =
                    wall == Wall.TIME_LIMIT
                            ? (command, profile) -> leaky.run(command, patient(profile))
                            : leaky;

            // When, Then
            assertThat(Walls.broken(sandbox)).containsKey(wall);
        }
    }

    @Test
    void nothingRunsWhereThereIsNoBubblewrap() {
        // Given
        SandboxConfig missing = withBubblewrap("no-such-bubblewrap");

        // When
        try (ProvenSandbox sandbox = ProvenSandbox.open(missing)) {
            // Then
            assertThatThrownBy(
                            () ->
                                    sandbox.run(
                                            ToolSandbox.Command.of("/bin/true"), CONFIG.profile()))
                    .isInstanceOfSatisfying(
                            SandboxUnavailableException.class,
                            refused -> assertThat(refused.fault()).contains("no-such-bubblewrap"));
        }
    }

    @Test
    void whatIsProvenRuns() throws Exception {
        // Given
        try (ProvenSandbox sandbox = ProvenSandbox.open(CONFIG)) {
            // When
            ToolSandbox.Outcome outcome =
                    sandbox.run(
                            ToolSandbox.Command.of("/bin/echo", "hello; $(id)"), CONFIG.profile());

            // Then
            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.output().text()).contains("hello; $(id)\n");
        }
    }

    private static Profile patient(Profile profile) {
        return new Profile(
                profile.readable(),
                profile.network(),
                profile.memoryBytes(),
                profile.processes(),
                profile.scratchBytes(),
                profile.fileBytes(),
                profile.outputBytes(),
                Duration.ofSeconds(30));
    }

    private static SandboxConfig withBubblewrap(String program) {
        return new SandboxConfig(
                program,
                CONFIG.uid(),
                CONFIG.concurrent(),
                CONFIG.memory(),
                CONFIG.processes(),
                CONFIG.scratch(),
                CONFIG.file(),
                CONFIG.output(),
                CONFIG.limit(),
                CONFIG.readable());
    }

    /** Takes out of the command line what makes the wall. */
    private static UnaryOperator<List<String>> without(Wall wall) {
        return switch (wall) {
            case NETWORK, PTRACE, MOUNT -> argv -> cut(argv, "--seccomp", 2);
            case WRITE_OUTSIDE -> argv -> cut(argv, "--remount-ro", 2);
            case FORK_BOMB -> argv -> starting(argv, "--nproc=", "--nproc=1000");
            case MEMORY_BOMB -> argv -> starting(argv, "--as=", "--as=unlimited");
            case TIME_LIMIT -> UnaryOperator.identity();
        };
    }

    private static List<String> cut(List<String> argv, String option, int length) {
        List<String> cut = new ArrayList<>(argv);
        for (int at = cut.indexOf(option); at >= 0; at = cut.indexOf(option)) {
            cut.subList(at, at + length).clear();
        }
        return cut;
    }

    private static List<String> starting(List<String> argv, String prefix, String instead) {
        return argv.stream().map(each -> each.startsWith(prefix) ? instead : each).toList();
    }
}
