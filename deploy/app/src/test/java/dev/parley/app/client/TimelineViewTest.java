package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineViewTest {
    private static final TurnTimeline TIMELINE =
            new TurnTimeline(
                    "t1",
                    2_000_000,
                    20_000,
                    List.of(
                            new TurnTimeline.Segment("client audio", "gateway", 1_200_000),
                            new TurnTimeline.Segment("endpointing", "turn", 600_000),
                            new TurnTimeline.Segment("hop", "kafka", 1_500),
                            new TurnTimeline.Segment("intent", "intent", 8_500),
                            new TurnTimeline.Segment("synthesis", "synthesis", 170_000)));

    @Test
    void drawsEachSegmentWhereItStoodInTime() {
        // When
        List<String> lines =
                new TimelineView(Palette.PLAIN, TimelineView.Detail.FULL).draw(TIMELINE);

        // Then
        assertThat(lines)
                .containsExactly(
                        "  client audio (gateway)    1200.0 ms   60.0 %  " + bar(0, 22, "█"),
                        "  endpointing (turn)         600.0 ms   30.0 %  " + bar(22, 32, "█"),
                        "  hop (kafka)                  1.5 ms    0.1 %",
                        "  intent                       8.5 ms    0.4 %",
                        "  synthesis                  170.0 ms    8.5 %  " + bar(33, 36, "█"),
                        "  unattributed                20.0 ms    1.0 %  " + bar(35, 36, "░"),
                        "  total                     2000.0 ms  100.0 %");
    }

    @Test
    void addsUpWhatIsOfOneKind() {
        // Given
        TurnTimeline timeline =
                new TurnTimeline(
                        "t",
                        1_000_000,
                        0,
                        List.of(
                                new TurnTimeline.Segment("hop", "kafka", 100_000),
                                new TurnTimeline.Segment("tool", "tool", 500_000),
                                new TurnTimeline.Segment("hop", "kafka", 250_000),
                                new TurnTimeline.Segment("dialogue", "dialogue", 150_000)));

        // When
        List<String> lines =
                new TimelineView(Palette.PLAIN, TimelineView.Detail.COMPACT).draw(timeline);

        // Then
        assertThat(lines)
                .containsExactly(
                        "  hop ×2           350.0 ms   35.0 %  " + bar(0, 13, "█"),
                        "  tool             500.0 ms   50.0 %  " + bar(13, 31, "█"),
                        "  dialogue         150.0 ms   15.0 %  " + bar(31, 36, "█"),
                        "  unattributed       0.0 ms    0.0 %",
                        "  total           1000.0 ms  100.0 %");
    }

    @Test
    void coloursOnlyWhereColoursAreWanted() {
        // When, Then
        assertThat(
                        String.join(
                                "",
                                new TimelineView(Palette.PLAIN, TimelineView.Detail.FULL)
                                        .draw(TIMELINE)))
                .doesNotContain("\u001b");
        assertThat(
                        String.join(
                                "",
                                new TimelineView(Palette.COLOURED, TimelineView.Detail.FULL)
                                        .draw(TIMELINE)))
                .contains("\u001b[36m");
    }

    @Test
    void drawsATurnThatTookNoTime() {
        // When
        List<String> lines =
                new TimelineView(Palette.PLAIN, TimelineView.Detail.FULL)
                        .draw(new TurnTimeline("t", 0, 0, List.of()));

        // Then
        assertThat(lines).last().asString().contains("total", "0.0 ms");
    }

    private static String bar(int from, int to, String block) {
        return " ".repeat(from) + block.repeat(to - from);
    }
}
