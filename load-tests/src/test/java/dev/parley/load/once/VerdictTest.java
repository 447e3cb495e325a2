package dev.parley.load.once;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final CallId CALL = new CallId("c1");
    private static final TurnId TURN = new TurnId("t1");
    private static final Tool DONE =
            new Tool.Succeeded(CALL, TURN, CountingTool.ONCE, Personal.of(Map.of()));
    private static final Tool UNKNOWN = failed(Tool.Reason.OUTCOME_UNKNOWN);

    private static Tool failed(Tool.Reason reason) {
        return new Tool.Failed(CALL, TURN, CountingTool.ONCE, reason, Personal.of("Sorry."));
    }

    private static Verdict of(String tool, Map<CallId, Tool> results, int times) {
        return Verdict.of(Map.of(CALL, tool), results, Set.of(), call -> times);
    }

    @Test
    void whatActedOnceAndIsToldAsDoneIsRight() {
        assertThat(of(CountingTool.ONCE, Map.of(CALL, DONE), 1))
                .satisfies(verdict -> assertThat(verdict.faults()).isEmpty())
                .satisfies(verdict -> assertThat(verdict.succeeded()).isOne());
    }

    @Test
    void whatIsToldAsUnknownMayHaveActedOrNot() {
        for (int times = 0; times <= 1; times++) {
            Verdict verdict = of(CountingTool.ONCE, Map.of(CALL, UNKNOWN), times);
            assertThat(verdict.faults()).isEmpty();
            assertThat(verdict.unknown()).isOne();
            assertThat(verdict.unknownThatActed()).isEqualTo(times);
        }
    }

    @Test
    void namesWhatActedTwiceOrNeverOrHasNoResultOrTwo() {
        assertThat(of(CountingTool.ONCE, Map.of(CALL, DONE), 2).faults())
                .containsExactly("c1 acted 2 times");
        assertThat(of(CountingTool.ONCE, Map.of(CALL, DONE), 0).faults())
                .containsExactly("c1 is told as done and never acted");
        assertThat(of(CountingTool.ONCE, Map.of(), 0).faults()).containsExactly("c1 has no result");
        assertThat(
                        Verdict.of(
                                        Map.of(CALL, CountingTool.ONCE),
                                        Map.of(CALL, DONE),
                                        Set.of(CALL),
                                        call -> 1)
                                .faults())
                .containsExactly("c1 has two results");
        assertThat(of(CountingTool.ONCE, Map.of(CALL, failed(Tool.Reason.DENIED)), 0).faults())
                .hasSize(1);
    }

    @Test
    void whatMayBeRepeatedMayActTwiceButIsNeverUnknown() {
        assertThat(of(CountingTool.AGAIN, Map.of(CALL, DONE), 2).faults()).isEmpty();
        assertThat(of(CountingTool.AGAIN, Map.of(CALL, UNKNOWN), 1).faults()).hasSize(1);
    }
}
