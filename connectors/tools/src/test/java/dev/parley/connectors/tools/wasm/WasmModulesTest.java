package dev.parley.connectors.tools.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasmModulesTest {
    private static final ModuleLimits LIMITS =
            new ModuleLimits(4 << 20, 1 << 20, 64 << 10, Duration.ofSeconds(60));
    private static final ModuleLimits SHORT =
            new ModuleLimits(4 << 20, 1 << 20, 64 << 10, Duration.ofMillis(300));

    private final WasmModules modules = new WasmModules(2);

    @AfterEach
    void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2",
        "12, 2 2 3",
        "97, 97",
        "1001, 7 11 13",
        "999999000001, 999999000001",
        "600851475143, 71 839 1471 6857",
        "999999999999999, 3 3 3 31 37 41 271 2906161"
    })
    void aNumberIsTakenApart(String number, String factors) throws Exception {
        // When
        Outcome outcome = run("factors", LIMITS, number);

        // Then
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.output().text().orElseThrow().strip()).isEqualTo(factors.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0", "-7", "twelve", "1234567890123456789", "12 "})
    void whatIsNoNumberIsRefusedByTheModule(String number) throws Exception {
        // When
        Outcome outcome = run("factors", LIMITS, number);

        // Then
        assertThat(outcome.ending()).isEqualTo(Ending.EXITED);
        assertThat(outcome.status()).isEqualTo(2);
    }

    @Test
    void whatNeverEndsIsEnded() throws Exception {
        // When
        Outcome outcome = run("spin", SHORT);

        // Then
        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
    }

    @Test
    void whatWasEndedFreesItsThread() throws Exception {
        // Given
        for (int i = 0; i < 4; i++) {
            run("spin", SHORT);
        }

        // When
        Outcome outcome = run("factors", LIMITS, "15");

        // Then
        assertThat(outcome.succeeded()).isTrue();
    }

    @Test
    void anInterruptedCallerEndsTheModule() throws Exception {
        // Given
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        run("spin", LIMITS);
                                        ended.complete(new AssertionError("it ended"));
                                    } catch (Throwable e) {
                                        ended.complete(e);
                                    }
                                });

        // When
        caller.interrupt();

        // Then
        assertThat(ended.join()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void memoryEndsAtItsLimit() throws Exception {
        // When
        Outcome outcome = run("grow", LIMITS);

        // Then: its own page and 3 MiB of the 4
        assertThat(outcome.ending()).isEqualTo(Ending.EXITED);
        assertThat(outcome.status()).isEqualTo(3);
    }

    @Test
    void filesEndAtTheirLimit() throws Exception {
        // When
        Outcome outcome = run("fill", LIMITS);

        // Then: 32 pieces of 32 KiB are 1 MiB
        assertThat(outcome.ending()).isIn(Ending.EXITED, Ending.KILLED);
        assertThat(outcome.status()).isLessThanOrEqualTo(32);
    }

    @Test
    void whatPrintsWithoutEndIsEnded() throws Exception {
        assertThat(run("flood", LIMITS).ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
    }

    @Test
    void rubbishIsNoText() throws Exception {
        // When
        Outcome outcome = run("rubbish", LIMITS);

        // Then
        assertThat(outcome.output().size()).isEqualTo(4);
        assertThat(outcome.output().text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trap", "deep"})
    void whatDiesIsSaidToHaveDied(String module) throws Exception {
        assertThat(run(module, LIMITS).ending()).isEqualTo(Ending.KILLED);
    }

    @Test
    void noFileOfThisMachineIsSeen(@TempDir Path folder) throws Exception {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        List<String> ways =
                List.of(
                        secret.toString(),
                        "../" + secret,
                        "../../../../../../../.." + secret,
                        "/etc/passwd",
                        "../etc/passwd",
                        "/proc/self/environ");

        for (String way : ways) {
            // When
            Outcome outcome = run("open", LIMITS, way);

            // Then
            assertThat(outcome.succeeded()).as(way).isFalse();
        }
    }

    @Test
    void whatIsNoModuleIsRefused() {
        byte[] script = "#!/bin/sh\nid\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> modules.prepare(script))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Outcome run(String module, ModuleLimits limits, String... arguments) throws Exception {
        return modules.run(bytes(module), module, List.of(arguments), limits);
    }

    static byte[] bytes(String module) throws IOException {
        try (InputStream bytes = WasmModulesTest.class.getResourceAsStream(module + ".wasm")) {
            return Objects.requireNonNull(bytes, module).readAllBytes();
        }
    }
}
