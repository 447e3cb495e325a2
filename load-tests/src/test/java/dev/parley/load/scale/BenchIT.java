package dev.parley.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark itself, small: it hears all, and would notice if it didn't. */
class BenchIT {
    private static final Engine ENGINE = new Engine.Waits(4, 5);

    @TempDir private Path folder;

    @Test
    void hearsInSeveralProcessesWhatWasSaid() throws Exception {
        try (Bench bench = new Bench(folder, 4)) {
            // When
            Bench.Run run = bench.run(2, ENGINE, 8, session -> new Tones(2, 20L * session));

            // Then
            assertThat(run.verdict().faults()).isEmpty();
            assertThat(run.verdict().heard()).isEqualTo(16);
            assertThat(run.lag().told()).isPositive();
            assertThat(run.lag().last()).isZero();
        }
    }
}
