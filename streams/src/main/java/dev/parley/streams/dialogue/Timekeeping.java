package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Timer.Kept;
import dev.parley.schemas.event.Timer.Kind;
import dev.parley.schemas.event.Timer.Ring;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.Focus.Question;
import dev.parley.streams.stage.Topology.Output;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done about timers and alarms, once it is known which stand: sets, changes, lists and
 * cancels them.
 */
final class Timekeeping {
    /** How many of a kind a user may have. */
    static final int MOST = 100;

    private static final String LOCAL = "local";
    private static final String REPEATS = "repeats";

    private final UserId user;
    private final TurnId turn;
    private final TimerId next;
    private final @Nullable TimerId about;
    private final ZonedDateTime now;
    private final TimerPhrases phrases;

    /**
     * @param next the id of a timer that is set now
     * @param about the one talked about last; null if none
     * @param now on the user's clock
     */
    Timekeeping(
            UserId user, TurnId turn, TimerId next, @Nullable TimerId about, ZonedDateTime now) {
        this.user = user;
        this.turn = turn;
        this.next = next;
        this.about = about;
        this.now = now;
        this.phrases = new TimerPhrases(now);
    }

    /**
     * What comes of it.
     *
     * @param about the timer that was talked about; null if none, or several
     * @param question what must be asked first; null if nothing
     */
    record Settled(
            List<Output> outputs,
            List<String> sentences,
            @Nullable TimerId about,
            @Nullable Question question) {
        static Settled saying(String sentence) {
            return new Settled(List.of(), List.of(sentence), null, null);
        }
    }

    /**
     * The slots of an alarm with its moment on the user's clock; else what to say.
     *
     * @param now on the user's clock
     */
    static Plan alarm(Meaning meaning, ZonedDateTime now) {
        return Moment.plan(
                meaning,
                now,
                "An alarm can ring once a day at most.",
                at -> {
                    Map<String, String> slots = new HashMap<>(meaning.slots());
                    slots.put(LOCAL, at.local().toString());
                    slots.put(
                            REPEATS,
                            String.join(" ", at.repeats().stream().map(Enum::name).toList()));
                    return new Plan.Consult(new Meaning(meaning.intent(), slots, meaning.manner()));
                });
    }

    Settled settle(Meaning meaning, Timer.Standing standing) {
        try {
            return settled(meaning, standing);
        } catch (DateTimeException | ArithmeticException unreadable) {
            return Settled.saying("I did not understand which time you mean.");
        }
    }

    private Settled settled(Meaning meaning, Timer.Standing standing) {
        return switch (meaning.intent()) {
            case "timer.set" -> set(Kind.TIMER, meaning, standing);
            case "alarm.set" -> set(Kind.ALARM, meaning, standing);
            case "timer.list" -> list(Kind.TIMER, meaning, standing);
            case "alarm.list" -> list(Kind.ALARM, meaning, standing);
            case "timer.cancel" -> cancel(Kind.TIMER, meaning, standing);
            default -> cancel(Kind.ALARM, meaning, standing);
        };
    }

    private Settled set(Kind kind, Meaning meaning, Timer.Standing standing) {
        List<Kept> ofKind = Selection.of(kind, standing);
        Optional<Kept> changed = changed(meaning, ofKind);
        if (changed.isEmpty() && ofKind.size() >= MOST) {
            return Settled.saying(
                    "You have "
                            + MOST
                            + " "
                            + TimerPhrases.noun(kind)
                            + "s already. Please cancel some first.");
        }
        Kept kept = kind == Kind.TIMER ? timer(meaning, changed) : alarm(meaning.slots(), changed);
        return new Settled(
                List.of(request(kept)),
                List.of(sentence(kind, kept, meaning, changed.isPresent(), ofKind.size() + 1)),
                kept.timer(),
                null);
    }

    private Optional<Kept> changed(Meaning meaning, List<Kept> ofKind) {
        if (meaning.manner() != Manner.CORRECTION && meaning.manner() != Manner.EXTENSION) {
            return Optional.empty();
        }
        Map<String, String> which = new HashMap<>(meaning.slots());
        which.keySet().retainAll(List.of("label"));
        which.put("which", Selection.THAT);
        List<Kept> chosen = Selection.of(ofKind, which, about);
        return chosen.size() == 1 ? Optional.of(chosen.getFirst()) : Optional.empty();
    }

