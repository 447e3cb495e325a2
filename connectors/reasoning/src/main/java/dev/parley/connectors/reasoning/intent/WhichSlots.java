package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenDuration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several timers or alarms is meant: {@code which} is {@code all}, {@code last} or its
 * number from 1; {@code label} its name; for timers {@code duration}, for alarms what {@link
 * WhenSlots} reads. Absent where it wasn't said.
 */
final class WhichSlots implements Slots {
    private static final Pattern ALL =
            Pattern.compile("\\b(?:all|every|both|each|any)\\b|\\b(?:timers|alarms)\\b");
    private static final Pattern ORDINAL =
            Pattern.compile(
                    "\\b(first|second|third|fourth|fifth|sixth|last|latest)(?: 1| one)?(?= timer|"
                            + " alarm|$)|\\b(?:timer|alarm) (?:number )?(\\d{1,2})$");
    private static final Map<String, String> ORDINALS =
            Map.of(
                    "first", "1", "second", "2", "third", "3", "fourth", "4", "fifth", "5", "sixth",
                    "6", "last", "last", "latest", "last");
    private static final Pattern LABEL =
            Pattern.compile(
                    "\\b(?:timer|alarm) (?:called|named|for|of) (?:the |my )?(?<named>\\p{L}[\\p{L}"
                            + " ]{1,30})$|\\b(?<before>\\p{L}{2,20}) (?:timer|alarm)\\b");
    private static final Pattern NO_LABEL =
            Pattern.compile(
                    "\\b(?:the|a|an|my|this|that|first|second|third|fourth|fifth|sixth|last|latest|next"
                        + "|every|any|all|each|both|minute|minutes|hour|hours|off|on|no|stop|cancel|"
                        + "delete|remove|kill|clear|one|of|to|today|tomorrow|tonight|now|am|pm|monday|"
                        + "tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|m|clock|"
                        + "o'clock|your|our|is|which|what|it|set|up|please|only|other|new|running)\\b");

    private final boolean ofDay;

    /**
     * @param ofDay whether it is told apart by a time of day; else by a length of time
     */
    WhichSlots(boolean ofDay) {
        this.ofDay = ofDay;
    }

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        String core = sentence.core();
        Map<String, String> slots = new HashMap<>();
        Matcher ordinal = ORDINAL.matcher(core);
        if (ordinal.find()) {
            String word = ordinal.group(1);
            slots.put("which", word == null ? ordinal.group(2) : ORDINALS.getOrDefault(word, word));
        } else if (ALL.matcher(core).find()) {
            slots.put("which", "all");
        }
        if (ofDay) {
            slots.putAll(WhenSlots.in(core));
        } else {
            SpokenDuration.in(core)
                    .ifPresent(each -> slots.put("duration", each.duration().toString()));
        }
        Matcher label = LABEL.matcher(core);
        if (label.find()) {
            String name =
                    label.group("named") == null ? label.group("before") : label.group("named");
            if (!NO_LABEL.matcher(name).find()) {
                slots.put("label", name);
            }
        }
        return Optional.of(slots);
    }
}
