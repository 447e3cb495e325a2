package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolboxTest {
    private final Toolbox toolbox = Toolbox.builtIn();

    @Test
    void listsWhatTheAgentCanDo() {
        assertThat(toolbox.descriptors())
                .extracting(Tool.Descriptor::name)
                .containsExactly(
                        "clock",
                        "timezone",
                        "calculator",
                        "units",
                        "holidays",
                        "timer",
                        "list",
                        "notes",
                        "reminders",
                        "profile",
                        "weather",
                        "dictionary");
        assertThat(toolbox.find("calculator")).containsInstanceOf(CalculatorTool.class);
        assertThat(toolbox.find("shell")).isEmpty();
    }

    @Test
    void refusesTwoToolsOfOneName() {
        assertThatThrownBy(() -> new Toolbox(List.of(new TimerTool(), new TimerTool())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tools are called timer");
    }

    @Test
    void passesACallThatFitsAndAlwaysTheHome() throws Exception {
        assertThat(toolbox.check("clock", Map.of("place", "oslo", "home", "UTC")))
                .isInstanceOf(ClockTool.class);
        assertThat(toolbox.check("timer", Map.of("duration", "PT1S", "home", "UTC")))
                .isInstanceOf(TimerTool.class);
    }

    @Test
    void namesWhatIsMissingOrUnknown() {
        assertRefused(
                "units",
                Map.of("amount", "5", "from", " "),
                Reason.BAD_ARGUMENTS,
                "For the units I need to know the from and the to.");
        assertRefused(
                "timer",
                Map.of("duration", "PT1S", "ring_tone", "bell"),
                Reason.BAD_ARGUMENTS,
                "The timer doesn't know what to do with the ring tone.");
        assertRefused(
                "list",
                Map.of("list", "wishes", "action", "read"),
                Reason.BAD_ARGUMENTS,
                "The list can be todo or shopping, not wishes.");
        assertRefused("shell", Map.of(), Reason.UNKNOWN_TOOL, "I have no tool called shell.");
    }

    private void assertRefused(
            String tool, Map<String, String> arguments, Reason reason, String sentence) {
        assertThatThrownBy(() -> toolbox.check(tool, arguments))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessage(sentence);
    }
}
