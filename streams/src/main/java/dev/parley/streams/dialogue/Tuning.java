package dev.parley.streams.dialogue;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of how the agent speaks.
 *
 * @param sentence that says so, and is heard in the new voice
 */
record Tuning(Voice voice, String sentence) {
    /** Steps that everybody hears: a quarter of the speed, some 4 dB. */
    private static final double FASTER = 1.25;

    private static final double LOUDER = 1 / 0.6;

    private static final Pattern LEVEL = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,9})?)(%?)");

    /**
     * @param level as a part of the whole where {@code percent}, else a number as it was said
     */
    private record Level(double level, boolean percent) {
        static Optional<Level> of(String said) {
            Matcher matcher = LEVEL.matcher(said);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            double number = Double.parseDouble(matcher.group(1));
            boolean percent = !matcher.group(2).isEmpty();
            return Optional.of(new Level(percent ? number / 100 : number, percent));
        }
    }

    /**
     * @param intent {@code speed.set}, {@code volume.set} or {@code whisper}
     */
    static Tuning of(String intent, Map<String, String> slots, Voice now) {
        String direction = slots.getOrDefault("direction", "");
        Optional<Level> level = Level.of(slots.getOrDefault("level", ""));
        Optional<Level> by = Level.of(slots.getOrDefault("by", ""));
        return switch (intent) {
            case "speed.set" ->
                    level.map(at -> speed(now, at))
                            .orElseGet(() -> speed(now, direction, step(by, FASTER)));
            case "volume.set" ->
                    level.map(at -> volume(now, at))
                            .orElseGet(() -> volume(now, direction, step(by, LOUDER)));
            default ->
                    slots.containsKey("off")
                            ? new Tuning(now.whispering(false), "I'll speak normally again.")
                            : new Tuning(now.whispering(true), "I'll speak softly.");
        };
    }

    private static double step(Optional<Level> by, double usual) {
        return by.filter(Level::percent)
                .filter(part -> part.level() > 0)
                .map(part -> 1 + part.level())
                .orElse(usual);
    }

    private static Tuning speed(Voice now, String direction, double step) {
        return switch (direction) {
            case "up" -> faster(now, now.rate() * step);
            case "down" -> slower(now, now.rate() / step);
            case "most" -> faster(now, Voice.FASTEST);
            case "least" -> slower(now, Voice.SLOWEST);
            case "normal" -> new Tuning(now.at(1), "I'll speak at my usual speed.");
            default -> new Tuning(now, "You can ask me to speak faster or slower.");
        };
    }

    private static Tuning faster(Voice now, double rate) {
        return new Tuning(
                now.at(rate),
                rate >= Voice.FASTEST ? "That is as fast as I can speak." : "I'll speak faster.");
    }

    private static Tuning slower(Voice now, double rate) {
        return new Tuning(
                now.at(rate),
                rate <= Voice.SLOWEST ? "That is as slowly as I can speak." : "I'll speak slower.");
    }

    /**
     * A number without percent is how many times the usual speed, or a percentage if it's large.
     */
    private static Tuning speed(Voice now, Level to) {
        double rate = !to.percent() && to.level() >= 10 ? to.level() / 100 : to.level();
        return rate < Voice.SLOWEST || rate > Voice.FASTEST
                ? new Tuning(now, "I can speak at half to double my usual speed.")
                : new Tuning(
                        now.at(rate), "I'll speak at " + percent(rate) + " of my usual speed.");
    }

    private static Tuning volume(Voice now, String direction, double step) {
        return switch (direction) {
            case "up" -> louder(now, now.volume() * step);
            case "down" -> quieter(now, now.volume() / step);
            case "most" -> louder(now, 1);
            case "least" -> quieter(now, Voice.LEAST);
            case "normal" -> new Tuning(now.loud(1), "I'll speak at my usual volume.");
            default -> new Tuning(now, "You can ask me to speak louder or less loud.");
        };
    }

    /** Whoever is whispered to hears an end of that first. */
    private static Tuning louder(Voice now, double volume) {
        return now.soft()
                ? new Tuning(now.whispering(false), "I'll speak louder.")
                : new Tuning(
                        now.loud(volume),
                        volume >= 1 ? "That is as loud as I can speak." : "I'll speak louder.");
    }

    private static Tuning quieter(Voice now, double volume) {
        return new Tuning(
                now.loud(volume).whispering(now.soft()),
                volume <= Voice.LEAST ? "That is as low as I can speak." : "I'll speak less loud.");
    }

    /** A number without percent is one of ten, or a percentage if it's larger. */
    private static Tuning volume(Voice now, Level to) {
        double volume = to.percent() ? to.level() : to.level() / (to.level() > 10 ? 100 : 10);
        if (volume > 1) {
            return new Tuning(now, "I can speak at up to 100 percent.");
        }
        return volume < Voice.LEAST
                ? quieter(now.whispering(false), Voice.LEAST)
                : new Tuning(now.loud(volume), "I'll speak at " + percent(volume) + ".");
    }

    private static String percent(double part) {
        return Math.round(part * 100) + " percent";
    }
}
