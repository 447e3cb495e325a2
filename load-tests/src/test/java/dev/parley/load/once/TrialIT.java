package dev.parley.load.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial, small; its full size is a part of the long check. */
class TrialIT {
    @TempDir private Path folder;

    @Test
    void noCallActsTwiceAndNoneIsLostThoughItsExecutorIsKilled() throws Exception {
        // When
        Verdict verdict =
                new Trial(new Sizes(2, 0, 12, 4, 20, 3), folder, System.out::println).run();

        // Then
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.calls()).isGreaterThan(20);
        assertThat(verdict.succeeded()).isPositive();
    }
}
