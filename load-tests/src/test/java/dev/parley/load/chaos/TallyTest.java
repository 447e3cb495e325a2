package dev.parley.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
    private static final Tally ONE =
            new Tally(
                    10,
                    10,
                    10,
                    1,
                    new Tally.Foreign(3, 2, 1),
                    Map.of("killed hearing", 2),
                    Map.of("killed hearing", List.of(100L, 300L)),
                    Map.of());
    private static final Tally OTHER =
            new Tally(
                    5,
                    4,
                    4,
                    0,
                    new Tally.Foreign(1, 1, 0),
                    Map.of("killed hearing", 1, "killed broker", 1),
                    Map.of("killed hearing", List.of(2500L), "killed broker", List.of(9000L)),
                    Map.of("no reply", 1));

    @Test
    void partsAddUpAlsoAfterTheyWereWritten(@TempDir Path folder) throws Exception {
        // Given
        ONE.write(folder.resolve("one.json"));
        OTHER.write(folder.resolve("other.json"));

        // When
        Tally sum =
                Tally.NONE
                        .plus(Tally.read(folder.resolve("one.json")))
                        .plus(Tally.read(folder.resolve("other.json")));

        // Then
        assertThat(sum)
                .isEqualTo(
                        new Tally(
                                15,
                                14,
                                14,
                                1,
                                new Tally.Foreign(4, 3, 1),
                                Map.of("killed hearing", 3, "killed broker", 1),
                                Map.of(
                                        "killed hearing",
                                        List.of(100L, 300L, 2500L),
                                        "killed broker",
                                        List.of(9000L)),
                                Map.of("no reply", 1)));
    }

    @Test
    void theReportTellsGoalsOfKilledStagesAlone() {
        assertThat(ONE.plus(OTHER).report())
                .contains("4 blows, 15 questions, 14 turns, 14 replies")
                .containsPattern("killed hearing +3 +3 +300 +2500 +2500  no")
                .containsPattern("killed broker +1 +1 +9000 +9000 +9000  -")
                .contains("1 x no reply", "Not every turn had one reply, whole and once.");
        assertThat(ONE.report())
                .containsPattern("killed hearing +2 +2 +100 +300 +300  yes")
                .endsWith("Every turn had one reply, whole and once.");
    }

    @Test
    void anEndlessPlanIsTheSameInParts() {
        // When
        List<Blow> whole = Blow.plan(7, 0, 60);
        List<Blow> part = Blow.plan(7, 13, 30);

        // Then
        assertThat(part).isEqualTo(whole.subList(13, 43));
        assertThat(whole.stream().filter(blow -> !blow.stopped()).map(Blow::role))
                .filteredOn(Role.HEARING::equals)
                .hasSize(15);
    }
}
