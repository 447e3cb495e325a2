package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.util.Map;

/**
 * Works out an arithmetic expression in exact arithmetic.
 *
 * <p>Argument: {@code expression}, see {@link Expression} for what it may hold. Result: {@code
 * value}, a plain decimal number without grouping or exponent, and {@code exact}, {@code true} or
 * {@code false}. What has no finite decimal form (1/3) or is irrational (sqrt(2)) is rounded half
 * to even to 10 significant digits, or to two decimals where that is finer.
 */
public final class CalculatorTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of(
                            "calculator",
                            "Works out an arithmetic expression with + - * / ^ % sqrt() and"
                                    + " parentheses.")
                    .takes(Schema.required("expression", "such as 3 * (4 + 5)"))
                    .gives(
                            Schema.required("value", "a plain decimal number"),
                            Schema.required("exact", "whether nothing was rounded away")
                                    .oneOf("true", "false"))
                    .build();

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Quotient value = Expression.evaluate(new Arguments(slots).required("expression"));
        return Map.of("value", value.decimal(), "exact", Boolean.toString(value.hasExactDecimal()));
    }
}
