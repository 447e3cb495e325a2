package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void coloursATerminal() {
        assertThat(Palette.of(false, Map.of(), true)).isEqualTo(Palette.COLOURED);
        assertThat(Palette.of(false, Map.of("NO_COLOR", ""), true)).isEqualTo(Palette.COLOURED);
    }

    @Test
    void leavesColoursOutWhereTheyAreDeclinedOrCannotBeSeen() {
        assertThat(Palette.of(true, Map.of(), true)).isEqualTo(Palette.PLAIN);
        assertThat(Palette.of(false, Map.of("NO_COLOR", "1"), true)).isEqualTo(Palette.PLAIN);
        assertThat(Palette.of(false, Map.of("TERM", "dumb"), true)).isEqualTo(Palette.PLAIN);
        assertThat(Palette.of(false, Map.of(), false)).isEqualTo(Palette.PLAIN);
    }
}
