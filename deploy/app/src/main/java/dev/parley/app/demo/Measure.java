package dev.parley.app.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The conversions that the demo asks for, by the units' definitions: international yard and pound
 * (1959), the United States gallon.
 */
enum Measure {
    MILES_TO_KILOMETERS("miles", "kilometers", "1.609344"),
    FEET_TO_INCHES("feet", "inches", "12"),
    YARDS_TO_FEET("yards", "feet", "3"),
    INCHES_TO_CENTIMETERS("inches", "centimeters", "2.54"),
    FEET_TO_CENTIMETERS("feet", "centimeters", "30.48"),
    METERS_TO_CENTIMETERS("meters", "centimeters", "100"),
    POUNDS_TO_KILOGRAMS("pounds", "kilograms", "0.45359237"),
    GALLONS_TO_LITERS("gallons", "liters", "3.785411784"),
    HOURS_TO_MINUTES("hours", "minutes", "60"),
    DAYS_TO_HOURS("days", "hours", "24"),
    WEEKS_TO_DAYS("weeks", "days", "7");

    private final String from;
    private final String to;
    private final BigDecimal factor;

    Measure(String from, String to, String factor) {
        this.from = from;
        this.to = to;
        this.factor = new BigDecimal(factor);
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    /** Rounded half up to two decimals, without trailing zeros. */
    BigDecimal convert(int amount) {
        BigDecimal exact = factor.multiply(BigDecimal.valueOf(amount));
        BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
