package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenDuration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code duration} in ISO 8601 ({@code PT1H30M}), absent if none was said; {@code label}, what the
 * timer is for, absent likewise.
 */
final class TimerSlots implements Slots {
    private static final String NAME = "(?<label>(?!(?:for|the) )[\\p{L}' ]{2,40}?)";
    private static final String ARTICLE = "(?:(?:the|my|our|a|an|some) )?";
    private static final List<Pattern> LABELS =
            List.of(
                    Pattern.compile("\\b(?:called|named|labell?ed) " + NAME + "(?: for| in|$)"),
                    Pattern.compile("(?<!\\p{L})(?<label>\\p{L}{2,20}) timer\\b"),
                    Pattern.compile("\\b(?:for|to) " + ARTICLE + NAME + "(?: (?:for|in|to|of))?$"));
    private static final Set<String> NO_LABELS =
            Set.of(
                    ("a an the my your another new this that some more first third short long quick"
                         + " one second seconds sec minute minutes min hour hours day countdown"
                         + " alarm timer timers set start begin create make need want add put run"
                         + " use go me you us it is now on up to in of for with time please thanks")
                            .split(" "));

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>();
        String text = sentence.core();
        Optional<SpokenDuration> duration = SpokenDuration.in(text);
        duration.ifPresent(d -> slots.put("duration", d.duration().toString()));
        String rest =
                duration.map(d -> (text.substring(0, d.start()) + text.substring(d.end())))
                        .orElse(text)
                        .replaceAll(" +", " ")
                        .strip();
        label(rest).ifPresent(label -> slots.put("label", label));
        return Optional.of(slots);
    }

    private static Optional<String> label(String text) {
        for (Pattern pattern : LABELS) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                String label = matcher.group("label").strip();
                if (!NO_LABELS.contains(label)) {
                    return Optional.of(label);
                }
            }
        }
        return Optional.empty();
    }
}
