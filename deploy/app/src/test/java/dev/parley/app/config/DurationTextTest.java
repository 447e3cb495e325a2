package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "700ms, PT0.7S, 700ms",
        "30s, PT30S, 30s",
        "90 s, PT1M30S, 1m30s",
        "1m30s, PT1M30S, 1m30s",
        "24h, PT24H, 1d",
        "PT1.5S, PT1.5S, 1s500ms",
        "250us, PT0.00025S, 250000ns",
        "0, PT0S, 0s"
    })
    void readsAndShowsWhatPeopleWrite(String text, Duration duration, String shown) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.show(duration)).isEqualTo(shown);
        assertThat(DurationText.parse(shown)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "700",
                "s",
                "1.5s",
                "30 seconds",
                "PT",
                "P",
                "-5s",
                "1s 2",
                "99999999999999999999s"
            })
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
    }
}
