package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a checkout that was never built. */
class LauncherTest {
    private static final Path SOURCES = Path.of("../..").toAbsolutePath().normalize();

    @TempDir private Path directory;
    private Path checkout = Path.of("");

    @BeforeEach
    void copyTheLauncher() throws IOException {
        assumeThat(Path.of("/bin/bash")).exists();
        checkout = directory.resolve("a checkout");
        Path scripts = Files.createDirectories(checkout.resolve(".ci/launcher"));
        Files.copy(SOURCES.resolve("parley"), checkout.resolve("parley"));
        try (Stream<Path> files = Files.list(SOURCES.resolve(".ci/launcher"))) {
            for (Path file : files.toList()) {
                Files.copy(file, scripts.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void printsTheCommandsWithoutABuildFromAnywhereThroughALink() throws Exception {
        // Given
        Path link = Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("parley"));

        // When
        Ended ended = bash("cd / && '%s' --help".formatted(link));

        // Then
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("Usage: parley COMMAND", "  demo ", "  config ");
        assertThat(checkout.resolve("target")).doesNotExist();
    }

    @Test
    void namesTheLongerPartsWhenAskedForAnUnknownOne() throws Exception {
        // When
        Ended ended =
                bash("'%s' check --long --only nonsense".formatted(checkout.resolve("parley")));

        // Then
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("no part nonsense", "demo-seeds");
    }

    @Test
    void endsAPartThatTakesTooLongWithAllThatItStarted() throws Exception {
        // When
        Ended ended =
                bash(
                        """
                        long_parts() { echo 'endless 0 0 never ends'; }
                        part_endless() { sleep 1000 & echo "child $!"; sleep 1000; }
                        check_long '' ''
                        """);

        // Then
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("not done after 0 minutes", "0 parts passed, 1 failed");
        ended.output()
                .lines()
                .filter(line -> line.startsWith("child "))
                .map(line -> Long.parseLong(line.substring("child ".length())))
                .forEach(
                        child ->
                                assertThat(ProcessHandle.of(child))
                                        .satisfiesAnyOf(
                                                gone -> assertThat(gone).isEmpty(),
                                                left ->
                                                        assertThat(left.orElseThrow().isAlive())
                                                                .isFalse()));
    }

    @Test
    void stopsAPartAtItsFirstFailure() throws Exception {
        // When
        Ended ended =
                bash(
                        """
                        long_parts() { echo 'failing 1 1 fails at once'; }
                        part_failing() { false; echo 'went on'; }
                        check_long '' ''
                        """);

        // Then
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("failing          failed (1)")
                .doesNotContain("went on");
    }

    @Test
    void hasAClassArchiveMadeOnceAndAgainWhenAJarIsNewer() throws Exception {
        // Given
        Files.createDirectories(checkout.resolve("deploy/app/target"));
        String prelude =
                """
                APP_JAR=$PARLEY_CHECKOUT/app.jar CLASS_PATH_FILE=$PARLEY_CHECKOUT/classpath
                touch -d '1 hour ago' "$APP_JAR" "$PARLEY_CHECKOUT/one.jar"
                echo "$PARLEY_CHECKOUT/one.jar" >"$CLASS_PATH_FILE"
                source "$PARLEY_CHECKOUT/.ci/launcher/start.sh"
                show() {
                  use_class_archive "$1"
                  printf '%s:' "$1"
                  for option in ${archive_options[@]+"${archive_options[@]}"}; do
                    printf ' %s' "${option%%=*}"
                  done
                  echo
                }
                make() { use_class_archive up; echo x >"${archive_options[3]#*=}"; }
                """;

        // When
        Ended ended =
                bash(
                        prelude
                                + """
                                show talk
                                show up
                                make
                                show up
                                show talk
                                touch -d '1 hour' "$PARLEY_CHECKOUT/one.jar"
                                show demo
                                """);

        // Then
        String making =
                " -XX:+IgnoreUnrecognizedVMOptions -XX:DumpLoadedClassList -Dparley.class-list"
                        + " -Dparley.class-archive\n";
        String used = " -XX:SharedArchiveFile -Xlog:cds* -Xlog:aot*\n";
        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                0,
                                "talk:\nup:"
                                        + making
                                        + "up:"
                                        + used
                                        + "talk:"
                                        + used
                                        + "demo:"
                                        + making));
    }

    @Test
    void passesWhenAllTestsRanAndPassed() throws Exception {
        // Given
        testClass("streams", "dev.parley.OneTest");
        report("streams", "surefire", "dev.parley.OneTest", 3, 0, 0);
        testClass("deploy/app", "dev.parley.TwoIT");
        report("deploy/app", "failsafe", "dev.parley.TwoIT$Inner", 2, 0, 0);

        // When
        Ended ended = bash("judge_reports");

        // Then
        assertThat(ended).isEqualTo(new Ended(0, "5 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void namesATestThatPassedAtTheSecondTryOnly() throws Exception {
        // Given
        testClass("streams", "dev.parley.OneTest");
        report(
                "streams",
                "surefire",
                "dev.parley.OneTest",
                2,
                0,
                0,
                """
                <testcase name="isSteady" classname="dev.parley.OneTest" time="0.1"/>
                <testcase name="isLate" classname="dev.parley.OneTest" time="0.1">
                  <flakyFailure message="too late" type="AssertionError">
                  </flakyFailure>
                </testcase>
                """);

        // When
        Ended ended = bash("judge_reports");

        // Then
        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                0,
                                "parley: passed only at the second try: dev.parley.OneTest.isLate\n"
                                        + "2 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void failsWhenATestWasSkipped() throws Exception {
        // Given
        testClass("streams", "dev.parley.OneTest");
        report("streams", "surefire", "dev.parley.OneTest", 3, 0, 1);

        // When
        Ended ended = bash("judge_reports");

        // Then
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("skipped, and nothing may be: dev.parley.OneTest (in streams)")
                .endsWith("2 passed, 0 failed, 1 skipped\n");
    }

    @Test
    void failsWhenATestClassRanNothing() throws Exception {
        // Given
        testClass("streams", "dev.parley.OneTest");
        report("streams", "surefire", "dev.parley.OneTest", 3, 0, 0);
        testClass("streams", "dev.parley.ForgottenIT");

        // When
        Ended ended = bash("judge_reports");

        // Then
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("dev.parley.ForgottenIT (in streams) ran no test");
    }

    @Test
    void failsWhenNothingRanAtAll() throws Exception {
        // When
        Ended ended = bash("judge_reports");

        // Then
        assertThat(ended).isEqualTo(new Ended(1, "0 passed, 0 failed, 0 skipped\n"));
    }

    private void testClass(String module, String name) throws IOException {
        Path file =
                checkout.resolve(module)
                        .resolve("src/test/java")
                        .resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class " + name.substring(name.lastIndexOf('.') + 1) + " {}\n");
    }

    private void report(
            String module, String plugin, String name, int tests, int failures, int skipped)
            throws IOException {
        report(module, plugin, name, tests, failures, skipped, "");
    }

    private void report(
            String module,
            String plugin,
            String name,
            int tests,
            int failures,
            int skipped,
            String cases)
            throws IOException {
        Path folder =
                Files.createDirectories(
                        checkout.resolve(module).resolve("target/" + plugin + "-reports"));
        Files.writeString(
                folder.resolve("TEST-" + name + ".xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="%s" time="0.1" tests="%d" errors="0" skipped="%d" failures="%d">
                %s</testsuite>
                """
                        .formatted(name, tests, skipped, failures, cases));
    }

    private Ended bash(String script) throws IOException, InterruptedException {
        String prelude =
                """
                set -euo pipefail
                PARLEY_CHECKOUT='%s'
                say() { printf 'parley: %%s\\n' "$*" >&2; }
                source "$PARLEY_CHECKOUT/.ci/launcher/reports.sh"
                source "$PARLEY_CHECKOUT/.ci/launcher/long.sh"
                """
                        .formatted(checkout);
        var builder =
                new ProcessBuilder(List.of("/bin/bash", "-c", prelude + script))
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private record Ended(int exitCode, String output) {}
}
