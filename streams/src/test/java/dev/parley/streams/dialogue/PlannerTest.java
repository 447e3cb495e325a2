package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final Plan NOT_UNDERSTOOD = plan("none", Map.of(), "t");

    private static Plan plan(String intent, Map<String, String> slots, String turn) {
        return Planner.plan(
                new Meaning(intent, slots, Manner.NEW),
                new Chance(turn),
                ZonedDateTime.parse("2026-11-23T10:00:00+01:00[Europe/Berlin]"));
    }

    private static String first(String intent, Map<String, String> slots, String turn) {
        return ((Plan.Say) plan(intent, slots, turn)).sentences().getFirst();
    }

    @Test
    void hasAnAnswerToEveryIntentThatIsDefined() throws IOException {
        // Given
        List<String> intents =
                Files.readAllLines(Path.of("..", "docs", "intents.md")).stream()
                        .filter(line -> line.matches("\\| `[a-z.]+` \\| [A-Z].*[.] \\|"))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .filter(intent -> !intent.equals("none"))
                        .toList();

        // Then
        assertThat(intents).hasSize(52);
        assertThat(intents)
                .allSatisfy(
                        intent ->
                                assertThat(plan(intent, Map.of(), "t"))
                                        .isNotEqualTo(NOT_UNDERSTOOD));
    }

    @Test
    void drawsTheSameForTheSameTurn() {
        for (String intent : List.of("coin.flip", "dice.roll", "joke", "fun.fact")) {
            assertThat(plan(intent, Map.of(), "turn_7"))
                    .isEqualTo(plan(intent, Map.of(), "turn_7"));
        }
    }

    @Test
    void drawsEverythingThatCanBeDrawn() {
        // When
        Set<String> coins = new HashSet<>();
        Set<String> dice = new HashSet<>();
        IntStream.range(0, 200)
                .forEach(
                        turn -> {
                            coins.add(first("coin.flip", Map.of(), "turn_" + turn));
                            dice.add(first("dice.roll", Map.of(), "turn_" + turn));
                        });

        // Then
        assertThat(coins).containsExactlyInAnyOrder("It is heads.", "It is tails.");
        assertThat(dice).hasSize(6).contains("It is 1.", "It is 6.");
    }

    @Test
    void rollsSeveralDiceAndAddsThemUp() {
        // When
        Plan.Say said =
                (Plan.Say) plan("dice.roll", Map.of("count", "3", "sides", "1000"), "turn_1");

        // Then
        assertThat(said.sentences().get(0)).matches("I rolled (\\d+, ){2}\\d+\\.");
        assertThat(said.sentences().get(1)).matches("That makes \\d+\\.");
    }

    @ParameterizedTest
    @CsvSource({"0,6", "21,6", "999999,6", "1,1", "1,999999", "many,6"})
    void refusesDiceThatNobodyCanRoll(String count, String sides) {
        assertThat(first("dice.roll", Map.of("count", count, "sides", sides), "t"))
                .doesNotStartWith("It is")
                .doesNotStartWith("I rolled");
    }

    @Test
    void spellsAWordLetterByLetter() {
        assertThat(first("spelling", Map.of("word", "café"), "t"))
                .isEqualTo("café is spelled: C, A, F, É.");
        assertThat(plan("spelling", Map.of(), "t")).isInstanceOf(Plan.Elicit.class);
        assertThat(first("spelling", Map.of("word", "x".repeat(500)), "t")).contains("too long");
    }
}
