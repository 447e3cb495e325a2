package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.SpokenDate;
import dev.parley.connectors.reasoning.language.SpokenDuration;
import dev.parley.connectors.reasoning.language.SpokenTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of words, read as the answer to a question: lengths of time, times, days, numbers,
 * which of several.
 *
 * @param values by the names of mentions
 * @param rest what none of them accounts for, without the small words at its ends; empty if the
 *     words are an answer and nothing else
 * @param named what times, days and lengths of time don't account for, likewise
 */
record ShortAnswer(Map<String, String> values, String rest, String named) {
    private static final Pattern MORE =
            Pattern.compile("\\b(\\d+(?:\\.\\d+)?|an?) (?:more|extra|additional) (?=\\p{L})");
    private static final String UNIT = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)";
    private static final Pattern LATER =
            Pattern.compile(
                    "\\b(?<amount>(?:\\d+(?:\\.\\d+)?(?: (?:an?|of an?))?|an?) "
                            + UNIT
                            + "(?: and 0\\.\\d+)?)"
                            + " (?<side>later|longer|more|earlier|sooner|shorter|less)\\b");
    private static final Pattern NEXT_TO_IT =
            Pattern.compile(
                    "\\bthe (?:(?<side>next|following|previous)"
                            + " (?<unit>day|week)|(?<named>day|week)"
                            + " (?<order>after|before|following)(?: that)?)\\b(?! tomorrow|"
                            + " yesterday)");
    private static final Pattern THIS_LONG_ONE =
            Pattern.compile("\\b((?:the|that|this|my|an?) \\d+(?:\\.\\d+)? " + UNIT + ") 1\\b");
    private static final Pattern THE_ONE =
            Pattern.compile("\\b(?:the|that|this|my|an?) +(?:1|one)s?\\b");
    private static final Pattern ONLY_HOUR =
            Pattern.compile("(?:at|by|for|around|until|till|before|past|is|to|alarm) (\\d{1,2})");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<![\\d.:/])(?:(?<minus>minus|negative|-)"
                            + " ?)?(?<digits>\\d{1,30}(?:\\.\\d{1,30})?)(?![\\d.:/]|"
                            + " ?(?:st|nd|rd|th)\\b)");
    private static final Pattern PRONOUN =
            Pattern.compile(
                    "\\b(?:the|that|this|other|another|which|any|every|each|no|my|first|last|\\p{L}+th)"
                        + " 1\\b|\\b1 (?:for|of|called|named|with)\\b");
    private static final Pattern CLOCK = Pattern.compile("(?!\\d00$)\\d{1,4}");
    private static final String SMALL =
            "(?:for|at|in|on|about|around|to|by|of|the|a|an|like|maybe|perhaps|just|exactly|say|let"
                    + " us|let's|then|now|instead|only|it|it is|i think|i guess|or"
                    + " so|roughly|approximately|actually|rather|too|also|as"
                    + " well|and|percent|%|please|should be|will be|would be|with|from|make|right"
                    + " now|though|be|is|was)";
    private static final Pattern FIRST = Pattern.compile("^(?:" + SMALL + "(?: |$))+");
    private static final Pattern LAST =
            Pattern.compile(
                    "(?: (?:for|at|in|on|to|by|then|now|instead|too|also|as well|or so|please|right"
                            + " now|though|and|rather|actually|only|i think|i"
                            + " guess|again|percent|%))+$");
    private static final Pattern GAP = Pattern.compile(" {2,}");

    ShortAnswer {
        values = Map.copyOf(values);
    }

    /**
     * Whether the words are such an answer and nothing else; the first monday of a month is a
     * question's matter, no choice among several.
     */
    boolean whole() {
        boolean counted = values.containsKey("date") && values.containsKey("ordinal");
        return rest.isEmpty() && !values.isEmpty() && !counted;
    }

    /**
     * @param digits in lower case, with its numbers in digits
     */
    static ShortAnswer of(String digits) {
        String one = THIS_LONG_ONE.matcher(digits).replaceAll("$1 one");
        return new Reading(MORE.matcher(one).replaceAll("$1 ")).read();
    }

    private static final class Reading {
        private final String text;
        private final StringBuilder left;
        private final Map<String, String> values = new HashMap<>();

        Reading(String text) {
            this.text = text;
            this.left = new StringBuilder(text);
        }

        ShortAnswer read() {
            shift();
            WhenSlots.repeat(text)
                    .ifPresent(each -> put("repeat", each.rhythm(), each.start(), each.end()));
            Optional<SpokenDate> date = SpokenDate.in(text);
            date.ifPresent(each -> put("date", each.day(), each.start(), each.end()));
            Optional<SpokenTime> time = SpokenTime.in(text);
            time.ifPresent(this::time);
            SpokenDuration.in(left.toString())
                    .ifPresent(
                            each ->
                                    put(
                                            "duration",
                                            each.duration().toString(),
                                            each.start(),
                                            each.end()));
            String named = trimmed(left.toString());
            References chosen = References.of(left.toString());
            values.putAll(chosen.values());
            chosen.spans().forEach(span -> blank(span.start(), span.end()));
            Matcher one = THE_ONE.matcher(left.toString());
            if (one.find()) {
                blank(one.start(), one.end());
            }
            number(time.isPresent());
            return new ShortAnswer(values, trimmed(left.toString()), named);
        }

        /** What is said relative to what was spoken of before. */
        private void shift() {
            Matcher later = LATER.matcher(text);
            Matcher next = NEXT_TO_IT.matcher(text);
            if (later.find()) {
                Optional<Duration> amount =
                        SpokenDuration.in(later.group("amount")).map(SpokenDuration::duration);
                boolean forward = later.group("side").matches("later|longer|more");
                amount.ifPresent(
                        each ->
                                put(
                                        "shift",
                                        (forward ? "" : "-") + each,
                                        later.start(),
                                        later.end()));
            } else if (next.find()) {
                String unit = next.group("unit") == null ? next.group("named") : next.group("unit");
                String side = next.group("side") == null ? next.group("order") : next.group("side");
                boolean back = side.equals("before") || side.equals("previous");
                put(
                        "shift",
                        (back ? "-" : "") + (unit.equals("day") ? "P1D" : "P1W"),
                        next.start(),
                        next.end());
            }
        }

        private void time(SpokenTime time) {
            String said = text.substring(time.start(), time.end());
            clock(time, time.start(), time.end());
            Matcher hour = ONLY_HOUR.matcher(said);
            if (hour.matches()) {
                values.put("number", new BigDecimal(hour.group(1)).toPlainString());
            }
        }

        private void clock(SpokenTime time, int start, int end) {
            put("time", time.time().toString(), start, end);
            values.put("half", time.sure() ? "known" : "open");
        }

        private void number(boolean timed) {
            if (values.containsKey("number")) {
                return;
            }
            String said = left.toString();
            Matcher pronoun = PRONOUN.matcher(said);
            Matcher found = NUMBER.matcher(said);
            if (pronoun.find() || !found.find()) {
                return;
            }
            int start = found.start();
            int end = found.end();
            String digits = found.group("digits");
            String minus = found.group("minus") == null ? "" : "-";
            if (found.find()) {
                return;
            }
            put("number", minus + new BigDecimal(digits).toPlainString(), start, end);
            boolean alone = trimmed(left.toString()).isEmpty() && minus.isEmpty();
            boolean dated =
                    values.keySet().stream()
                            .anyMatch(java.util.Set.of("shift", "duration", "which")::contains);
            if (alone && !timed && !dated && CLOCK.matcher(digits).matches()) {
                SpokenTime.in("at " + digits).ifPresent(each -> clock(each, start, end));
            }
        }

        private void put(String name, String value, int start, int end) {
            values.put(name, value);
            blank(start, end);
        }

        private void blank(int start, int end) {
            for (int i = start; i < end; i++) {
                left.setCharAt(i, ' ');
            }
        }

        private static String trimmed(String said) {
            String words = GAP.matcher(said).replaceAll(" ").strip();
            String begun = FIRST.matcher(words).replaceFirst("");
            return LAST.matcher(" " + begun).replaceFirst("").strip();
        }
    }
}
