package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Timer.Kept;
import dev.parley.schemas.event.Timer.Kind;
import dev.parley.schemas.event.Timer.Ring;
import dev.parley.schemas.event.TimerId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the timers that stand are meant.
 *
 * @param named whether the user told them apart from others; else it may be a matter of chance that
 *     there is one only
 */
record Selection(List<Kept> chosen, boolean named) {
    /** The slot {@code which}, where the user points at what was talked about. */
    static final String THAT = "that";

    /**
     * @param standing those of the kind in question, in the order in which they are listed
     * @param about the one talked about last; null if none
     */
    static Selection of(List<Kept> standing, Map<String, String> slots, @Nullable TimerId about) {
        String which = slots.getOrDefault("which", "");
        if (which.equals("all") || which.equals("both")) {
            return new Selection(standing, true);
        }
        if (which.equals("last")) {
            return new Selection(
                    standing.isEmpty() ? List.of() : List.of(standing.getLast()), true);
        }
        if (which.matches("\\d{1,4}")) {
            int place = Integer.parseInt(which);
            return new Selection(
                    place < 1 || place > standing.size()
                            ? List.of()
                            : List.of(standing.get(place - 1)),
                    true);
        }
        String label = slots.getOrDefault("label", "");
        if (!label.isBlank()) {
            return new Selection(
                    standing.stream().filter(each -> isCalled(each, label)).toList(), true);
        }
        if (slots.containsKey("duration")) {
            return new Selection(
                    standing.stream().filter(each -> lasts(each, slots.get("duration"))).toList(),
                    true);
        }
        if (slots.containsKey("time")) {
            return new Selection(
                    standing.stream()
                            .filter(
                                    each ->
                                            isAt(
                                                    each,
                                                    slots.get("time"),
                                                    "open".equals(slots.get("half"))))
                            .toList(),
                    true);
        }
        List<Kept> those = standing.stream().filter(each -> each.timer().equals(about)).toList();
        return which.equals(THAT) && !those.isEmpty()
                ? new Selection(those, true)
                : new Selection(standing, false);
    }

    static List<Kept> of(Kind kind, Timer.Standing standing) {
        return standing.kept().stream().filter(each -> kind(each) == kind).toList();
    }

    private static Kind kind(Kept kept) {
        Ring ring = kept.ring();
        return ring == null ? Kind.TIMER : ring.kind();
    }

    private static boolean isCalled(Kept kept, String label) {
        String own = kept.label().orElse("").toLowerCase(Locale.ROOT);
        String said = label.toLowerCase(Locale.ROOT).strip();
        return !own.isBlank() && (own.contains(said) || said.contains(own));
    }

    private static boolean lasts(Kept kept, String duration) {
        Ring ring = kept.ring();
        Long millis = ring == null ? null : ring.lastsMillis();
        return millis != null && Duration.ofMillis(millis).equals(Duration.parse(duration));
    }

    private static boolean isAt(Kept kept, String time, boolean eitherHalf) {
        Ring ring = kept.ring();
        String local = ring == null ? null : ring.local();
        if (local == null) {
            return false;
        }
        String own = LocalDateTime.parse(local).toLocalTime().toString();
        return own.equals(time)
                || eitherHalf
                        && LocalDateTime.parse(local)
                                .toLocalTime()
                                .plusHours(12)
                                .toString()
                                .equals(time);
    }
}
