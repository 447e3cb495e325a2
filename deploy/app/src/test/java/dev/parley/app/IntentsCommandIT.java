package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.embedding.MiniLm;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IntentsCommandIT {
    @Test
    void saysWhichIntentEachLineHas(@TempDir Path folder) {
        // Given
        String lines = "what time is it in tokyo\n\nset a timer for five minutes\nzürich blub\n";
        StringWriter out = new StringWriter();
        CommandLine command =
                new CommandLine(
                                new IntentsCommand(
                                        () -> new MiniLm(folder, 1),
                                        new ByteArrayInputStream(
                                                lines.getBytes(StandardCharsets.UTF_8))))
                        .setOut(new PrintWriter(out, true));

        // When
        int exitCode = command.execute();

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .matches("time\t0\\.\\d\\d\twhat time is it in tokyo"),
                        line -> assertThat(line).isEqualTo("none\t0.00\t"),
                        line ->
                                assertThat(line)
                                        .matches(
                                                "timer\\.set\t0\\.\\d\\d\tset a timer for five"
                                                        + " minutes"),
                        line -> assertThat(line).isEqualTo("none\t0.00\tzürich blub"));
    }
}
