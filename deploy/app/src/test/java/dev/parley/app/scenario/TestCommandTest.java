package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import picocli.CommandLine;

class TestCommandTest {
    private static final String SOUND =
            """
            name: A sum
            steps:
              - user: what is two plus two
                expect:
                  - reply: "4"
            """;
    private static final String PLANTED =
            """
            name: A wrong <sum> & more
            steps:
              - user: hello
              - user: what is two plus two
                expect:
                  - call: clock
                  - reply: "5"
                never:
                  - intent: calculate
            never:
              - reply: answer
            """;

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void endsWithZeroIfAllGoAsExpected() throws IOException {
        // Given
        write("sum.yaml", SOUND);

        // When
        int exitCode = run();

        // Then
        assertThat(out.toString())
                .contains(
                        "✓ A sum", "1 turn", "1 conversations of 1 turns", "all went as expected");
        assertThat(exitCode).isZero();
    }

    @Test
    void endsWithOneAndSaysWhatWasExpectedAndWhatWasGot() throws IOException {
        // Given
        write("a.yaml", SOUND);
        write("b.yaml", PLANTED);

        // When
        int exitCode = run();

        // Then
        assertThat(out.toString())
                .contains(
                        "✓ A sum",
                        "✗ A wrong <sum> & more",
                        "user    what is two plus two",
                        "parley  The answer is 4.",
                        "step 2, line 4: user: \"what is two plus two\"",
                        "expected  call of exactly \"clock\" at user  (line 6)",
                        "got       call    calculator",
                        "expected  reply containing \"5\" at user  (line 7)",
                        "got       reply \"The answer is 4.\"",
                        "expected  never intent exactly \"calculate\"  (line 9)",
                        "expected  never reply containing \"answer\"  (line 11)",
                        "1 didn't go as expected");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void writesAReportForContinuousIntegration() throws Exception {
        // Given
        write("a.yaml", SOUND);
        write("b.yaml", PLANTED);
        Path report = folder.resolve("reports/scenarios.xml");

        // When
        run("--junit", report.toString());

        // Then
        Document xml =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element sound = (Element) xml.getElementsByTagName("testcase").item(0);
        assertThat(sound.getAttribute("name")).isEqualTo("A sum");
        assertThat(sound.getAttribute("classname")).isEqualTo("scenarios.a");
        assertThat(sound.getElementsByTagName("failure").getLength()).isZero();
        Element planted = (Element) xml.getElementsByTagName("testcase").item(1);
        Element failure = (Element) planted.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("step 2", "clock");
        assertThat(failure.getTextContent()).contains("The answer is 4.", "line 7");
    }

    @Test
    void printsJsonAndOnlyTheNamedOnes() throws IOException {
        // Given
        write("a.yaml", SOUND);
        write("b.yaml", PLANTED);

        // When
        int exitCode = run("--json", "--only", "wrong");

        // Then
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("name").asText()).isEqualTo("A wrong <sum> & more");
        assertThat(json.path("passed").asBoolean()).isFalse();
        assertThat(json.path("failures")).hasSize(4);
        assertThat(json.at("/failures/1/got/0").asText()).contains("The answer is 4.");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void endsWithTwoIfThereIsNothingToRun() throws IOException {
        // When
        int exitCode = run();

        // Then
        assertThat(err.toString()).contains("There is no scenario in");
        assertThat(exitCode).isEqualTo(2);

        // When
        write("a.yaml", SOUND);
        exitCode = run("--only", "A sun");

        // Then
        assertThat(err.toString()).contains("no scenario A sun", "Did you mean A sum?");
        assertThat(exitCode).isEqualTo(2);
    }

    @Test
    void endsWithTwoAndNamesEveryMistakeInEveryFile() throws IOException {
        // Given
        write("a.yaml", SOUND.replace("steps", "stepts"));
        write("b.yaml", PLANTED.replace("call:", "cal:"));

        // When
        int exitCode = run();

        // Then
        assertThat(err.toString())
                .contains(
                        "a.yaml line 2: there is no key stepts: did you mean steps?",
                        "b.yaml line 6: there is no key cal: did you mean call?")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(exitCode).isEqualTo(2);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private int run(String... arguments) {
        return new CommandLine(
                        new TestCommand(
                                config ->
                                        new ScenarioEngines(
                                                HybridClassifier.rulesAlone(), () -> {})))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> {
                            if (failure instanceof MalformedScenarioException told) {
                                command.getErr().println("parley: " + told.getMessage());
                                return told.exitCode();
                            }
                            throw failure;
                        })
                .execute(
                        Stream.concat(
                                        Arrays.stream(arguments),
                                        Stream.of("--no-color", folder.toString()))
                                .toArray(String[]::new));
    }
}
