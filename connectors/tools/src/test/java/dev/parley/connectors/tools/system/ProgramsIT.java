package dev.parley.connectors.tools.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.tools.files.FilesConfig;
import dev.parley.connectors.tools.sandbox.SandboxConfig;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsIT {
    private static final Tool.Circumstances NOW =
            new Tool.Circumstances(
                    Instant.EPOCH, ZoneOffset.UTC, new UserId("ada"), new CallId("call"));

    @TempDir Path folder;
    private LocalTools tools;

    @AfterEach
    void close() {
        if (tools != null) {
            tools.close();
        }
    }

    @Test
    void anApprovedScriptAnswers() throws Exception {
        // Given
        Tool script = script("#!/bin/sh\necho \"Hello $1.\"; pwd; id -u\n", "", "bwrap");

        // When
        Map<String, String> result = script.call(Map.of("name", "Ada; id $(id)"), NOW);

        // Then
        assertThat(result.get("output")).startsWith("Hello Ada; id $(id).\n/scratch\n");
        assertThat(result.get("output").lines().toList().get(2)).isNotEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep 600                                | TIMED_OUT | took too long",
                "while :; do :; done                      | TIMED_OUT | took too long",
                "head -c 10000000000 /dev/zero            | FAULT     | far too much to say",
                "yes 1>&2                                 | FAULT     | far too much to say",
                "sleep 600 & sleep 600 & kill -9 $$       | FAULT     | died",
                "exit 3                                   | FAULT     | didn't work",
                "head -c 100 /dev/urandom                 | FAULT     | isn't text",
                "unshare -r true; unshare -m true         | DENIED    | no tool may do",
            })
    void whateverAScriptDoesEndsInASentence(String body, Reason reason, String sentence)
            throws Exception {
        // Given
        Tool script = script("#!/bin/sh\n" + body + "\n", "  seconds: 2\n", "bwrap");

        // When, Then
        assertThatThrownBy(() -> script.call(Map.of("name", "Ada"), NOW))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failed -> {
                            assertThat(failed.reason()).isEqualTo(reason);
                            assertThat(failed).hasMessageContaining(sentence);
                        });
    }

    @Test
    void aScriptThatForksWithoutEndIsHeldByItsLimits() throws Exception {
        // Given
        Tool script =
                script("#!/bin/sh\nb() { b | b & }; b; sleep 1; echo survived\n", "", "bwrap");

        // When, Then: it may fail or be let through to its end; the machine goes on
        try {
            assertThat(script.call(Map.of("name", "Ada"), NOW)).containsKey("output");
        } catch (ToolFailureException held) {
            assertThat(held).hasMessageContaining("The greeting");
        }
        assertThat(ProcessHandle.allProcesses().filter(ProgramsIT::isScript)).isEmpty();
    }

    @Test
    void aScriptThatWasChangedIsNotRun() throws Exception {
        // Given
        Tool script = script("#!/bin/sh\necho approved\n", "", "bwrap");
        Files.writeString(folder.resolve("greeting.sh"), "#!/bin/sh\necho changed\n");

        // When, Then
        assertThatThrownBy(() -> script.call(Map.of("name", "Ada"), NOW))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining("changed since it was approved");
    }

    @Test
    void withoutWallsNoScriptRuns() throws Exception {
        // Given
        Tool script = script("#!/bin/sh\necho ran\n", "", "no-such-bubblewrap");

        // When, Then
        assertThatThrownBy(() -> script.call(Map.of("name", "Ada"), NOW))
                .isInstanceOf(SandboxUnavailableException.class);
    }

    @Test
    void anActionOnTheDesktopRunsWithTheEnvironmentThatItKeeps() throws Exception {
        // Given
        Path mark = folder.resolve("mark");
        Path actions =
                Files.writeString(
                        folder.resolve("actions.yaml"),
                        """
                        touch_mark:
                          description: Makes a mark.
                          where: desktop
                          argv: [touch, "%s/{name}"]
                          arguments: {name: "[a-z]+"}
                        """
                                .formatted(folder));
        Tool action = open(actions, null, "no-such-bubblewrap", "touch_mark");

        // When
        Map<String, String> result = action.call(Map.of("name", "mark"), NOW);

        // Then
        assertThat(result).containsEntry("done", "true");
        assertThat(mark).exists();
        assertThatThrownBy(() -> action.call(Map.of("name", "../mark"), NOW))
                .isInstanceOf(ToolFailureException.class);
    }

    @Test
    void anActionInTheSandboxSeesNothingOfTheMachine() throws Exception {
        // Given
        Path actions =
                Files.writeString(
                        folder.resolve("actions.yaml"),
                        """
                        show:
                          description: Shows a file.
                          argv: [cat, "{file}"]
                          arguments: {file: "[a-z/.]+"}
                        """);
        Tool action = open(actions, null, "bwrap", "show");

        // When, Then
        assertThatThrownBy(() -> action.call(Map.of("file", "/etc/passwd"), NOW))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining("didn't work");
    }

    @Test
    void aMistakeInAFileOfProgramsIsTold() throws Exception {
        Path actions =
                Files.writeString(
                        folder.resolve("actions.yaml"), "show: {description: x, run: [cat]}\n");
        assertThatThrownBy(() -> open(actions, null, "bwrap", "show"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("show: there is no run");
    }

    @Test
    void theStateOfTheMachineIsTold() throws Exception {
        Tool status = open(null, null, "bwrap", "system_status");
        assertThat(status.call(Map.of(), NOW))
                .containsOnlyKeys(
                        "load", "processors", "memory_free", "memory", "disk_free", "disk");
    }

    @Test
    void aComputationAnswers() throws Exception {
        Tool factors = open(null, null, "bwrap", "factors");
        assertThat(factors.call(Map.of("number", "1,001"), NOW))
                .containsEntry("factors", "7 11 13")
                .containsEntry("prime", "false");
        assertThatThrownBy(() -> factors.call(Map.of("number", "one"), NOW))
                .isInstanceOf(ToolFailureException.class);
    }

    private Tool script(String content, String further, String bubblewrap) throws Exception {
        Path path = Files.writeString(folder.resolve("greeting.sh"), content);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
        Path scripts =
                Files.writeString(
                        folder.resolve("scripts.yaml"),
                        """
                        greeting:
                          description: Greets.
                          path: %s
                          sha256: %s
                          argv: ["{name}"]
                          arguments: {name: ".*"}
                        %s\
                        """
                                .formatted(path, HexFormat.of().formatHex(digest), further));
        return open(null, scripts, bubblewrap, "greeting");
    }

    private Tool open(Path actions, Path scripts, String bubblewrap, String name) {
        SandboxConfig usual = SandboxConfig.defaults();
        SandboxConfig sandbox =
                new SandboxConfig(
                        bubblewrap,
                        usual.uid(),
                        usual.concurrent(),
                        usual.memory(),
                        usual.processes(),
                        usual.scratch(),
                        usual.file(),
                        usual.output(),
                        Duration.ofSeconds(60),
                        List.of());
        tools =
                new LocalTools(
                        new ProgramsConfig(
                                FilesConfig.defaults(), actions, scripts, null, sandbox, folder));
        return tools.tools().stream()
                .filter(tool -> tool.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isScript(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("/script");
    }
}
