package dev.parley.streams.dialogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts into words what came of an errand. */
final class ErrandPhrases {
    private static final Pattern MARKUP = Pattern.compile("<[^<>]*>");
    private static final Pattern AT_THE_END = Pattern.compile("[\\s.,;:!?]+$");
    private static final int LONGEST = 120;

    private ErrandPhrases() {}

    /**
     * @throws IllegalArgumentException if the result lacks something
     * @throws java.time.DateTimeException if a time in it can't be read
     */
    static String of(
            String intent,
            Map<String, String> slots,
            Map<String, String> result,
            ZonedDateTime now) {
        return switch (intent) {
            case "shopping.add", "todo.add" -> changed(result);
            case "shopping.list", "todo.list" -> read(result);
            case "note.add" -> "I wrote that down.";
            case "reminder.list" -> reminders(result, now);
            case "weather" -> Weather.of(result);
            case "definition" -> meaning(result);
            default -> "That is done.";
        };
    }

    private static String changed(Map<String, String> result) {
        String list = "your " + Errands.spoken(Phrases.need(result, "list"));
        if (result.containsKey("cleared")) {
            return Phrases.need(result, "cleared").equals("0")
                    ? "There was nothing on " + list + "."
                    : "I cleared " + list + ".";
        }
        if (result.containsKey("added")) {
            return added(list, lines(result, "added"), lines(result, "present"));
        }
        List<String> sentences = new ArrayList<>();
        List<String> removed = lines(result, "removed");
        List<String> checked = lines(result, "checked");
        List<String> missing = lines(result, "missing");
        List<String> choices = lines(result, "choices");
        if (!removed.isEmpty()) {
            sentences.add("I took " + some(removed) + " off " + list + ".");
        }
        if (!checked.isEmpty()) {
            sentences.add("I checked off " + some(checked) + " on " + list + ".");
        }
        if (!missing.isEmpty()) {
            sentences.add("I didn't find " + some(missing) + " on " + list + ".");
        }
        if (!choices.isEmpty()) {
            sentences.add("There are " + some(choices) + ". Which one do you mean?");
        }
        return String.join(" ", sentences);
    }

    private static String added(String list, List<String> added, List<String> present) {
        if (added.isEmpty()) {
            return "You have " + some(present) + " on " + list + " already.";
        }
        String put = "I put " + some(added) + " on " + list;
        return present.isEmpty() ? put + "." : put + ". You have " + some(present) + " already.";
    }

    private static String read(Map<String, String> result) {
        String list = "your " + Errands.spoken(Phrases.need(result, "list"));
        List<String> items = lines(result, "items");
        int count = Integer.parseInt(Phrases.need(result, "count"));
        if (items.isEmpty()) {
            return "There is nothing on " + list + ".";
        }
        if (count == 1) {
            return "There is one thing on " + list + ": " + joined(items) + ".";
        }
        String all = "There are " + count + " things on " + list + ". ";
        return count > items.size()
                ? all
                        + "The first "
                        + items.size()
                        + " are "
                        + joined(items)
                        + ". "
                        + more(count - items.size())
                : "On " + list + " there are " + joined(items) + ".";
    }

    private static String more(int count) {
        return count == 1 ? "There is one more." : "There are " + count + " more.";
    }

    private static String reminders(Map<String, String> result, ZonedDateTime now) {
        List<String> texts = lines(result, "reminders");
        List<String> due = lines(result, "due");
        int count = Integer.parseInt(Phrases.need(result, "count"));
        if (texts.isEmpty()) {
            return "You have no reminders.";
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < Math.min(texts.size(), Errands.READ_ALOUD); i++) {
            told.add(
                    spoken(texts.get(i))
                            + ", "
                            + Spoken.moment(
                                    Instant.parse(due.get(i))
                                            .atZone(now.getZone())
                                            .toLocalDateTime(),
                                    now.toLocalDate()));
        }
        String all = count == 1 ? "You have one reminder: " : "You have " + count + " reminders: ";
        return all
                + String.join("; ", told)
                + "."
                + (count > told.size() ? " " + more(count - told.size()) : "");
    }

    private static String meaning(Map<String, String> result) {
        String word = spoken(Phrases.need(result, "word"));
        String meaning = spoken(Phrases.need(result, "meaning"));
        boolean verb = "verb".equals(result.get("kind"));
        return (verb ? "To " + word + " means to " : Spoken.capitalized(word) + " means ")
                + meaning
                + ".";
    }

    /** What the weather is like. */
    private static final class Weather {
        private Weather() {}

        static String of(Map<String, String> result) {
            String place = result.containsKey("place") ? " in " + result.get("place") : "";
            String sky = Phrases.need(result, "sky");
            String range =
                    "between "
                            + Phrases.need(result, "low")
                            + " and "
                            + Phrases.need(result, "high")
                            + " degrees";
            String rain = rain(result);
            return switch (Phrases.need(result, "days")) {
                case "0" ->
                        "It is "
                                + Phrases.need(result, "temperature")
                                + " degrees and "
                                + Phrases.need(result, "now")
                                + place
                                + ". Today there will be "
                                + sky
                                + ", "
                                + range
                                + rain
                                + ".";
                case String days ->
                        (days.equals("1")
                                        ? "Tomorrow"
                                        : "On "
                                                + Spoken.day(
                                                        LocalDate.parse(
                                                                Phrases.need(result, "date"))))
                                + place
                                + " there will be "
                                + sky
                                + ", "
                                + range
                                + rain
                                + ".";
            };
        }

        private static String rain(Map<String, String> result) {
            String chance = result.get("rain");
            return chance == null || chance.equals("0")
                    ? ""
                    : ", with a chance of rain of " + chance + " percent";
        }
    }

    /** At most as many as are read aloud. */
    private static String some(List<String> items) {
        return items.size() <= Errands.READ_ALOUD ? joined(items) : items.size() + " things";
    }

    private static String joined(List<String> items) {
        return Spoken.list(items.stream().map(ErrandPhrases::spoken).toList());
    }

    /** Without markup and full stops, and not endless. */
    static String spoken(String text) {
        String plain = AT_THE_END.matcher(MARKUP.matcher(text).replaceAll(" ")).replaceFirst("");
        String line = plain.replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "something that I can't say";
        }
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = line.lastIndexOf(' ', LONGEST);
        return line.substring(0, end > 0 ? end : line.offsetByCodePoints(0, LONGEST / 2))
                + ", and so on";
    }

    private static List<String> lines(Map<String, String> result, String name) {
        String lines = result.getOrDefault(name, "");
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }
}
