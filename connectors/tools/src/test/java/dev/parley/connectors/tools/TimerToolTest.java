package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool.Circumstances;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimerToolTest {
    private static final Circumstances NOW =
            new Circumstances(
                    Instant.EPOCH, ZoneOffset.UTC, new UserId("anna"), new CallId("call"));
    private final TimerTool timer = new TimerTool();

    @ParameterizedTest
    @CsvSource({"PT1S, PT1S", "PT90S, PT1M30S", "PT24H, PT24H", "P1D, PT24H"})
    void takesWhatCanRun(String duration, String normal) throws Exception {
        assertThat(timer.call(Map.of("duration", duration), NOW))
                .containsOnly(Map.entry("duration", normal));
    }

    @Test
    void keepsTheLabel() throws Exception {
        assertThat(timer.call(Map.of("duration", "PT5M", "label", "pasta"), NOW))
                .containsOnly(Map.entry("duration", "PT5M"), Map.entry("label", "pasta"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, A timer must run for at least one second.",
        "-PT5M, A timer must run for at least one second.",
        "PT24H1S, A timer can run for at most 24 hours.",
        "5 minutes, I didn't understand how long the timer should run.",
        "PT99999999999999999999S, I didn't understand how long the timer should run.",
    })
    void refusesWhatCanNot(String duration, String sentence) {
        assertThatThrownBy(() -> timer.call(Map.of("duration", duration), NOW))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BAD_ARGUMENTS))
                .hasMessage(sentence);
    }
}
