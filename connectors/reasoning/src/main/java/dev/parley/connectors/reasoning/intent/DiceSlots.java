package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code count} and {@code sides} of the dice, in digits as they were said; absent if not said. */
final class DiceSlots implements Slots {
    private static final Pattern SHORT = Pattern.compile("\\b(\\d{1,6})? ?d ?(\\d{1,6})\\b");
    private static final Pattern SIDES = Pattern.compile("\\b(\\d{1,6}) (?:sided|sides?)\\b");
    private static final Pattern COUNT =
            Pattern.compile("\\b(\\d{1,6})(?: \\d{1,6} sided)? (?:\\p{L}+ )?(?:dice|die|dies)\\b");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        String core = sentence.core();
        Map<String, String> slots = new HashMap<>();
        Matcher brief = SHORT.matcher(core);
        Matcher sides = SIDES.matcher(core);
        Matcher count = COUNT.matcher(core);
        if (brief.find()) {
            slots.put("sides", brief.group(2));
            if (brief.group(1) != null) {
                slots.put("count", brief.group(1));
            }
            return Optional.of(slots);
        }
        boolean sided = sides.find();
        if (sided) {
            slots.put("sides", sides.group(1));
        }
        if (count.find() && !(sided && count.start(1) == sides.start(1))) {
            slots.put("count", count.group(1));
        } else if (core.matches(".*\\b(?:a pair|couple) of dice\\b.*")) {
            slots.put("count", "2");
        }
        return Optional.of(slots);
    }
}
