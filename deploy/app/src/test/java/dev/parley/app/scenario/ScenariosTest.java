package dev.parley.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.parley.app.client.Palette;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import dev.parley.app.topics.EventFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The conversations of {@code deploy/scenarios}. */
class ScenariosTest {
    private static final Path FOLDER = Path.of("../scenarios");

    private static ScenarioEngines engines;

    @BeforeAll
    static void loadTheEngines() {
        engines = new ScenarioEngines(Path.of("target"));
    }

    @AfterAll
    static void close() {
        engines.close();
    }

    @TestFactory
    List<DynamicTest> goAsTheyShould() {
        Set<String> tools = ScenarioEngines.tools();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ScenarioReader.files(List.of(FOLDER))) {
            tests.add(
                    DynamicTest.dynamicTest(
                            file.getFileName().toString(),
                            file.toUri(),
                            () -> check(ScenarioReader.read(file, tools))));
        }
        assertThat(tests).as("scenarios in " + FOLDER).isNotEmpty();
        return tests;
    }

    private static void check(Scenario scenario) {
        Outcome outcome = ScenarioRun.of(scenario, ParleyConfig.defaults(), engines);
        if (!outcome.passed()) {
            fail(String.join("\n", new OutcomeView(Palette.PLAIN, false).lines(outcome)));
        }
    }

    @Test
    void haveTheSameEventsTwice() {
        for (Path file : ScenarioReader.files(List.of(FOLDER))) {
            Scenario scenario = ScenarioReader.read(file, ScenarioEngines.tools());
            assertThat(events(scenario)).as(file.toString()).isEqualTo(events(scenario));
        }
    }

    private static List<String> events(Scenario scenario) {
        return ScenarioRun.of(scenario, ParleyConfig.defaults(), engines).events().stream()
                .map(
                        each ->
                                each.topic()
                                        + " "
                                        + each.envelope().id()
                                        + " "
                                        + each.envelope().times()
                                        + " "
                                        + EventFields.of((Record) each.event()))
                .toList();
    }

    @Test
    void areWrittenWithoutAMistakeEvenWhereTheyAreNotRunYet() {
        Path next = FOLDER.resolve("next");
        for (Path file :
                ScenarioReader.files(Files.isDirectory(next) ? List.of(next) : List.of())) {
            assertThat(ScenarioReader.read(file, ScenarioEngines.tools()).steps())
                    .as(file.toString())
                    .isNotEmpty();
        }
    }
}
