package dev.parley.connectors.tools.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgvTemplateTest {
    private final ArgvTemplate volume =
            template(List.of("pactl", "set-sink-volume", "0", "{percent}%"), "percent", "\\d{1,3}");

    @Test
    void whatIsSaidStandsInItsPlace() throws Exception {
        assertThat(volume.filled(Map.of("percent", "30")))
                .containsExactly("pactl", "set-sink-volume", "0", "30%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30; rm", "$(id)", "30 40", "1000", "30\n0", "-1", "x30"})
    void whatDoesntMatchAsAWholeIsRefused(String said) {
        assertThatThrownBy(() -> volume.filled(Map.of("percent", said)))
                .isInstanceOf(ToolFailureException.class);
    }

    @Property
    void whateverIsSaidIsOneElement(@ForAll @NotBlank String said) {
        // Given
        ArgvTemplate open = template(List.of("say", "--", "{text}"), "text", "(?s).*");

        // When
        List<String> argv;
        try {
            argv = open.filled(Map.of("text", said));
        } catch (ToolFailureException refused) {
            return;
        }

        // Then
        assertThat(argv).hasSize(3).startsWith("say", "--").endsWith(said.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", "--config=/etc/shadow", "-"})
    void whatIsSaidMakesNoOption(String said) {
        ArgvTemplate open = template(List.of("open", "{what}"), "what", ".*");
        assertThatThrownBy(() -> open.filled(Map.of("what", said)))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining("dash");
    }

    @Test
    void aValueThatLooksLikeAPlaceIsNotFilledAgain() throws Exception {
        ArgvTemplate open = template(List.of("open", "to {what}"), "what", ".*");
        assertThat(open.filled(Map.of("what", "{what} {other}")))
                .containsExactly("open", "to {what} {other}");
    }

    @Test
    void aPlaceWithoutPatternAndAPatternWithoutPlaceAreMistakes() {
        assertThatThrownBy(() -> new ArgvTemplate(List.of("say", "{text}"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> template(List.of("say"), "text", ".*"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ArgvTemplate template(List<String> elements, String place, String pattern) {
        return new ArgvTemplate(elements, Map.of(place, Pattern.compile(pattern)));
    }
}
