package dev.parley.app.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 700ms}, {@code 1m30s}, or as ISO 8601 has them. */
public final class DurationText {
    public static final String ALLOWED = "a duration such as 700ms, 30s, 1h30m or PT30S";

    private static final Pattern SEGMENT = Pattern.compile("(\\d+)\\s*(ms|us|ns|s|m|h|d)\\s*");
    private static final Pattern WHOLE = Pattern.compile("(" + SEGMENT.pattern() + ")+");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "d", Duration.ofDays(1),
                    "h", Duration.ofHours(1),
                    "m", Duration.ofMinutes(1),
                    "s", Duration.ofSeconds(1),
                    "ms", Duration.ofMillis(1),
                    "us", Duration.ofNanos(1_000),
                    "ns", Duration.ofNanos(1));

    private DurationText() {}

    /**
     * @throws IllegalArgumentException if the text is no duration
     */
    public static Duration parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.equals("0")) {
            return Duration.ZERO;
        }
        if (plain.startsWith("p") || plain.startsWith("-p")) {
            try {
                return Duration.parse(plain);
            } catch (DateTimeException malformed) {
                throw new IllegalArgumentException(malformed);
            }
        }
        if (!WHOLE.matcher(plain).matches()) {
            throw new IllegalArgumentException("no duration");
        }
        Duration sum = Duration.ZERO;
        Matcher segment = SEGMENT.matcher(plain);
        while (segment.find()) {
            Duration unit = UNITS.get(segment.group(2));
            if (unit != null) {
                sum = sum.plus(unit.multipliedBy(Long.parseLong(segment.group(1))));
            }
        }
        return sum;
    }

    public static String show(Duration duration) {
        if (duration.isNegative()) {
            return duration.toString();
        }
        if (duration.isZero()) {
            return "0s";
        }
        var shown = new StringBuilder();
        append(shown, duration.toDaysPart(), "d");
        append(shown, duration.toHoursPart(), "h");
        append(shown, duration.toMinutesPart(), "m");
        append(shown, duration.toSecondsPart(), "s");
        append(shown, duration.toMillisPart(), "ms");
        append(shown, duration.toNanosPart() % 1_000_000, "ns");
        return shown.toString();
    }

    private static void append(StringBuilder shown, long count, String unit) {
        if (count > 0) {
            shown.append(count).append(unit);
        }
    }
}
