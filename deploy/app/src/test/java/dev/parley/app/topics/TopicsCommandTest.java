package dev.parley.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.CommandLineRun;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsCommandTest {
    @Test
    void printsTheCatalogueAsATable() {
        // When
        CommandLineRun run = CommandLineRun.of("topics", "--set", "partitions=7");

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(Topics.all().size() + 1);
        assertThat(run.out())
                .containsPattern("(?m)^topic +key +partitions +retention +cleanup +types$")
                .containsPattern(
                        "(?m)^parley.timer.fired +session +7 +7 days +delete +timer.Fired, "
                                + "timer.Standing$")
                .containsPattern("(?m)^parley.audio.in +session +7 +15 min +delete +audio.Frames, ")
                .containsPattern("(?m)^parley.audit +session +7 +for ever +delete +audit.Entry$");
    }

    @Test
    void printsTheCatalogueAsJson() throws IOException {
        // When
        JsonNode topics = new ObjectMapper().readTree(CommandLineRun.of("topics", "--json").out());

        // Then
        assertThat(topics).hasSize(Topics.all().size());
        assertThat(topics)
                .anySatisfy(
                        topic -> {
                            assertThat(topic.path("topic").asText()).isEqualTo("parley.turns");
                            assertThat(topic.path("types").path(0).asText())
                                    .isEqualTo("dev.parley.turn.Ended");
                        });
    }

    @ParameterizedTest
    @CsvSource({"tieplines, timelines", "parley.trns, parley.turns", "timer-fired, timer.fired"})
    void namesTheNearestOfAnUnknownTopic(String mistyped, String meant) {
        // When
        CommandLineRun run = CommandLineRun.of("topics", "tail", mistyped);

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("did you mean " + meant + "?");
    }

    @Test
    void saysThatTheTopicOfSchemasHasNoEventsToPrint() {
        // When
        CommandLineRun run = CommandLineRun.of("topics", "tail", "schemas");

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("parley.schemas holds no events");
    }

    @Test
    void saysWhereNoRecordsAre(@TempDir Path empty) {
        // When
        CommandLineRun run =
                CommandLineRun.of("topics", "tail", "turns", "--data", empty.toString());

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no records in " + empty, "parley demo");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoSession() {
        // When
        CommandLineRun run = CommandLineRun.of("topics", "tail", "turns", "--session", "me");

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("me is no session's id");
    }
}
