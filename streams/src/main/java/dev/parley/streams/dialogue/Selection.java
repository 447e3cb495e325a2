package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Timer.Kept;
import dev.parley.schemas.event.Timer.Kind;
import dev.parley.schemas.event.Timer.Ring;
import dev.parley.schemas.event.TimerId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of the timers that stand are meant. */
final class Selection {
    /** The slot {@code which}, where the user points at what was talked about. */
    static final String THAT = "that";

    private Selection() {}

    /** Whether the user said that all are meant. */
    static boolean isOfAll(Map<String, String> slots) {
        String which = slots.getOrDefault("which", "");
        return which.equals("all") || which.equals("both");
    }

    /**
     * @param standing those of the kind in question, in the order in which they are listed
     * @param about the one talked about last; null if none
     * @return all where nothing was said to tell them apart
     */
    static List<Kept> of(List<Kept> standing, Map<String, String> slots, @Nullable TimerId about) {
        if (isOfAll(slots)) {
            return standing;
        }
        String which = slots.getOrDefault("which", "");
        if (which.equals("last")) {
            return standing.isEmpty() ? List.of() : List.of(standing.getLast());
        }
        if (which.matches("\\d{1,4}")) {
            int place = Integer.parseInt(which);
            return place < 1 || place > standing.size()
                    ? List.of()
                    : List.of(standing.get(place - 1));
        }
        String label = slots.getOrDefault("label", "");
        if (!label.isBlank()) {
            return standing.stream().filter(each -> isCalled(each, label)).toList();
        }
        if (slots.containsKey("duration")) {
            return standing.stream().filter(each -> lasts(each, slots.get("duration"))).toList();
        }
        if (slots.containsKey("time")) {
            boolean eitherHalf = "open".equals(slots.get("half"));
            return standing.stream()
                    .filter(each -> isAt(each, slots.get("time"), eitherHalf))
                    .toList();
        }
        List<Kept> those = standing.stream().filter(each -> each.timer().equals(about)).toList();
        return which.equals(THAT) && !those.isEmpty() ? those : standing;
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
        LocalTime own = LocalDateTime.parse(local).toLocalTime();
        return own.toString().equals(time)
                || eitherHalf && own.plusHours(12).toString().equals(time);
    }
}
