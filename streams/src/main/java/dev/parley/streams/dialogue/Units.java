package dev.parley.streams.dialogue;

import java.math.BigDecimal;

/** Units of measure in words. */
final class Units {
    private Units() {}

    /**
     * @param unit its canonical name, such as {@code kilometer_per_hour}
     */
    static String inWords(String unit, BigDecimal amount) {
        boolean one = amount.abs().compareTo(BigDecimal.ONE) == 0;
        return switch (unit) {
            case "celsius", "fahrenheit" ->
                    (one ? "degree " : "degrees ")
                            + Character.toUpperCase(unit.charAt(0))
                            + unit.substring(1);
            case "foot" -> one ? "foot" : "feet";
            case "inch" -> one ? "inch" : "inches";
            case "stone", "kelvin" -> unit;
            default -> {
                int per = unit.indexOf("_per_");
                if (per > 0) {
                    yield plural(unit.substring(0, per), one) + " per " + unit.substring(per + 5);
                }
                if (unit.startsWith("square_")) {
                    yield "square " + inWords(unit.substring("square_".length()), amount);
                }
                yield plural(unit, one);
            }
        };
    }

    private static String plural(String unit, boolean one) {
        return one ? unit : unit + "s";
    }
}
