package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns an amount of one unit into another, by the exact definitions of {@link MeasureUnit}.
 *
 * <p>Arguments: {@code amount}, a plain decimal number; {@code from} and {@code to}, canonical
 * names of units. Result: {@code value}, rounded half up to two decimals, or to four significant
 * digits below one, without trailing zeros; {@code exact}, whether nothing was rounded away; and
 * {@code amount}, {@code from}, {@code to} as they were understood.
 */
public final class UnitsTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of(
                            "units",
                            "Converts lengths, weights, volumes, temperatures, times, speeds and"
                                    + " areas.")
                    .takes(
                            Schema.required("amount", "a plain decimal number"),
                            Schema.required("from", "a unit, such as mile_per_hour"),
                            Schema.required("to", "a unit"))
                    .gives(
                            Schema.required("value", "a plain decimal number"),
                            Schema.required("exact", "whether nothing was rounded away")
                                    .oneOf("true", "false"),
                            Schema.required("amount", "as it was understood"),
                            Schema.required("from", "as it was understood"),
                            Schema.required("to", "as it was understood"))
                    .build();
    private static final Pattern AMOUNT =
            Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{1,30})?|\\.\\d{1,30})");
    private static final int DECIMALS = 2;
    private static final MathContext BELOW_ONE = new MathContext(4, RoundingMode.HALF_UP);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        BigDecimal amount = amount(arguments.required("amount"));
        MeasureUnit from = unit(arguments.required("from"));
        MeasureUnit to = unit(arguments.required("to"));
        if (from.kind() != to.kind()) {
            throw Arguments.refused(
                    "I can't turn %s into %s: one is %s, the other %s."
                            .formatted(
                                    from.spoken(),
                                    to.spoken(),
                                    from.kind().spoken(),
                                    to.kind().spoken()));
        }
        BigDecimal base = from.toBase(amount);
        if (base.signum() < 0 && from.kind() == MeasureUnit.Kind.TEMPERATURE) {
            throw Arguments.refused("Nothing can be that cold.");
        }
        // value + offset = base * to.divisor / (from.divisor * to.factor)
        BigDecimal above = base.multiply(to.divisor());
        BigDecimal below = from.divisor().multiply(to.factor());
        BigDecimal shifted = above.subtract(to.offset().multiply(below));
        BigDecimal value = rounded(shifted, below);
        boolean exact = value.multiply(below).compareTo(shifted) == 0;
        return Map.of(
                "value",
                plain(value),
                "exact",
                Boolean.toString(exact),
                "amount",
                plain(amount),
                "from",
                from.canonical(),
                "to",
                to.canonical());
    }

    private static BigDecimal rounded(BigDecimal above, BigDecimal below) {
        boolean belowOne = above.abs().compareTo(below) < 0;
        return belowOne
                ? above.divide(below, BELOW_ONE)
                : above.divide(below, DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal amount(String said) throws ToolFailureException {
        if (!AMOUNT.matcher(said).matches()) {
            throw Arguments.refused("I can't read " + Arguments.echo(said) + " as a number.");
        }
        return new BigDecimal(said);
    }

    private static MeasureUnit unit(String said) throws ToolFailureException {
        return MeasureUnit.named(said)
                .orElseThrow(
                        () ->
                                Arguments.refused(
                                        "I don't know the unit "
                                                + Arguments.spoken(Arguments.echo(said))
                                                + "."));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
