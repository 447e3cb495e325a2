package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsAUserErrorInASentenceWithoutAStackTrace() {
        // When
        int exitCode = run("fails");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).hasToString("parley: the disk is full; make room in /data%n".formatted());
    }

    @Test
    void showsTheStackTraceOnRequest() {
        // When
        run("fails", "--debug");

        // Then
        assertThat(err.toString())
                .contains("parley: the disk is full", "at dev.parley.app.MainTest");
    }

    @Test
    void callsAnythingElseABug() {
        // When
        int exitCode = run("breaks");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("parley: a bug: java.lang.IllegalStateException")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAnUnknownCommandAndNamesTheNearest() {
        // When
        int exitCode = run("confg");

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("confg", "Did you mean: parley config");
    }

    @Test
    void printsItsVersion() {
        // When
        int exitCode = run("--version");

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("parley ").contains("Java " + Runtime.version());
    }

    @Test
    void printsTheConfigurationAsATable(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("parley.yaml"), "gateway:\n  host: ::1\n");

        // When
        int exitCode = run("config", "--config", file.toString(), "--set", "zone=Asia/Tokyo");

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^property +value +unit +source +what it is$")
                .containsPattern("(?m)^gateway.host +::1 +\\S*parley.yaml line 2  the address")
                .containsPattern("(?m)^zone +Asia/Tokyo +flag --set ");
    }

    @Test
    void printsTheConfigurationAsJson() throws IOException {
        // When
        run("config", "--json", "--set", "zone=Asia/Tokyo");

        // Then
        JsonNode entries = new ObjectMapper().readTree(out.toString());
        assertThat(entries)
                .anySatisfy(
                        entry -> {
                            assertThat(entry.path("property").asText()).isEqualTo("zone");
                            assertThat(entry.path("value").asText()).isEqualTo("Asia/Tokyo");
                            assertThat(entry.path("source").asText()).isEqualTo("flag --set");
                            assertThat(entry.path("variable").asText()).isEqualTo("PARLEY_ZONE");
                        });
    }

    @Test
    void endsWithTwoWhenTheConfigurationIsWrong() {
        // When
        int exitCode = run("config", "--set", "zoen=UTC");

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("zoen", "did you mean zone?").doesNotContain("\tat ");
    }

    @Test
    void hasEveryCommandInTheLaunchersHelp() throws IOException {
        // Given
        List<String> help = Files.readAllLines(Path.of("../../.ci/launcher/help.txt"));

        // Then
        assertThat(Main.commands())
                .isNotEmpty()
                .allSatisfy(
                        command ->
                                assertThat(help)
                                        .anyMatch(
                                                line ->
                                                        line.startsWith(
                                                                "  " + name(command) + " ")));
    }

    private static String name(Object command) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(command).name();
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .addSubcommand(new Fails())
                .addSubcommand(new Breaks())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Command(name = "fails")
    static final class Fails implements Runnable {
        @Override
        public void run() {
            throw new UserError("the disk is full; make room in /data");
        }
    }

    @Command(name = "breaks")
    static final class Breaks implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("what nobody thought of");
        }
    }
}
