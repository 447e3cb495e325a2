package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sentence gives as an answer or a supplement to something earlier. */
final class Mentions {
    private static final int LONGEST_PLACE = 40;
    private static final Set<String> HERE = Set.of("here", "home", "my place");

    private final Map<String, String> values;

    Mentions(Map<String, String> values) {
        this.values = values;
    }

    static Mentions of(Intent.Recognized intent) {
        Personal<Map<String, String>> mentions = intent.mentions();
        return new Mentions(mentions == null ? Map.of() : mentions.orElse(Map.of()));
    }

    Optional<String> of(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    /** A place's name; empty for where the user is. */
    private Optional<String> place() {
        return of("place").map(each -> HERE.contains(each) ? "" : each);
    }

    boolean are(String manner) {
        return manner.equals(values.get("manner"));
    }

    boolean does(String deed) {
        return deed.equals(values.get("deed"));
    }

    String words() {
        return of("words").orElse("");
    }

    /** Whether it points at something that was talked about. */
    boolean pointing() {
        return of("referring").isPresent() || of("ordinal").isPresent() || of("which").isPresent();
    }

    /**
     * The slots of an intent that this sentence gives.
     *
     * @param before what is known; a bare number takes the unit of a duration that stands there
     */
    Map<String, String> slots(String intent, Map<String, String> before) {
        Map<String, String> slots = new HashMap<>();
        switch (intent) {
            case "timer.set" -> {
                duration(before.get("duration")).ifPresent(each -> slots.put("duration", each));
                put(slots, "label");
            }
            case "alarm.set", "reminder.set" -> moment(slots);
            case "timer.cancel", "timer.list", "alarm.cancel", "alarm.list" -> which(slots);
            case "time", "timezone", "next.holiday" ->
                    place().ifPresent(each -> slots.put("place", each));
            case "date" -> {
                place().ifPresent(each -> slots.put("place", each));
                day(before.get("day")).ifPresent(day -> slots.put("day", day));
            }
            case "weather" -> {
                place().ifPresent(each -> slots.put("place", each));
                day(before.get("date")).ifPresent(day -> slots.put("date", day));
            }
            case "convert.units" -> {
                of("number").ifPresent(each -> slots.put("amount", each));
                of("unit").ifPresent(each -> slots.put("to", each));
            }
            case "spelling", "definition" -> {
                if (are("supplement") && !words().isEmpty()) {
                    slots.put("word", words());
                }
            }
            case "shopping.add", "todo.add" -> put(slots, "items");
            case "dice.roll" -> of("number").ifPresent(each -> slots.put("count", each));
            default -> {}
        }
        return slots;
    }

    /** The slots that answer a question for one. */
    Map<String, String> answer(String slot, String intent, Map<String, String> before) {
        Map<String, String> slots = new HashMap<>();
        switch (slot) {
            case "duration" ->
                    duration(before.get("duration")).ifPresent(each -> slots.put(slot, each));
            case "time" -> {
                moment(slots);
                if (!slots.containsKey("time") && !slots.containsKey("duration")) {
                    hour().ifPresent(slots::putAll);
                }
            }
            case "which" -> {
                which(slots);
                if (slots.isEmpty() && !words().isEmpty()) {
                    slots.put("label", words());
                }
            }
            case "place" ->
                    of("place")
                            .or(() -> Optional.of(words()))
                            .filter(each -> !each.isEmpty() && each.length() <= LONGEST_PLACE)
                            .ifPresent(each -> slots.put(slot, each));
            case "items" ->
                    of("items").or(() -> of("words")).ifPresent(each -> slots.put(slot, each));
            case "text", "word", "name" -> of("words").ifPresent(each -> slots.put(slot, each));
            default -> slots.putAll(slots(intent, before));
        }
        return slots;
    }

    private void moment(Map<String, String> slots) {
        put(slots, "time");
        put(slots, "half");
        put(slots, "date");
        put(slots, "repeat");
        if (!slots.containsKey("time") && !slots.containsKey("date")) {
            put(slots, "duration");
        }
    }

    private void which(Map<String, String> slots) {
        of("which").or(() -> of("ordinal")).ifPresent(each -> slots.put("which", each));
        put(slots, "label");
        put(slots, "duration");
        put(slots, "time");
        put(slots, "half");
        if (slots.isEmpty() && of("referring").isPresent()) {
            slots.put("which", Selection.THAT);
        }
    }

    /** A day, or so many days after the one before. */
    private Optional<String> day(@Nullable String before) {
        return of("date")
                .or(
                        () ->
                                of("shift")
                                        .filter(shift -> shift.matches("-?P\\d{1,4}[DW]"))
                                        .flatMap(shift -> from(before, Period.parse(shift))));
    }

    private static Optional<String> from(@Nullable String before, Period shift) {
        int days =
                switch (before == null ? "today" : before) {
                    case "today" -> 0;
                    case "tomorrow" -> 1;
                    case "yesterday" -> -1;
                    case String other when other.matches("P\\d{1,4}D") ->
                            Period.parse(other).getDays();
                    default -> Integer.MIN_VALUE;
                };
        return days == Integer.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Period.ofDays(days + shift.getDays()).toString());
    }

    private Optional<Map<String, String>> hour() {
        return of("number")
                .filter(each -> each.matches("1?\\d|2[0-3]"))
                .map(
                        each ->
                                Map.of(
                                        "time",
                                        "%02d:00".formatted(Integer.parseInt(each)),
                                        "half",
                                        Integer.parseInt(each) < 13 ? "open" : "known"));
    }

    private Optional<String> duration(@Nullable String like) {
        return of("duration").or(() -> of("number").flatMap(each -> inUnit(each, like)));
    }

    private static Optional<String> inUnit(String number, @Nullable String like) {
        if (!number.matches("\\d{1,6}")) {
            return Optional.empty();
        }
        long count = Long.parseLong(number);
        return Optional.of(
                        switch (unit(like)) {
                            case 'H' -> Duration.ofHours(count);
                            case 'S' -> Duration.ofSeconds(count);
                            default -> Duration.ofMinutes(count);
                        })
                .map(Duration::toString);
    }

    private static char unit(@Nullable String like) {
        if (like == null) {
            return 'M';
        }
        try {
            Duration duration = Duration.parse(like);
            if (duration.toSecondsPart() != 0) {
                return 'S';
            }
            return duration.toMinutesPart() != 0 ? 'M' : 'H';
        } catch (DateTimeException unreadable) {
            return 'M';
        }
    }

    private void put(Map<String, String> slots, String name) {
        of(name).ifPresent(value -> slots.put(name, value));
    }
}
