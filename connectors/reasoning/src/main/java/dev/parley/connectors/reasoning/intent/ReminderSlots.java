package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code text}, what the user is to be told, and what {@link WhenSlots} reads. */
final class ReminderSlots implements Slots {
    private static final String DAY =
            "(?:today|tonight|tomorrow(?: morning| afternoon| evening| night)?|the day after"
                    + " tomorrow|(?:on |this |next |every |each"
                    + " )*(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:every|each)"
                    + " (?:day|morning|evening|night|weekday|weekend)|every hour|next week|next"
                    + " month|later|in the (?:morning|afternoon|evening)|on the \\S{3,12}(?: of"
                    + " \\p{L}{3,9})?)";
    private static final String TIME =
            "(?:(?:at|by|around) (?:(?:half|quarter|a quarter|\\S{3,10}) (?:past|to|after)"
                    + " )?\\S{1,10}(?: (?:o'clock|thirty|fifteen|forty five|\\d\\d))?(?:"
                    + " ?(?:am|pm|a\\.?m\\.?|p\\.?m\\.?|a m|p m|in the"
                    + " (?:morning|afternoon|evening)|tonight))?|in (?:\\S{1,10}"
                    + " ){1,3}(?:minute|hour|day|week|month)s?|in half an hour)";
    private static final String WHEN = "(?:" + DAY + "|" + TIME + ")";
    private static final WordedSlots TEXT =
            WordedSlots.of(
                    "\\bremind(?:ed)? (?:me|us|my)\\b(?: "
                            + WHEN
                            + "){0,3},? (?:to|about|of|that|for)"
                            + " (?<text>.{1,500})$",
                    "\\breminder\\b(?: (?:for )?"
                            + WHEN
                            + "){0,3},? (?:to|about|that|for)"
                            + " (?<text>.{1,500})$",
                    "\\bforget (?:to|about|that|the|my) (?<text>.{1,500})$",
                    "\\breminded? (?:me )?(?<text>\\p{L}.{1,500})$");
    private static final Pattern WHEN_AT_THE_END =
            Pattern.compile("(?:,? " + WHEN + "){1,3}[.!?]?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONLY_WHEN =
            Pattern.compile("(?:" + WHEN + " ?){1,3}[.!?]?", Pattern.CASE_INSENSITIVE);

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>(WhenSlots.in(sentence.core()));
        String text = TEXT.in(sentence.text()).getOrDefault("text", "");
        String what = WHEN_AT_THE_END.matcher(text).replaceFirst("").strip();
        if (!what.isBlank() && !ONLY_WHEN.matcher(what).matches()) {
            slots.put("text", what);
        }
        return Optional.of(slots);
    }
}
