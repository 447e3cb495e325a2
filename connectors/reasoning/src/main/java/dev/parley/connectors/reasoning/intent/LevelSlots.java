package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenAmount;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How loud or fast: {@code direction} is {@code up}, {@code down}, {@code least}, {@code most} or
 * {@code normal}; {@code level} is a number in digits, with {@code %} behind it for percent; {@code
 * by} is a percentage of what it was.
 */
final class LevelSlots implements Slots {
    private static final Pattern LEVEL =
            Pattern.compile(
                    "\\b(?:to|at|level|speed|volume|rate|is) (\\d{1,4}(?:\\.\\d{1,3})?)\\b");

    private static final Pattern CHANGE =
            Pattern.compile(
                    "\\bby\\b|(?:%|\\bpercent)"
                        + " (?:faster|slower|quicker|louder|quieter|softer|more|less|up|down)\\b");

    private final Map<Pattern, String> directions;

    private LevelSlots(Map<Pattern, String> directions) {
        this.directions = directions;
    }

    static LevelSlots loudness() {
        return new LevelSlots(
                Map.of(
                        Pattern.compile("\\b(?:mute|silence|sound off|no sound|minimum)\\b"),
                                "least",
                        Pattern.compile("\\b(?:max|maximum|full|as loud as)\\b"), "most",
                        Pattern.compile("\\b(?:unmute|sound on|normal)\\b"), "normal",
                        Pattern.compile(
                                        "\\b(?:(?<!too )up|(?<!too"
                                                + " )louder|raise|increase|higher|speak up|more"
                                                + " volume|too quiet|too low|can't hear|can not"
                                                + " hear|barely|hardly|pump|crank)\\b"),
                                "up",
                        Pattern.compile(
                                        "\\b(?:down|quieter|softer|lower|decrease|reduce|less"
                                                + " volume|too loud|too high|drop)\\b"),
                                "down"));
    }

    static LevelSlots speed() {
        return new LevelSlots(
                Map.of(
                        Pattern.compile("\\b(?:normal|usual|regular|default)\\b"), "normal",
                        Pattern.compile(
                                        "\\b(?:faster|quicker|quickly|too slow|too slowly|speed"
                                                + " up|increase|double|twice|hurry|up)\\b"),
                                "up",
                        Pattern.compile(
                                        "\\b(?:slower|slowly|slow down|too fast|too quick|too"
                                                + " quickly|reduce|decrease|lower|half|can't"
                                                + " follow|down)\\b"),
                                "down"));
    }

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        String core = sentence.core();
        Map<String, String> slots = new HashMap<>();
        Optional<SpokenAmount> percent = SpokenAmount.percentage(core);
        Matcher level = LEVEL.matcher(core);
        if (percent.isPresent()) {
            slots.put(
                    CHANGE.matcher(core).find() ? "by" : "level",
                    percent.get().value().toPlainString() + "%");
        } else if (level.find()) {
            slots.put("level", level.group(1));
        }
        String found = null;
        int first = Integer.MAX_VALUE;
        for (var direction : directions.entrySet()) {
            Matcher matcher = direction.getKey().matcher(core);
            if (matcher.find()
                    && (matcher.start() < first
                            || matcher.start() == first && "down".equals(direction.getValue()))) {
                first = matcher.start();
                found = direction.getValue();
            }
        }
        if (found != null) {
            slots.put("direction", found);
        }
        return Optional.of(slots);
    }
}
