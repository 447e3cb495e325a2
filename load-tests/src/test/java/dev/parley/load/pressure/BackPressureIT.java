package dev.parley.load.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial, small; its full size is a part of the long check. */
class BackPressureIT {
    private static final Sizes SMALL =
            new Sizes(
                    20,
                    8,
                    4,
                    2,
                    100,
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(4),
                    Duration.ofMillis(500));

    @TempDir private Path folder;

    @Test
    void hearsEverythingOnceAlthoughItsEngineFalteredForAWhile() throws Exception {
        // When
        Outcome outcome = new Trial(SMALL, folder, System.out::println).run();

        // Then
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.verdict().heard()).isEqualTo(20 * SMALL.utterances());
    }
}