    private Kept timer(Meaning meaning, Optional<Kept> changed) {
        Duration lasts = Duration.parse(meaning.slots().getOrDefault("duration", ""));
        Instant due = now.toInstant().plus(lasts);
        Ring before = changed.map(Kept::ring).orElse(null);
        if (changed.isPresent() && before != null && before.lastsMillis() != null) {
            Instant begun = changed.get().due().minusMillis(before.lastsMillis());
            if (meaning.manner() == Manner.EXTENSION) {
                lasts = lasts.plusMillis(before.lastsMillis());
            }
            Instant sameBeginning = begun.plus(lasts);
            due = sameBeginning.isAfter(now.toInstant()) ? sameBeginning : due;
        }
        return new Kept(
                changed.map(Kept::timer).orElse(next),
                due,
                Personal.of(label(meaning.slots(), changed)),
                new Ring(Kind.TIMER, lasts.toMillis(), null, now.getZone().getId(), List.of()));
    }

    private Kept alarm(Map<String, String> slots, Optional<Kept> changed) {
        LocalDateTime local = LocalDateTime.parse(slots.getOrDefault(LOCAL, ""));
        String repeats = slots.getOrDefault(REPEATS, "");
        return new Kept(
                changed.map(Kept::timer).orElse(next),
                local.atZone(now.getZone()).toInstant(),
                Personal.of(label(slots, changed)),
                new Ring(
                        Kind.ALARM,
                        null,
                        local.toString(),
                        now.getZone().getId(),
                        repeats.isBlank() ? List.of() : List.of(repeats.split(" "))));
    }

    private static String label(Map<String, String> slots, Optional<Kept> changed) {
        return slots.getOrDefault("label", changed.map(each -> each.label().orElse("")).orElse(""));
    }

    private String sentence(Kind kind, Kept kept, Meaning meaning, boolean changed, int count) {
        String label = kept.label().orElse("");
        String whose =
                meaning.manner() == Manner.ANOTHER && count > 1 && label.isBlank()
                        ? "Your " + Spoken.ordinal(count) + " "
                        : "Your " + (label.isBlank() ? "" : label + " ");
        String till = kind == Kind.ALARM ? phrases.when(kept) : length(kept);
        return whose
                + TimerPhrases.noun(kind)
                + (changed ? " is now set for " : " is set for ")
                + till
                + ".";
    }

    private static String length(Kept kept) {
        Ring ring = kept.ring();
        Long lasts = ring == null ? null : ring.lastsMillis();
        return Spoken.duration(Duration.ofMillis(lasts == null ? 0 : lasts));
    }

    private Output request(Kept kept) {
        return new Output(
                Topics.TIMER_REQUESTS,
                new Timer.Requested(
                        kept.timer(),
                        turn,
                        user,
                        Timer.Purpose.RING,
                        kept.due(),
                        kept.label(),
                        kept.ring()));
    }

    private Settled list(Kind kind, Meaning meaning, Timer.Standing standing) {
        List<Kept> ofKind = Selection.of(kind, standing);
        List<Kept> chosen = Selection.of(ofKind, meaning.slots(), about);
        return chosen.isEmpty() && !ofKind.isEmpty()
                ? noSuch(kind, ofKind)
                : new Settled(List.of(), List.of(phrases.list(kind, chosen)), only(chosen), null);
    }

    private Settled cancel(Kind kind, Meaning meaning, Timer.Standing standing) {
        List<Kept> ofKind = Selection.of(kind, standing);
        if (ofKind.isEmpty()) {
            return Settled.saying("You have no " + TimerPhrases.noun(kind) + "s.");
        }
        List<Kept> chosen = Selection.of(ofKind, meaning.slots(), about);
        if (chosen.isEmpty()) {
            return noSuch(kind, ofKind);
        }
        if (chosen.size() > 1 && !Selection.isOfAll(meaning.slots())) {
            return new Settled(
                    List.of(),
                    List.of(phrases.which(kind, chosen), "Which one should I cancel?"),
                    null,
                    Question.of(new Meaning(meaning.intent(), Map.of(), Manner.NEW), "which"));
        }
        List<Output> outputs = new ArrayList<>();
        for (Kept each : chosen) {
            outputs.add(
                    new Output(
                            Topics.TIMER_REQUESTS, new Timer.Withdrawn(each.timer(), turn, user)));
        }
        return new Settled(outputs, List.of(phrases.cancelled(kind, chosen)), null, null);
    }

    private Settled noSuch(Kind kind, List<Kept> ofKind) {
        return new Settled(
                List.of(),
                List.of(
                        "You have no such " + TimerPhrases.noun(kind) + ".",
                        phrases.list(kind, ofKind)),
                null,
                null);
    }

    private static @Nullable TimerId only(List<Kept> chosen) {
        return chosen.size() == 1 ? chosen.getFirst().timer() : null;
    }
}
