package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.Palette;
import dev.parley.app.client.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private final StringWriter out = new StringWriter();

    @Test
    void drawsABarThatPassesOnATerminal() {
        // Given
        ProgressView view = view(true);

        // When
        view.has("m.zip", 0, 40_000_000);
        view.has("m.zip", 20_000_000, 40_000_000);

        // Then
        assertThat(out.toString())
                .contains("m.zip [" + "#".repeat(15) + ".".repeat(15) + "]  50% of 40 MB")
                .doesNotContain("\n");
    }

    @Test
    void printsALineAtEachTenthElsewhere() {
        // Given
        ProgressView view = view(false);

        // When
        for (int done = 0; done <= 1000; done++) {
            view.has("m.zip", done * 40_000L, 40_000_000);
        }

        // Then
        assertThat(out.toString().lines()).hasSize(11).last().isEqualTo("  m.zip 100% of 40 MB");
    }

    private ProgressView view(boolean rewritable) {
        return new ProgressView(
                new Terminal(new PrintWriter(out, true), Palette.of(true, Map.of()), rewritable));
    }
}
