package dev.parley.streams.dialogue;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** Puts a tool's result into words. */
final class Phrases {
    private Phrases() {}

    /**
     * @param now on the user's clock
     */
    static String of(
            String intent,
            Map<String, String> slots,
            Map<String, String> result,
            ZonedDateTime now) {
        try {
            return switch (intent) {
                case "time" -> time(result);
                case "date" -> date(slots, result);
                case "timezone" -> zone(result);
                case "calculate" -> number(result);
                case "convert.units" -> units(result);
                case "next.holiday" -> holiday(result);
                case "reminder.set" -> Reminding.confirmed(result, now);
                case "reminder.cancel" -> Reminding.removed(result);
                case "user.name" -> Profile.known(result);
                case "user.name.set" -> Profile.told(result);
                default -> ErrandPhrases.of(intent, slots, result, now);
            };
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return "Sorry, I can't put the answer into words.";
        }
    }

    private static String time(Map<String, String> result) {
        LocalTime time = LocalTime.parse(need(result, "time"));
        String place = result.get("place");
        return "It is " + Spoken.time(time) + (place == null ? "." : " in " + place + ".");
    }

    private static String date(Map<String, String> slots, Map<String, String> result) {
        String day = Spoken.day(LocalDate.parse(need(result, "date")));
        String place = result.containsKey("place") ? " in " + result.get("place") : "";
        return switch (slots.getOrDefault("day", "today")) {
            case "today" -> "It is " + day + place + ".";
            case "tomorrow" -> "Tomorrow is " + day + place + ".";
            case "yesterday" -> "Yesterday was " + day + place + ".";
            default -> "That is " + day + place + ".";
        };
    }

    private static String holiday(Map<String, String> result) {
        String name = need(result, "name");
        String day = Spoken.day(LocalDate.parse(need(result, "date")));
        return switch (need(result, "days")) {
            case "0" -> "Today is a holiday: " + name + ".";
            case "1" -> "The next holiday is " + name + ", tomorrow.";
            case String days ->
                    "The next holiday is " + name + " on " + day + ", in " + days + " days.";
        };
    }

    private static String zone(Map<String, String> result) {
        String offset = need(result, "offset");
        return need(result, "place")
                + " is in "
                + need(result, "name")
                + ", "
                + ahead(offset)
                + ".";
    }

    private static String ahead(String offset) {
        int seconds = ZoneOffset.of(offset).getTotalSeconds();
        return seconds == 0
                ? "the same as UTC"
                : Spoken.duration(Duration.ofSeconds(Math.abs(seconds)))
                        + (seconds < 0 ? " behind UTC" : " ahead of UTC");
    }

    private static String number(Map<String, String> result) {
        boolean exact = !"false".equals(result.get("exact"));
        return "The answer is "
                + (exact ? "" : "about ")
                + rounded(need(result, "value"), exact)
                + ".";
    }

    private static String rounded(String value, boolean exact) {
        BigDecimal number = new BigDecimal(value);
        return exact || number.scale() <= 3
                ? value
                : number.setScale(3, java.math.RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String units(Map<String, String> result) {
        BigDecimal amount = new BigDecimal(need(result, "amount"));
        BigDecimal value = new BigDecimal(need(result, "value"));
        return amount.toPlainString()
                + " "
                + Units.inWords(need(result, "from"), amount)
                + " is "
                + value.toPlainString()
                + " "
                + Units.inWords(need(result, "to"), value)
                + ".";
    }

    static String need(Map<String, String> result, String name) {
        String value = result.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }
}
