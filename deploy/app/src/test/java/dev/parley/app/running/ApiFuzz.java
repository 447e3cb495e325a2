package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The HTTP API as its own document describes it, asked everything that a fuzzer can think of. Run
 * by {@code parley check --long --only api-fuzz}, which brings the fuzzer.
 */
@ExtendWith(SharedInstallation.class)
class ApiFuzz {
    private static final List<String> CHECKS =
            List.of(
                    "not_a_server_error",
                    "status_code_conformance",
                    "content_type_conformance",
                    "response_schema_conformance",
                    "negative_data_rejection",
                    "missing_required_header",
                    "unsupported_method",
                    "ignored_auth");

    @TempDir Path folder;

    @Test
    void noRequestMakesTheServerFail(LocalInstallation parley) throws Exception {
        // Given
        String schemathesis = System.getProperty("parley.schemathesis");
        assertThat(schemathesis).as("-Dparley.schemathesis names the fuzzer").isNotNull();
        int seconds = Integer.getInteger("parley.fuzz.seconds", 60);
        Path output = folder.resolve("schemathesis.txt");
        try (Bystander bystander = new Bystander(parley)) {
            // When
            Process fuzzer =
                    new ProcessBuilder(
                                    schemathesis,
                                    "run",
                                    parley.http() + "openapi.json",
                                    "--url",
                                    parley.http().toString(),
                                    "--header",
                                    "Authorization: Bearer " + parley.token(),
                                    "--checks",
                                    String.join(",", CHECKS),
                                    "--phases",
                                    "examples,coverage,fuzzing",
                                    "--max-time",
                                    Integer.toString(seconds),
                                    "--seed",
                                    "7",
                                    "--request-timeout",
                                    "30",
                                    "--suppress-health-check",
                                    "all",
                                    "--continue-on-failure",
                                    "--no-color")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = fuzzer.waitFor(seconds * 3L + 120, TimeUnit.SECONDS);
            fuzzer.destroyForcibly();

            // Then
            String printed = Files.readString(output);
            printed.lines().forEach(line -> System.out.println("api-fuzz: " + line));
            assertThat(ended).as("it ends by itself").isTrue();
            assertThat(fuzzer.exitValue()).as(printed).isZero();
            bystander.assertUnharmed();
        }
    }
}
