package dev.parley.streams.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Descriptor;
import dev.parley.streams.tool.Tool.Sensitivity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    private static final Descriptor LIST =
            Descriptor.of("list", "Keeps lists.")
                    .takes(
                            Schema.required("action", "what to do").oneOf("add", "read", "clear"),
                            Schema.optional("list", "which").upTo(20))
                    .when(Map.of("action", "read"), Access.READ, Sensitivity.PERSONAL)
                    .when(
                            Map.of("action", "clear"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I clear your {list} list?")
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .build();

    @Test
    void tellsByItsArgumentsWhatACallDoes() {
        assertThat(LIST.operation(Map.of("action", "read")).access()).isEqualTo(Access.READ);
        assertThat(LIST.operation(Map.of("action", "clear")).sensitivity())
                .isEqualTo(Sensitivity.SENSITIVE);
        assertThat(LIST.operation(Map.of("action", "add")))
                .isEqualTo(new Operation(Map.of(), Access.WRITE, Sensitivity.PERSONAL, null, null));
    }

    @Test
    void isAsStrongAndAsSensitiveAsTheStrongestOfWhatItDoes() {
        assertThat(LIST.access()).isEqualTo(Access.WRITE);
        assertThat(LIST.sensitivity()).isEqualTo(Sensitivity.SENSITIVE);
        assertThat(Descriptor.of("clock", "").build().access()).isEqualTo(Access.READ);
    }

    @Test
    void asksWithTheValuesOfTheCallAndNoMoreOfThemThanCanBeHeard() {
        Operation clear = LIST.operation(Map.of("action", "clear"));
        assertThat(clear.question("list", Map.of("list", "shopping")))
                .isEqualTo("Shall I clear your shopping list?");
        assertThat(clear.question("list", Map.of("list", "$1{list}\\")))
                .isEqualTo("Shall I clear your $1{list}\\ list?");
        assertThat(clear.question("list", Map.of("list", "x".repeat(500)))).hasSizeLessThan(100);
        assertThat(LIST.operation(Map.of()).question("open_app", Map.of()))
                .isEqualTo("Shall I use the tool called open app?");
    }

    @Test
    void isToldAsJsonSchema() {
        assertThat(LIST.arguments().json())
                .isEqualTo(
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "action",
                                        Map.of(
                                                "type",
                                                "string",
                                                "description",
                                                "what to do",
                                                "enum",
                                                List.of("add", "read", "clear")),
                                        "list",
                                        Map.of(
                                                "type",
                                                "string",
                                                "description",
                                                "which",
                                                "maxLength",
                                                20)),
                                "required",
                                List.of("action"),
                                "additionalProperties",
                                false));
    }

    @Test
    void refusesTwoPropertiesOfOneName() {
        assertThatThrownBy(() -> Schema.of(Schema.required("a", ""), Schema.optional("a", "again")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesADescriptorWhoseLastOperationDoesNotFitEveryCall() {
        assertThatThrownBy(
                        () ->
                                new Descriptor(
                                        "t",
                                        "",
                                        Schema.of(),
                                        Schema.of(),
                                        List.of(
                                                new Operation(
                                                        Map.of("a", "b"),
                                                        Access.READ,
                                                        Sensitivity.HARMLESS,
                                                        null,
                                                        null)),
                                        true,
                                        java.time.Duration.ofSeconds(1),
                                        null,
                                        null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
