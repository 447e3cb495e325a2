package dev.parley.connectors.tools;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A unit by its canonical singular name, and its exact definition in the base of its kind.
 *
 * <p>Lengths, masses, volumes and areas by the international yard and pound agreement of 1959 and
 * NIST Handbook 44, appendix C; volumes are those of the United States, a ton is the short ton of
 * 2,000 pounds, a tonne the metric one.
 */
enum MeasureUnit {
    // in meters
    KILOMETER(Kind.LENGTH, "1000"),
    METER(Kind.LENGTH, "1"),
    CENTIMETER(Kind.LENGTH, "0.01"),
    MILLIMETER(Kind.LENGTH, "0.001"),
    MILE(Kind.LENGTH, "1609.344"),
    NAUTICAL_MILE(Kind.LENGTH, "1852"),
    YARD(Kind.LENGTH, "0.9144"),
    FOOT(Kind.LENGTH, "0.3048"),
    INCH(Kind.LENGTH, "0.0254"),
    // in grams
    TONNE(Kind.WEIGHT, "1000000"),
    KILOGRAM(Kind.WEIGHT, "1000"),
    GRAM(Kind.WEIGHT, "1"),
    MILLIGRAM(Kind.WEIGHT, "0.001"),
    TON(Kind.WEIGHT, "907184.74"),
    STONE(Kind.WEIGHT, "6350.29318"),
    POUND(Kind.WEIGHT, "453.59237"),
    OUNCE(Kind.WEIGHT, "28.349523125"),
    // in liters
    LITER(Kind.VOLUME, "1"),
    DECILITER(Kind.VOLUME, "0.1"),
    CENTILITER(Kind.VOLUME, "0.01"),
    MILLILITER(Kind.VOLUME, "0.001"),
    CUBIC_METER(Kind.VOLUME, "1000"),
    GALLON(Kind.VOLUME, "3.785411784"),
    QUART(Kind.VOLUME, "0.946352946"),
    PINT(Kind.VOLUME, "0.473176473"),
    CUP(Kind.VOLUME, "0.2365882365"),
    FLUID_OUNCE(Kind.VOLUME, "0.0295735295625"),
    TABLESPOON(Kind.VOLUME, "0.01478676478125"),
    TEASPOON(Kind.VOLUME, "0.00492892159375"),
    // in kelvins: (degrees + offset) * factor / divisor
    KELVIN(Kind.TEMPERATURE, "1"),
    CELSIUS(Kind.TEMPERATURE, "1", "1", "273.15"),
    FAHRENHEIT(Kind.TEMPERATURE, "5", "9", "459.67"),
    // in seconds
    MILLISECOND(Kind.TIME, "0.001"),
    SECOND(Kind.TIME, "1"),
    MINUTE(Kind.TIME, "60"),
    HOUR(Kind.TIME, "3600"),
    DAY(Kind.TIME, "86400"),
    WEEK(Kind.TIME, "604800"),
    // in kilometers per hour
    KILOMETER_PER_HOUR(Kind.SPEED, "1"),
    METER_PER_SECOND(Kind.SPEED, "3.6"),
    MILE_PER_HOUR(Kind.SPEED, "1.609344"),
    FOOT_PER_SECOND(Kind.SPEED, "1.09728"),
    KNOT(Kind.SPEED, "1.852"),
    // in square meters
    SQUARE_KILOMETER(Kind.AREA, "1000000"),
    SQUARE_METER(Kind.AREA, "1"),
    SQUARE_CENTIMETER(Kind.AREA, "0.0001"),
    HECTARE(Kind.AREA, "10000"),
    SQUARE_MILE(Kind.AREA, "2589988.110336"),
    ACRE(Kind.AREA, "4046.8564224"),
    SQUARE_YARD(Kind.AREA, "0.83612736"),
    SQUARE_FOOT(Kind.AREA, "0.09290304"),
    SQUARE_INCH(Kind.AREA, "0.00064516");

    /** What is measured; only units of one kind can be turned into each other. */
    enum Kind {
        LENGTH("a length"),
        WEIGHT("a weight"),
        VOLUME("a volume"),
        TEMPERATURE("a temperature"),
        TIME("a time"),
        SPEED("a speed"),
        AREA("an area");

        private final String spoken;

        Kind(String spoken) {
            this.spoken = spoken;
        }

        String spoken() {
            return spoken;
        }
    }

    private static final Map<String, MeasureUnit> BY_NAME =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    MeasureUnit::canonical, Function.identity()));

    private final Kind kind;
    private final BigDecimal factor;
    private final BigDecimal divisor;
    private final BigDecimal offset;

    MeasureUnit(Kind kind, String factor) {
        this(kind, factor, "1", "0");
    }

    MeasureUnit(Kind kind, String factor, String divisor, String offset) {
        this.kind = kind;
        this.factor = new BigDecimal(factor);
        this.divisor = new BigDecimal(divisor);
        this.offset = new BigDecimal(offset);
    }

    static Optional<MeasureUnit> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Such as {@code mile_per_hour}. */
    String canonical() {
        return name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    /** Such as {@code a mile per hour}; for temperatures {@code celsius}. */
    String spoken() {
        String name = Arguments.spoken(canonical());
        if (kind == Kind.TEMPERATURE) {
            return name;
        }
        boolean vowel = "aeio".indexOf(name.charAt(0)) >= 0 || this == HOUR;
        return (vowel ? "an " : "a ") + name;
    }

    /** Above the line of this many of it, in the base of the kind; {@link #divisor} is below. */
    BigDecimal toBase(BigDecimal amount) {
        return amount.add(offset).multiply(factor);
    }

    BigDecimal factor() {
        return factor;
    }

    BigDecimal divisor() {
        return divisor;
    }

    BigDecimal offset() {
        return offset;
    }
}
