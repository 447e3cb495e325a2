package dev.parley.connectors.reasoning.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a length of time in a sentence whose numbers are in digits: "10 minutes", "an hour and
 * 0.5", "0.25 of an hour", "2 hours 30", "1h 5m".
 *
 * @param duration above zero, at most a thousand years, to the millisecond
 * @param start where its text begins
 * @param end after its text
 */
public record SpokenDuration(Duration duration, int start, int end) {
    private static final Map<Character, Long> MILLIS =
            Map.of('w', 604_800_000L, 'd', 86_400_000L, 'h', 3_600_000L, 'm', 60_000L, 's', 1_000L);
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(1000L * 365).multiply(BigDecimal.valueOf(86_400_000L));
    private static final String UNIT =
            "(weeks?|days?|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\\b";
    private static final String AMOUNT = "(?:(\\d+(?:\\.\\d+)?) (?:(?:of )?(?:an?|1) )?|(an?) )";
    private static final Pattern PART =
            Pattern.compile(
                    "\\b" + AMOUNT + UNIT + "(?: and (0\\.\\d+)\\b(?! (?:of )?(?:an? )?\\p{L}))?");
    private static final Pattern BETWEEN = Pattern.compile("(?: and)? ");
    private static final Pattern BARE_REST = Pattern.compile("^ (?:and )?(\\d{1,2})$");

    /** The first length of time in the text. */
    public static Optional<SpokenDuration> in(String text) {
        Matcher part = PART.matcher(text);
        if (!part.find()) {
            return Optional.empty();
        }
        int start = part.start();
        int end = part.end();
        BigDecimal millis = millis(part);
        char unit = part.group(3).charAt(0);
        while (part.find() && BETWEEN.matcher(text.substring(end, part.start())).matches()) {
            millis = millis.add(millis(part));
            unit = part.group(3).charAt(0);
            end = part.end();
        }
        Matcher rest = BARE_REST.matcher(text.substring(end));
        if (rest.find() && (unit == 'h' || unit == 'm')) {
            long smaller = unit == 'h' ? 60_000L : 1_000L;
            millis = millis.add(BigDecimal.valueOf(smaller * Long.parseLong(rest.group(1))));
            end = text.length();
        }
        BigDecimal rounded = millis.setScale(0, RoundingMode.HALF_UP);
        if (rounded.signum() <= 0 || rounded.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                new SpokenDuration(Duration.ofMillis(rounded.longValueExact()), start, end));
    }

    private static BigDecimal millis(Matcher part) {
        BigDecimal amount = part.group(1) == null ? BigDecimal.ONE : new BigDecimal(part.group(1));
        if (part.group(4) != null) {
            amount = amount.add(new BigDecimal(part.group(4)));
        }
        return amount.multiply(
                BigDecimal.valueOf(MILLIS.getOrDefault(part.group(3).charAt(0), 0L)));
    }
}
