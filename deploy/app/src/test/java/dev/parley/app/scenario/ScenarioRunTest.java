package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.ScenarioRun.Miss;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import dev.parley.app.topics.EventFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioRunTest {
    private static ScenarioEngines engines;

    @TempDir private Path folder;

    @BeforeAll
    static void loadTheEngines() {
        engines = new ScenarioEngines(Path.of("target"));
    }

    @AfterAll
    static void close() {
        engines.close();
    }

    @Test
    void theSameScenarioHasTheSameEventsTwice() throws IOException {
        // Given
        String text =
                """
                name: x
                users: [alice, bob]
                steps:
                  - user: set a timer for two minutes
                    as: alice@kitchen
                  - heard: roll three dice
                    as: bob
                  - interrupts: tell me a joke
                    as: bob
                  - drops: alice@kitchen
                  - user: flip a coin
                    as: alice
                  - wait: 5m
                  - returns: alice@kitchen
                """;

        // When
        List<String> first = events(run(text));
        List<String> second = events(run(text));

        // Then
        assertThat(first).hasSizeGreaterThan(100).isEqualTo(second);
    }

    private static List<String> events(Outcome outcome) {
        return outcome.events().stream()
                .map(
                        each ->
                                each.topic()
                                        + " "
                                        + each.client()
                                        + " "
                                        + each.envelope().id()
                                        + " "
                                        + each.envelope().session()
                                        + " "
                                        + each.envelope().times()
                                        + " "
                                        + EventFields.of((Record) each.event()))
                .toList();
    }

    @Test
    void timeStandsStillButWhereItIsWaitedFor() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        start: 2026-11-23T09:00
                        steps:
                          - heard: what time is it
                            expect: [{reply: "9:00"}]
                          - heard: what can you do
                          - heard: what time is it
                            expect: [{reply: "9:00"}]
                          - wait: {until: "08:15"}
                          - user: what day is it
                            expect: [{reply: Tuesday}]
                          - user: what time is it
                            expect: [{reply: "8:15"}]
                        """);

        // Then
        assertThat(outcome.misses()).isEmpty();
    }

    @Test
    void everythingInAnOrderMustComeInThatOrder() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        steps:
                          - user: what time is it
                            expect:
                              - order: [{reply: morning}, {call: clock}]
                        """);

        // Then
        assertThat(outcome.misses()).hasSize(1);
        assertThat(outcome.misses().getFirst().expected())
                .isEqualTo(
                        "in this order: reply containing \"morning\" at user, then call of exactly"
                                + " \"clock\" at user");
        assertThat(outcome.misses().getFirst().got())
                .containsExactly(
                        "call of exactly \"clock\" at user",
                        "reply containing \"morning\" at user");
    }

    @Test
    void whatIsExpectedSoManyTimesMustNotComeMoreOften() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        steps:
                          - user: hello
                            expect: [{event: {type: Reply.Sentence, times: 1}}]
                          - user: hello
                            expect: [{event: {type: Reply.Sentence, times: 2}}]
                        """);

        // Then
        assertThat(outcome.misses()).extracting(Miss::step).containsExactly(1);
    }

    @Test
    void anotherUsersReplyIsNotTheSpeakers() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        users: [alice, bob]
                        steps:
                          - user: hello
                            as: bob
                            expect: [{reply: {contains: hello, at: alice}}]
                        """);

        // Then
        assertThat(outcome.misses().getFirst().got())
                .containsExactly("reply \"Hello! What can I do for you?\" at bob");
    }

    @Test
    void whatIsNeverToBeCountsInEveryStep() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        never: [{call: clock}]
                        steps:
                          - user: hello
                          - user: what time is it
                          - user: what day is it
                        """);

        // Then
        assertThat(outcome.misses()).extracting(Miss::step).containsExactly(2, 3);
    }

    @Test
    void whatIsInterruptedMustBeBeingSaid() throws IOException {
        // When
        Outcome outcome =
                run(
                        """
                        name: x
                        steps:
                          - user: hello
                          - wait: 1s
                          - interrupts: stop
                          - user: hello
                          - cancels:
                        """);

        // Then
        assertThat(outcome.misses()).extracting(Miss::step).containsExactly(3);
        assertThat(outcome.misses().getFirst().expected())
                .isEqualTo("a reply that user hears and can interrupt");
    }

    private Outcome run(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), text);
        return ScenarioRun.of(
                ScenarioReader.read(file, ScenarioEngines.tools()),
                ParleyConfig.defaults(),
                engines);
    }
}
