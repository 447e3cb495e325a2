package dev.parley.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.SessionId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final SessionId SESSION = SessionId.on(0, "speaks");
    private static final Script SCRIPT = new Tones(3, 0);
    private static final Script.Heard FIRST = SCRIPT.finals().get(0);
    private static final Script.Heard SECOND = SCRIPT.finals().get(1);
    private static final Script.Heard THIRD = SCRIPT.finals().get(2);

    @Test
    void findsNoFaultInWhatWasHeardOnceAndInOrder() {
        Verdict verdict = verdict(FIRST, SECOND, THIRD);

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.heard()).isEqualTo(3);
    }

    @Test
    void findsWhatIsLost() {
        Verdict verdict = verdict(FIRST, THIRD);

        assertThat(verdict.faults()).hasSize(1);
        assertThat(verdict.heard()).isEqualTo(2);
    }

    @Test
    void findsWhatIsThereTwice() {
        assertThat(verdict(FIRST, SECOND, SECOND, THIRD).faults()).hasSize(1);
    }

    @Test
    void findsWhatIsOutOfOrder() {
        assertThat(verdict(SECOND, FIRST, THIRD).faults()).hasSize(1);
    }

    @Test
    void findsWordsThatWereHeardInPart() {
        Script.Heard part = new Script.Heard(SECOND.startMillis(), SECOND.endMillis(), "12 of 2");

        assertThat(verdict(FIRST, part, THIRD).heard()).isEqualTo(2);
    }

    private static Verdict verdict(Script.Heard... finals) {
        return Verdict.of(Map.of(SESSION, SCRIPT), Map.of(SESSION, List.of(finals)), 0);
    }
}
