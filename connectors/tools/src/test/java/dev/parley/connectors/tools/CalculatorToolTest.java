package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool.Circumstances;
import dev.parley.streams.tool.ToolFailureException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorToolTest {
    private final CalculatorTool calculator = new CalculatorTool();

    private Map<String, String> result(String expression) throws ToolFailureException {
        return calculator.call(
                Map.of("expression", expression),
                new Circumstances(
                        Instant.EPOCH, ZoneOffset.UTC, new UserId("anna"), new CallId("call")));
    }

    private String value(String expression) throws ToolFailureException {
        return result(expression).get("value");
    }

    @ParameterizedTest
    @CsvSource({
        "1+2*3, 7, true",
        "(1+2)*3, 9, true",
        "10-4-3, 3, true",
        "64/4/2, 8, true",
        "2^3^2, 512, true",
        "-2^2, -4, true",
        "2^-2, 0.25, true",
        "--5, 5, true",
        "3*-4, -12, true",
        "0^0, 1, true",
        "0.1+0.2, 0.3, true",
        ".5*4, 2, true",
        "20%*50, 10, true",
        "50%, 0.5, true",
        "1/3*3, 1, true",
        "1/3, 0.3333333333, false",
        "2/3, 0.6666666667, false",
        "100/3, 33.33333333, false",
        "10000000000000/3, 3333333333333.33, false",
        "1/8, 0.125, true",
        "sqrt(144), 12, true",
        "sqrt(2), 1.414213562, false",
        "2^0.5, 1.414213562, false",
        "sqrt(2)^2-2, 0, false",
        "sqrt(9/4), 1.5, true",
        "SQRT(16), 4, true",
        "6×7÷2−1, 20, true",
        "1000*1000, 1000000, true",
        "(-1)^1000001, -1, true",
        "1.50, 1.5, true",
        "100, 100, true",
        "5-5, 0, true",
        "12345678901234567890*98765432109876543210, 1219326311370217952237463801111263526900, true",
    })
    void worksOutWhatIsAsked(String expression, String value, boolean exact) throws Exception {
        // When
        Map<String, String> result = result(expression);

        // Then
        assertThat(result)
                .containsOnly(
                        Map.entry("value", value), Map.entry("exact", Boolean.toString(exact)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/0", "5/(2-2)", "0^-1", "1/0*0"})
    void saysKindlyThatNothingIsDividedByZero(String expression) {
        assertThatThrownBy(() -> result(expression))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BAD_ARGUMENTS))
                .hasMessage("Nothing can be divided by zero.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "+",
                "1+",
                "(1",
                "1)",
                "1 2",
                "2(3)",
                "1..2",
                "1.",
                ".",
                "abc",
                "sqrt",
                "sqrt 4",
                "1,000",
                "1e9",
                "\0",
                "1\0",
                "System.exit(1)",
                "%",
                "5 % 3",
                "٣+1"
            })
    void refusesWhatIsNoCalculation(String expression) {
        assertThatThrownBy(() -> result(expression))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BAD_ARGUMENTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^9^9",
                "9^9^9^9",
                "2^100000",
                "2^-100000",
                "10^1000",
                "1/10^1001",
                "99999999^99999999",
                "0.0001^99999",
                "10^500*10^501",
                "(1/3)^99999",
                "1.0000001^9999999"
            })
    void givesUpAtOnceOnWhatIsTooLong(String expression) {
        // When
        Instant before = Instant.now();
        assertThatThrownBy(() -> result(expression))
                // Then
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("That number is too long for me to work out.");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void givesUpOnDepthAndLengthBeforeTheStackDoes() {
        assertThatThrownBy(() -> result("(".repeat(499) + "1" + ")".repeat(499)))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> result("1^".repeat(400) + "1"))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> result("1+".repeat(600) + "1")).hasMessageContaining("too long");
    }

    @Test
    void keepsAThousandDigits() throws Exception {
        assertThat(value("10^999")).isEqualTo("1" + "0".repeat(999));
        assertThat(value("-".repeat(998) + "7")).isEqualTo("7");
    }

    @Property(tries = 300)
    void agreesWithBigDecimalOnSumsAndProducts(
            @ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(8) BigDecimal a,
            @ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(8) BigDecimal b,
            @ForAll @BigRange(min = "-1e9", max = "1e9") @Scale(4) BigDecimal c)
            throws Exception {
        // When
        String value =
                value(
                        "(%s) + (%s) * %s - %s"
                                .formatted(
                                        a.toPlainString(),
                                        b.toPlainString(),
                                        c.toPlainString(),
                                        a.toPlainString()));

        // Then
        assertThat(new BigDecimal(value)).isEqualByComparingTo(a.add(b.multiply(c)).subtract(a));
    }

    @Property(tries = 300)
    void roundsQuotientsAsBigDecimalDoes(
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int a,
            @ForAll @IntRange(min = 1, max = 1_000_000) int b)
            throws Exception {
        // When
        Map<String, String> result = result(a + "/" + b);

        // Then
        BigDecimal rounded =
                BigDecimal.valueOf(a)
                        .divide(BigDecimal.valueOf(b), new MathContext(10, RoundingMode.HALF_EVEN));
        boolean ends;
        BigDecimal expected;
        try {
            expected = BigDecimal.valueOf(a).divide(BigDecimal.valueOf(b));
            ends = true;
        } catch (ArithmeticException endless) {
            expected = rounded;
            ends = false;
        }
        assertThat(result.get("exact")).isEqualTo(Boolean.toString(ends));
        assertThat(new BigDecimal(result.get("value"))).isEqualByComparingTo(expected);
    }

    @Property(tries = 200)
    void agreesWithBigIntegerOnPowersAndTheirRoots(
            @ForAll @IntRange(min = -999, max = 999) int base,
            @ForAll @IntRange(min = 0, max = 100) int exponent)
            throws Exception {
        BigInteger power = BigInteger.valueOf(base).pow(exponent);
        assertThat(value("(%d)^%d".formatted(base, exponent))).isEqualTo(power.toString());
        assertThat(value("sqrt(%d)".formatted((long) base * base)))
                .isEqualTo(Integer.toString(Math.abs(base)));
    }

    @Property(tries = 1000)
    void neverThrowsButARefusal(@ForAll @StringLength(max = 60) String expression) {
        try {
            result(expression);
        } catch (ToolFailureException refusal) {
            assertThat(refusal.reason()).isEqualTo(Reason.BAD_ARGUMENTS);
        }
    }
}
