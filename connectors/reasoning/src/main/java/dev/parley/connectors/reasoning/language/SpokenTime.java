package dev.parley.connectors.reasoning.language;

import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a time of day in a sentence whose numbers are in digits: "0.5 past 7", "0.25 to 5", "7 30 p
 * m", "6 45", "8 o'clock in the evening", "noon".
 *
 * @param time to the minute
 * @param sure whether it was said which half of the day is meant; if not, {@code time} is in the
 *     first
 * @param start where its text begins
 * @param end after its text
 */
public record SpokenTime(LocalTime time, boolean sure, int start, int end) {
    private static final String HALF_OF_DAY =
            "(?: ?(?<half>am|pm|a m|p m|in the morning|in the afternoon|in the evening|at"
                    + " night|tonight|this evening|this afternoon|this morning)\\b)";
    private static final String NO_TIME =
            "(?! ?(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|days?|weeks?|months?|years?|percent|%"
                + "|times|people|o\\b|st|nd|rd|th|\\d|\\.))";
    private static final Pattern PAST =
            Pattern.compile(
                    "\\b(?:at |for |a )*(?<minutes>0\\.5|0\\.25|\\d{1,2})(?: minutes?)?"
                            + " (?<side>past|after|to|before|till)"
                            + " (?<hour>\\d{1,2}|noon|midnight)\\b(?: o'clock)?"
                            + HALF_OF_DAY
                            + "?");
    private static final Pattern NAMED =
            Pattern.compile("\\b(?:at )?(?<name>noon|midday|midnight)\\b");
    private static final Pattern WITH_HALF =
            Pattern.compile(
                    "\\b(?:at |for )?(?<hour>\\d{1,2})(?:[ .:](?<minutes>[0-5]\\d))?(?:"
                            + " o'clock)?"
                            + HALF_OF_DAY);
    private static final Pattern RUN_TOGETHER =
            Pattern.compile(
                    "\\b(?:at |for |by )(?<hour>\\d{1,2})(?<minutes>[0-5]\\d)\\b(?: hours)?"
                            + NO_TIME
                            + HALF_OF_DAY
                            + "?");
    private static final Pattern O_CLOCK =
            Pattern.compile("\\b(?:at |for )?(?<hour>\\d{1,2}) o'clock\\b");
    private static final Pattern TWO_NUMBERS =
            Pattern.compile(
                    "(?<![\\d.] )\\b(?:at |for )?(?<hour>\\d{1,2})[ :](?<minutes>[0-5]\\d)\\b"
                            + NO_TIME);
    private static final Pattern AT =
            Pattern.compile(
                    "\\b(?:at|by|for|around|until|till|before|past|is|to|alarm)"
                            + " (?<hour>\\d{1,2})\\b"
                            + NO_TIME);

    /** The surest time of day in the text. */
    public static Optional<SpokenTime> in(String text) {
        for (Pattern pattern :
                new Pattern[] {PAST, WITH_HALF, NAMED, O_CLOCK, RUN_TOGETHER, TWO_NUMBERS, AT}) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                Optional<SpokenTime> time = read(found);
                if (time.isPresent()) {
                    return time;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SpokenTime> read(Matcher found) {
        String name = group(found, "name");
        if (name != null) {
            LocalTime time = name.equals("midnight") ? LocalTime.MIDNIGHT : LocalTime.NOON;
            return Optional.of(new SpokenTime(time, true, found.start(), found.end()));
        }
        String said = found.group("hour");
        boolean named = said.equals("noon") || said.equals("midnight");
        int hour = said.equals("noon") ? 12 : said.equals("midnight") ? 0 : Integer.parseInt(said);
        int minutes = minutes(found);
        String half = group(found, "half");
        if (hour > 23 || minutes > 59 || half != null && hour > 12) {
            return Optional.empty();
        }
        boolean sure = named || hour > 12 || hour == 0 || half != null;
        if (half != null) {
            hour = inHalf(hour, half);
        } else if (hour == 12 && !named) {
            hour = 0;
        }
        int ofDay = hour * 60 + (before(found) ? -minutes : minutes);
        int wrapped = Math.floorMod(ofDay, sure ? 24 * 60 : 12 * 60);
        return Optional.of(
                new SpokenTime(
                        LocalTime.of(wrapped / 60, wrapped % 60),
                        sure,
                        found.start(),
                        found.end()));
    }

    private static int minutes(Matcher found) {
        String said = group(found, "minutes");
        if (said == null) {
            return 0;
        }
        return switch (said) {
            case "0.5" -> 30;
            case "0.25" -> 15;
            default -> Integer.parseInt(said);
        };
    }

    private static boolean before(Matcher found) {
        String side = group(found, "side");
        return side != null && !side.equals("past") && !side.equals("after");
    }

    private static int inHalf(int hour, String half) {
        boolean morning =
                half.startsWith("a") && !half.startsWith("at") || half.endsWith("morning");
        boolean night = half.equals("at night") && (hour < 5 || hour == 12);
        return hour % 12 + (morning || night ? 0 : 12);
    }

    private static @Nullable String group(Matcher found, String name) {
        return found.namedGroups().containsKey(name) ? found.group(name) : null;
    }
}
