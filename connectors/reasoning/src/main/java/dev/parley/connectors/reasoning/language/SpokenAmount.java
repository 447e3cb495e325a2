package dev.parley.connectors.reasoning.language;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an amount of money or a percentage in a sentence whose numbers are in digits: "5 dollars
 * and 50 cents", "20 euros", "30 percent".
 *
 * @param value not negative, as exact as it was said
 * @param unit an ISO 4217 code, or {@code %}
 */
public record SpokenAmount(BigDecimal value, String unit) {
    private static final Map<String, String> CURRENCIES =
            Map.of(
                    "dollar", "USD", "buck", "USD", "euro", "EUR", "pound", "GBP", "quid", "GBP",
                    "yen", "JPY", "franc", "CHF", "rupee", "INR", "yuan", "CNY");
    private static final Pattern MONEY =
            Pattern.compile(
                    "\\b(?<whole>\\d{1,15}(?:\\.\\d{1,6})?)"
                            + " (?<name>dollar|buck|euro|pound|quid|yen|franc|rupee|yuan)s?\\b"
                            + "(?: (?:and )?(?<part>\\d{1,2})(?: (?:cents?|pence|p))?\\b)?");
    private static final Pattern PERCENT =
            Pattern.compile("\\b(?<whole>\\d{1,15}(?:\\.\\d{1,6})?) ?(?:%|percent\\b|per cent\\b)");

    /** The first amount of money in the text. */
    public static Optional<SpokenAmount> money(String text) {
        Matcher found = MONEY.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(found.group("whole"));
        String part = found.group("part");
        if (part != null) {
            value = value.add(new BigDecimal(part).movePointLeft(2));
        }
        return Optional.of(
                new SpokenAmount(value, CURRENCIES.getOrDefault(found.group("name"), "USD")));
    }

    /** The first percentage in the text. */
    public static Optional<SpokenAmount> percentage(String text) {
        Matcher found = PERCENT.matcher(text);
        return found.find()
                ? Optional.of(new SpokenAmount(new BigDecimal(found.group("whole")), "%"))
                : Optional.empty();
    }
}
