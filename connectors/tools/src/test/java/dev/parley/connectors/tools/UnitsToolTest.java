package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool.Circumstances;
import dev.parley.streams.tool.ToolFailureException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsToolTest {
    private final UnitsTool units = new UnitsTool();

    private Map<String, String> convert(String amount, String from, String to)
            throws ToolFailureException {
        return units.call(
                Map.of("amount", amount, "from", from, "to", to),
                new Circumstances(
                        Instant.EPOCH, ZoneOffset.UTC, new UserId("anna"), new CallId("call")));
    }

    @ParameterizedTest
    @CsvSource({
        "5, mile, kilometer, 8.05, false",
        "1, mile, meter, 1609.34, false",
        "1000, mile, meter, 1609344, true",
        "10, kilometer, mile, 6.21, false",
        "1, foot, inch, 12, true",
        "1, yard, foot, 3, true",
        "3, kilogram, pound, 6.61, false",
        "1, pound, ounce, 16, true",
        "1, stone, pound, 14, true",
        "1, ton, pound, 2000, true",
        "1, tonne, kilogram, 1000, true",
        "1, gallon, liter, 3.79, false",
        "1, gallon, cup, 16, true",
        "2, cup, pint, 1, true",
        "100, celsius, fahrenheit, 212, true",
        "32, fahrenheit, celsius, 0, true",
        "98.6, fahrenheit, celsius, 37, true",
        "-40, celsius, fahrenheit, -40, true",
        "20, celsius, kelvin, 293.15, true",
        "90, minute, hour, 1.5, true",
        "2, week, day, 14, true",
        "100, kilometer_per_hour, mile_per_hour, 62.14, false",
        "1, acre, square_foot, 43560, true",
        "1, square_mile, acre, 640, true",
        "1, meter, mile, 0.0006214, false",
        "1, millimeter, meter, 0.001, true",
        "0, mile, kilometer, 0, true",
        "5.0, meter, centimeter, 500, true",
    })
    void convertsByExactDefinitions(
            String amount, String from, String to, String value, boolean exact) throws Exception {
        // When
        Map<String, String> result = convert(amount, from, to);

        // Then
        assertThat(result)
                .containsEntry("value", value)
                .containsEntry("exact", Boolean.toString(exact))
                .containsEntry("from", from)
                .containsEntry("to", to)
                .containsKey("amount")
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | mile | kilogram | I can't turn a mile into a kilogram: one is a length, the"
                        + " other a weight.",
                "5 | mile_per_hour | hour | I can't turn a mile per hour into an hour: one is a"
                        + " speed, the other a time.",
                "5 | furlong | meter | I don't know the unit furlong.",
                "five | mile | meter | I can't read five as a number.",
                "1e9 | mile | meter | I can't read 1e9 as a number.",
                "-300 | celsius | kelvin | Nothing can be that cold.",
            })
    void refusesInASentence(String amount, String from, String to, String sentence) {
        assertThatThrownBy(() -> convert(amount, from, to))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage(sentence);
    }

    @Property(tries = 300)
    void comesBackFromWhereItWent(
            @ForAll MeasureUnit from,
            @ForAll MeasureUnit to,
            @ForAll @IntRange(min = 1, max = 10_000) int amount)
            throws Exception {
        if (from.kind() != to.kind()) {
            return;
        }
        // When
        Map<String, String> there =
                convert(Integer.toString(amount), from.canonical(), to.canonical());

        // Then
        double viaDouble =
                (amount + from.offset().doubleValue())
                                * from.factor().doubleValue()
                                / from.divisor().doubleValue()
                                * to.divisor().doubleValue()
                                / to.factor().doubleValue()
                        - to.offset().doubleValue();
        double tolerance = Math.max(0.0051, Math.abs(viaDouble) * 1e-9);
        if (Math.abs(viaDouble) < 1) {
            tolerance = Math.abs(viaDouble) * 0.00051;
        }
        assertThat(new BigDecimal(there.get("value")).doubleValue() - viaDouble)
                .isBetween(-tolerance, tolerance);
    }
}
