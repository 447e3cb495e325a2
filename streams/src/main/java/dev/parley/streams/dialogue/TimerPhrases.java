package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Timer.Kept;
import dev.parley.schemas.event.Timer.Kind;
import dev.parley.schemas.event.Timer.Ring;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts timers, alarms and reminders into words. */
final class TimerPhrases {
    private static final int MOST_LISTED = 8;
    private static final Duration LATE = Duration.ofMinutes(1);

    private final ZonedDateTime now;

    /**
     * @param now on the user's clock
     */
    TimerPhrases(ZonedDateTime now) {
        this.now = now;
    }

    /** "the pizza timer", "the timer for 10 minutes". */
    String name(Kept kept) {
        return "the " + bare(kept);
    }

    String list(Kind kind, List<Kept> standing) {
        if (standing.isEmpty()) {
            return "You have no " + noun(kind) + "s.";
        }
        if (standing.size() == 1) {
            return sentence(standing.getFirst());
        }
        int more = standing.size() - MOST_LISTED;
        return enumerated(kind, standing, more > 0 ? Stream.of(more + " more") : Stream.empty());
    }

    /** What one has to say of itself. */
    String sentence(Kept kept) {
        if (!kept.due().isAfter(now.toInstant())) {
            return Spoken.capitalized(name(kept)) + " is over.";
        }
        return switch (kind(kept.ring())) {
            case TIMER ->
                    "Your "
                            + (kept.label().orElse("").isBlank() ? "timer" : bare(kept))
                            + " has "
                            + left(kept)
                            + " left.";
            case ALARM -> "Your " + noun(kept) + " is set for " + when(kept) + ".";
            case REMINDER -> "I'll remind you " + when(kept) + ": " + kept.label().orElse("") + ".";
        };
    }

    String which(Kind kind, List<Kept> several) {
        return enumerated(kind, several, Stream.empty());
    }

    private String enumerated(Kind kind, List<Kept> several, Stream<String> more) {
        Stream<String> parts = several.stream().limit(MOST_LISTED).map(this::part);
        return "You have "
                + Spoken.number(several.size())
                + " "
                + noun(kind)
                + "s: "
                + Spoken.list(Stream.concat(parts, more).toList())
                + ".";
    }

    String cancelled(Kind kind, List<Kept> gone) {
        return gone.size() == 1
                ? "I cancelled " + name(gone.getFirst()) + "."
                : "I cancelled all " + Spoken.number(gone.size()) + " " + noun(kind) + "s.";
    }

    /** When it rings, by the clock and the calendar. */
    String when(Kept kept) {
        Ring ring = kept.ring();
        ZoneId zone = now.getZone();
        LocalDateTime local = kept.due().atZone(zone).toLocalDateTime();
        return ring != null && !ring.repeats().isEmpty()
                ? Spoken.repeated(
                        ring.repeats().stream().map(DayOfWeek::valueOf).toList(),
                        local.toLocalTime())
                : Spoken.moment(local, now.toLocalDate());
    }

    /** What is said when it rings. */
    static String rings(Timer.Fired fired, Instant now, ZoneId zone) {
        String label = fired.label().orElse("");
        Ring ring = fired.ring();
        boolean late = Duration.between(fired.due(), now).compareTo(LATE) > 0;
        LocalDateTime due = fired.due().atZone(zone).toLocalDateTime();
        String then = Spoken.moment(due, now.atZone(zone).toLocalDate());
        return switch (kind(ring)) {
            case TIMER -> {
                String timer = "your " + timer(label, ring);
                yield late
                        ? "While you were away, " + timer + " ended " + then + "."
                        : Spoken.capitalized(timer) + " is over.";
            }
            case ALARM -> {
                String alarm = label.isBlank() ? "alarm" : label + " alarm";
                yield late
                        ? "While you were away, your " + alarm + " rang " + then + "."
                        : "It is "
                                + Spoken.time(due.toLocalTime())
                                + ". This is your "
                                + alarm
                                + ".";
            }
            case REMINDER ->
                    late
                            ? "I was to remind you " + then + ": " + label + "."
                            : "Here is your reminder: " + label + ".";
        };
    }

    static String noun(Kind kind) {
        return switch (kind) {
            case TIMER -> "timer";
            case ALARM -> "alarm";
            case REMINDER -> "reminder";
        };
    }

    private String part(Kept kept) {
        boolean over = !kept.due().isAfter(now.toInstant());
        return switch (kind(kept.ring())) {
            case TIMER -> name(kept) + (over ? ", which is over" : " with " + left(kept) + " left");
            case ALARM ->
                    (kept.label().orElse("").isBlank() ? "one" : name(kept)) + " " + when(kept);
            case REMINDER -> kept.label().orElse("") + ", " + when(kept);
        };
    }

    private String left(Kept kept) {
        return Spoken.left(Duration.between(now.toInstant(), kept.due()));
    }

    private String bare(Kept kept) {
        return switch (kind(kept.ring())) {
            case TIMER -> timer(kept.label().orElse(""), kept.ring());
            case ALARM -> noun(kept) + " " + when(kept);
            case REMINDER -> "reminder " + when(kept);
        };
    }

    private static String noun(Kept kept) {
        String label = kept.label().orElse("");
        return label.isBlank() ? "alarm" : label + " alarm";
    }

    private static String timer(String label, @Nullable Ring ring) {
        Long lasts = ring == null ? null : ring.lastsMillis();
        if (ring == null) {
            return label.isBlank() ? "timer" : label;
        }
        if (!label.isBlank()) {
            return label + " timer";
        }
        return lasts == null ? "timer" : "timer for " + Spoken.duration(Duration.ofMillis(lasts));
    }

    private static Kind kind(@Nullable Ring ring) {
        return ring == null ? Kind.TIMER : ring.kind();
    }
}
