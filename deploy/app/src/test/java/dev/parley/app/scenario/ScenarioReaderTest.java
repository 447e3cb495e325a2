package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.scenario.Scenario.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    private static final Set<String> TOOLS = Set.of("clock", "timer", "units");

    @TempDir private Path folder;

    @Test
    void readsAllThatAScenarioMayHold() throws IOException {
        // When
        Scenario scenario =
                read(
                        """
                        name: All of it
                        about: what it is for
                        users: [alice, bob]
                        zone: Asia/Tokyo
                        start: 2026-03-01 08:30
                        settings: {dialogue.deadline: 9s}
                        tools: {clock: silent, timer: {refuses: "No."}, units: {answers: {value: 5}}}
                        never: [{reply: sorry}]
                        steps:
                          - arrives: alice@kitchen
                          - user: hello
                            as: alice@kitchen
                          - heard: {text: make it ten, confidence: 0.4}
                          - interrupts: {text: stop, after: 7}
                          - cancels:
                          - wait: 1m30s
                          - wait: {until: "07:30"}
                          - leaves: alice@kitchen
                          - drops:
                          - returns:
                        """);

        // Then
        assertThat(scenario.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(scenario.start()).isEqualTo(Instant.parse("2026-02-28T23:30:00Z"));
        assertThat(scenario.settings()).containsEntry("dialogue.deadline", "9s");
        assertThat(scenario.tools())
                .containsEntry("clock", new ToolScript.Silent())
                .containsEntry("timer", new ToolScript.Refuses("No."))
                .containsEntry("units", new ToolScript.Answers(Map.of("value", "5")));
        assertThat(scenario.never()).hasSize(1);
        assertThat(scenario.steps())
                .extracting(Scenario.Step::action)
                .containsExactly(
                        new Action.Arrives("alice@kitchen"),
                        new Action.Types("alice@kitchen", "hello"),
                        new Action.Speaks("alice", "make it ten", 0.4),
                        new Action.Interrupts("alice", "stop", 0.95, 7),
                        new Action.Cancels("alice", 3),
                        new Action.Waits(Duration.ofSeconds(90)),
                        new Action.WaitsUntil(new When.Next(LocalTime.of(7, 30))),
                        new Action.Leaves("alice@kitchen"),
                        new Action.Drops("alice"),
                        new Action.Arrives("alice"));
        assertThat(scenario.steps().get(1).line()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    usr: hello                                   | line 3: there is no key usr: did you mean user?
                    user: [a]                                    | line 3: user must be a text
                    wait: soon                                   | line 3: wait must be a duration such as
                    wait: {until: noon}                          | line 3: until must be a time such as
                    {user: hi, expect: [{reply: {contain: a}}]}  | there is no key contain: did you mean contains?
                    {user: hi, expect: [{event: Timer.Fird}]}    | there is no type of event Timer.Fird: did you mean Timer.Fired?
                    {user: hi, expect: [{event: {topic: turn}}]} | there is no topic turn: did you mean turns?
                    {user: hi, expect: [{reply: {at: bob}}]}     | there is no user bob
                    {user: hi, expect: [{reply: {matches: '('}}]} | matches must be a regular expression
                    {user: hi, expect: [{call: {times: x}}]}     | times must be a whole number
                    {user: hi, expect: [{}]}                     | one of intent, call, reply, event, order must stand here
                    {user: hi, wait: 3s}                         | a step has one of user
                    {user: hi, as: carol}                        | there is no user carol
                    leaves:                                      | user isn't there, so it can't leave
                    heard: {text: a, confidence: 2}              | confidence must be a number from 0 to 1
                    interrupts: stop                             | nothing to be interrupted before the first step
                    """)
    void namesTheLineAndTheNearestKey(String step, String problem) {
        assertThatThrownBy(() -> read("name: x\nsteps:\n  - " + step + "\n"))
                .isInstanceOf(MalformedScenarioException.class)
                .hasMessageContaining("scenario.yaml line 3: ")
                .hasMessageContaining(problem.replaceFirst("^line 3: ", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    zone: Mars                        | zone must be an IANA time zone
                    start: yesterday                  | start must be a moment
                    tools: {clok: silent}             | there is no tool clok: did you mean clock?
                    tools: {clock: loud}              | a tool is silent, breaks
                    settings: {dialogue.deadlin: 9s}  | dialogue.deadline
                    users: [Alice]                    | a user's name is
                    name: y                           | name stands twice
                    """)
    void checksWhatStandsAbove(String line, String problem) {
        assertThatThrownBy(() -> read("name: x\n" + line + "\nsteps: [{user: hello}]\n"))
                .isInstanceOf(MalformedScenarioException.class)
                .hasMessageContaining("scenario.yaml line 2: ")
                .hasMessageContaining(problem);
    }

    @Test
    void refusesWhatIsNoScenario() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> read("name: [")).hasMessageContaining("is no YAML");
        assertThatThrownBy(() -> read("name: x\n")).hasMessageContaining("steps must be a list");
        assertThatThrownBy(() -> read("steps: [{user: hello}]\n"))
                .hasMessageContaining("name is missing");
        assertThatThrownBy(() -> ScenarioReader.read(folder.resolve("none.yaml"), TOOLS))
                .hasMessageContaining("There is no file");
    }

    @Test
    void aClientThatLeftMustReturnBeforeItSpeaks() {
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        name: x
                                        steps:
                                          - user: hello
                                          - leaves:
                                          - user: are you there
                                        """))
                .hasMessageContaining("line 5: user isn't there: it hasn't returned");
    }

    private Scenario read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), text);
        return ScenarioReader.read(file, TOOLS);
    }
}
