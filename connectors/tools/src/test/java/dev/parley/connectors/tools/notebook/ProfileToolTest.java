package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.ToolFailureException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileToolTest {
    private final Notebooks notebooks = Notebooks.inMemory();
    private final ProfileTool tool = new ProfileTool(notebooks::traits);
    private final Caller anna = new Caller(tool, "anna", "trait", "name");
    private final Caller ben = new Caller(tool, "ben", "trait", "name");

    @Test
    void tellsEachUserWhatTheySaidLast() throws Exception {
        // When
        assertThat(anna.call("action", "set", "value", " anna \n lena "))
                .isEqualTo(Map.of("trait", "name", "value", "anna lena"));
        ben.call("action", "set", "value", "ben");
        assertThat(anna.call("action", "set", "value", "o'neill"))
                .containsEntry("value", "o'neill")
                .containsEntry("before", "anna lena");

        // Then
        assertThat(anna.call("action", "get")).containsEntry("value", "o'neill");
        assertThat(ben.call("action", "get")).containsEntry("value", "ben");
        assertThat(notebooks.traits().of(new UserId("anna"))).hasSize(1);
    }

    @Test
    void answersTheSameCallTheSameAndChangesNothingTwice() throws Exception {
        // Given
        anna.call("action", "set", "value", "sam");

        // When
        Map<String, String> again = anna.again("action", "set", "value", "sam");

        // Then
        assertThat(again).isEqualTo(Map.of("trait", "name", "value", "sam"));
        assertThat(notebooks.traits().of(new UserId("anna"))).hasSize(1);
    }

    @Test
    void knowsNothingOfAUserWhoSaidNothingOrIsForgotten() throws Exception {
        // Given
        anna.call("action", "set", "value", "sam");

        // When
        notebooks.forget(new UserId("anna"));

        // Then
        assertThat(anna.call("action", "get")).isEqualTo(Map.of("trait", "name"));
        assertThat(ben.call("action", "get")).isEqualTo(Map.of("trait", "name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>sam</b>",
                "sam & dave",
                "{sam}",
                "...",
                "\u0000",
                "\ud83d\ude00",
                "a[1]"
            })
    void refusesWhatIsNoName(String value) {
        assertThatThrownBy(() -> anna.call("action", "set", "value", value))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("I can't call you that.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Дмитрий", "明", "José María", "Jean-Luc", "محمد", "john 5"})
    void takesNamesOfAllScripts(String value) throws Exception {
        assertThat(anna.call("action", "set", "value", value)).containsEntry("value", value);
    }

    @Test
    void refusesWhatIsTooLongAndOtherTraits() throws Exception {
        assertThat(anna.call("action", "set", "value", "x".repeat(60))).containsKey("value");
        assertThatThrownBy(() -> anna.call("action", "set", "value", "x".repeat(61)))
                .hasMessage("That is too long for a name. I can keep up to 60 characters.");
        assertThatThrownBy(() -> anna.call("action", "get", "trait", "shoe size"))
                .isInstanceOf(ToolFailureException.class);
        assertThatThrownBy(() -> anna.call("action", "forget"))
                .isInstanceOf(ToolFailureException.class);
    }
}
