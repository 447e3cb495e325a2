package dev.parley.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes minutes, so it is a part of the long check; {@code -Dparley.scale=full} for more. */
class ScaleFigures {
    @TempDir private Path folder;

    @Test
    void hearsEverythingOnceWithAnyNumberOfProcesses() throws Exception {
        // Given
        ScaleBenchmark.Sizes sizes =
                System.getProperty("parley.scale", "").equals("full")
                        ? ScaleBenchmark.Sizes.FULL
                        : ScaleBenchmark.Sizes.CHECK;

        // When
        var faults = new ScaleBenchmark(sizes, folder, System.out).run();

        // Then
        assertThat(faults).isEmpty();
    }
}
