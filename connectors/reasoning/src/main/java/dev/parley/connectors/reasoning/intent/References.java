package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Ordinals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several things is meant: {@code ordinal}, {@code which} and {@code label} of mentions.
 *
 * @param spans what says so in the text, in no order
 */
record References(Map<String, String> values, List<Span> spans) {
    /**
     * @param end after its last character
     */
    record Span(int start, int end) {}

    private static final String THINGS =
            "(?:1s?|ones?|timers?|alarms?|reminders?|countdowns?|items?|entry|entries|notes?|lists?|things?)";
    private static final Pattern ORDINAL =
            Pattern.compile(
                    "(?:\\b(?<before>the|my|that|this|number) )?\\b(?<said>"
                            + Ordinals.REGEX
                            + "|last|latest|newest|most recent)\\b(?<thing> (?:\\p{L}{3,20} )?"
                            + THINGS
                            + "\\b)?");
    private static final Pattern NO_ORDINAL = Pattern.compile("[23]0 second");
    private static final Pattern NUMBERED =
            Pattern.compile(
                    "\\b(?:(?:the |my )?(?:timer|alarm|reminder|item|note|entry) )?number"
                            + " (\\d{1,2})\\b|\\b(?:timer|reminder|item|note|entry) (\\d{1,2})$");
    private static final Pattern ALL =
            Pattern.compile(
                    "\\b(?<!\\b(?:after|at|is|that's|not|first of|above) )(?:all(?: of)?(?:"
                            + " (?:them|these|those|the lot))?(?: (?:the|my|of the|of my))?(?: "
                            + THINGS
                            + ")?|every single 1|every 1|each 1|each of them|the whole lot|any and"
                            + " all)\\b(?! (?:day|days|right|night|over|the"
                            + " time|about|i|you|we|that|this|it|good|set|done|year|week)\\b)");
    private static final Pattern EVERYTHING =
            Pattern.compile(
                    "(?:^|\\b(?:cancel|delete|remove|clear|stop|erase|forget)"
                            + " )(?<said>everything)$");
    private static final Pattern BOTH =
            Pattern.compile(
                    "\\bboth\\b(?: of)?(?: (?:them|these|those|the|my))?(?: " + THINGS + "\\b)?");

    private static final String NAME =
            "(?<label>\\p{L}[\\p{L}\\p{M}']{1,20}(?: \\p{L}[\\p{L}\\p{M}']{1,20}){0,2}?)";
    private static final String MY = "(?:(?:the|my|our|some|an?) )?";
    private static final String END = "(?: (?:for|in|at|too|now|instead|as well|then))*$";
    private static final List<Pattern> LABELS =
            List.of(
                    Pattern.compile(
                            "\\b(?:the|my|that|this|an?|our) "
                                    + NAME
                                    + " (?:1s?|ones?|timers?|alarms?|countdowns?|reminders?)\\b"),
                    Pattern.compile(
                            "\\b(?:the |an? )?1 (?:for|called|named|with) " + MY + NAME + END),
                    Pattern.compile(
                            "\\b(?:the )?(?:timer|alarm|countdown|reminder) (?:called|named|for) "
                                    + MY
                                    + NAME
                                    + END),
                    Pattern.compile(
                            "\\b(?:called|named|call (?:it|that|this)|name (?:it|that|this)|label"
                                    + " it|labell?ed|it is for|it's for) "
                                    + MY
                                    + NAME
                                    + END),
                    Pattern.compile("^" + NAME + " timer$"),
                    Pattern.compile("(?:^| )for " + MY + NAME + END));

    References {
        values = Map.copyOf(values);
        spans = List.copyOf(spans);
    }

    /**
     * @param digits in lower case, with its numbers in digits; lengths of time and dates left blank
     */
    static References of(String digits) {
        Map<String, String> values = new HashMap<>();
        List<Span> spans = new ArrayList<>();
        ordinal(digits, values, spans);
        Matcher numbered = NUMBERED.matcher(digits);
        if (numbered.find() && !values.containsKey("which")) {
            values.put("which", numbered.group(1) == null ? numbered.group(2) : numbered.group(1));
            spans.add(new Span(numbered.start(), numbered.end()));
        }
        quantity(digits, values, spans);
        label(digits)
                .ifPresent(
                        each -> {
                            values.put("label", each.group("label"));
                            spans.add(new Span(each.start(), each.end()));
                        });
        return new References(values, spans);
    }

    private static void ordinal(String digits, Map<String, String> values, List<Span> spans) {
        Matcher found = ORDINAL.matcher(digits);
        while (found.find()) {
            String said = found.group("said");
            boolean whole = found.start() == 0 && found.end() == digits.length();
            boolean pointed = found.group("before") != null || found.group("thing") != null;
            boolean last = said.matches("last|latest|newest|most recent");
            boolean goes =
                    last
                            && digits.substring(found.end())
                                    .matches(
                                            " (?:name|word|week|night|month|year|time|question|thing|part)\\b.*");
            if (!(whole || pointed) || NO_ORDINAL.matcher(said).matches() || goes) {
                continue;
            }
            int number = Ordinals.value(said);
            if (!last && number == 0) {
                continue;
            }
            String value = last ? "last" : Integer.toString(number);
            values.put("ordinal", value);
            values.put("which", value);
            spans.add(new Span(found.start(), found.end()));
            return;
        }
    }

    private static void quantity(String digits, Map<String, String> values, List<Span> spans) {
        Matcher both = BOTH.matcher(digits);
        Matcher all = ALL.matcher(digits);
        Matcher everything = EVERYTHING.matcher(digits);
        if (both.find()) {
            values.put("which", "both");
            spans.add(new Span(both.start(), both.end()));
        } else if (all.find()) {
            values.put("which", "all");
            spans.add(new Span(all.start(), all.end()));
        } else if (everything.find()) {
            values.put("which", "all");
            spans.add(new Span(everything.start("said"), everything.end("said")));
        }
    }

    private static Optional<Matcher> label(String digits) {
        for (Pattern pattern : LABELS) {
            Matcher found = pattern.matcher(digits);
            if (found.find() && SmallWords.mayBeALabel(found.group("label"))) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
