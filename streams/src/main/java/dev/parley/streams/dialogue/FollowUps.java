package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Intent;
import dev.parley.streams.dialogue.Focus.Matter;
import dev.parley.streams.dialogue.Focus.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Understands a turn from what was talked about before: answers to questions, corrections ("no, I
 * said fifteen"), ellipsis ("and in Paris?"), anaphora ("cancel the second one") and digressions,
 * from which the question is returned to.
 */
final class FollowUps {
    private static final String SURE = "rule";
    private static final int LONGEST_NAME = 2;
    private static final double LIKELY = 0.6;
    private static final Set<String> OPEN = Set.of("text", "items", "word", "name", "place");
    private static final Set<String> NAMES = Set.of("word", "name", "place");
    private static final Set<String> AGAIN =
            Set.of("coin.flip", "dice.roll", "joke", "fun.fact", "timer.set", "alarm.set");

    private FollowUps() {}

    static Understood of(Focus focus, Intent.Recognized intent) {
        Question question = focus.question();
        return question == null
                ? new Understood.Meant(following(focus.matter(), intent), focus)
                : answering(focus, question, intent);
    }

    private static Understood answering(Focus focus, Question question, Intent.Recognized intent) {
        Focus free = focus.asking(null);
        String said = intent.intent();
        if (said.equals("cancel")) {
            return new Understood.Dropped("Okay, I'll leave it.", free.doubting(null));
        }
        if (question.slot().equals(Question.WHETHER)) {
            return affirmed(free, question, intent);
        }
        Map<String, String> slots = new HashMap<>(question.known());
        Mentions mentions = Mentions.of(intent);
        boolean same = said.equals(question.intent());
        if (same && !own(intent).isEmpty()) {
            slots.putAll(own(intent));
            return new Understood.Meant(
                    new Meaning(question.intent(), slots, question.manner()), free);
        }
        boolean elsewhere = !said.equals(Intent.NONE) && !same;
        boolean surely =
                intent.source().equals(SURE)
                        || NAMES.contains(question.slot()) && intent.confidence() >= LIKELY;
        boolean repeated = same && OPEN.contains(question.slot());
        if (!repeated && (!elsewhere || !surely)) {
            Map<String, String> given =
                    mentions.answer(question.slot(), question.intent(), question.known());
            if (!given.isEmpty()) {
                slots.putAll(given);
                return new Understood.Meant(
                        new Meaning(question.intent(), slots, question.manner()), free);
            }
        }
        if (said.equals("no")) {
            return new Understood.Dropped("Okay, I'll leave it.", free);
        }
        if (!elsewhere) {
            return question.repeated()
                    ? new Understood.Dropped("I did not understand that. Let's leave it.", free)
                    : new Understood.Unanswered(
                            Need.again(question), focus.asking(question.again()));
        }
        return new Understood.Meant(
                new Meaning(said, own(intent), Manner.NEW),
                focus.asking(question.repeated() ? null : question.again().after(intent.turn())));
    }

    private static Understood affirmed(Focus free, Question question, Intent.Recognized intent) {
        return switch (intent.intent()) {
            case "yes" ->
                    new Understood.Meant(
                            new Meaning(question.intent(), question.known(), question.manner()),
                            free.doubting(null));
            case "no" -> new Understood.Dropped("All right. Please say it again.", free);
            default -> {
                Mentions mentions = Mentions.of(intent);
                Map<String, String> given = mentions.slots(question.intent(), question.known());
                yield mentions.are("correction") && !given.isEmpty()
                        ? new Understood.Meant(
                                new Meaning(
                                        question.intent(),
                                        with(question.known(), given),
                                        question.manner()),
                                free)
                        : new Understood.Meant(following(free.matter(), intent), free);
            }
        };
    }

    private static Meaning following(@Nullable Matter matter, Intent.Recognized intent) {
        Meaning alone = new Meaning(intent.intent(), own(intent), manner(intent));
        if (matter == null) {
            return alone;
        }
        Mentions mentions = Mentions.of(intent);
        Meaning pronoun = Anaphora.resolved(alone, mentions, matter);
        if (pronoun != null) {
            return pronoun;
        }
        String set = settable(matter.intent());
        boolean none = intent.intent().equals(Intent.NONE);
        boolean same = intent.intent().equals(set);
        if (intent.intent().equals("cancel") || none || same) {
            Meaning pointed = pointing(matter, mentions, alone);
            if (pointed != null) {
                return pointed;
            }
        }
        if (!none && !same && intent.source().equals(SURE)) {
            return alone;
        }
        Map<String, String> given = mentions.slots(set, matter.known());
        if (same) {
            given.putAll(own(intent));
        }
        if (mentions.are("correction") && !given.isEmpty()) {
            return new Meaning(set, with(matter.known(), given), Manner.CORRECTION);
        }
        if (mentions.are("another") && (!given.isEmpty() || AGAIN.contains(set))) {
            return new Meaning(
                    set,
                    set.endsWith(".set") ? given : with(matter.known(), given),
                    Manner.ANOTHER);
        }
        boolean supplement =
                mentions.are("supplement")
                        || none && mentions.of("manner").isEmpty() && isFragment(intent, mentions);
        if (supplement && (none || same) && !given.isEmpty() && !set.endsWith(".set")) {
            return new Meaning(set, with(matter.known(), given), Manner.NEW);
        }
        return alone;
    }

    /** Whether it says nothing by itself: an answer to nothing in particular, or a mere name. */
    private static boolean isFragment(Intent.Recognized intent, Mentions mentions) {
        return intent.source().equals(SURE) || mentions.words().split(" ").length <= LONGEST_NAME;
    }

    /** "Cancel the second one", "how long is left", "remove it". */
    private static @Nullable Meaning pointing(Matter matter, Mentions mentions, Meaning alone) {
        String family = family(matter.intent());
        boolean cancels = alone.intent().equals("cancel") || mentions.does("cancel");
        boolean points = mentions.pointing() || mentions.of("label").isPresent();
        if (!points) {
            return null;
        }
        return switch (family) {
            case "timer", "alarm" -> {
                Map<String, String> which = mentions.slots(family + ".cancel", Map.of());
                if (cancels) {
                    yield new Meaning(family + ".cancel", which, Manner.NEW);
                }
                yield alone.intent().equals(Intent.NONE)
                                && mentions.of("manner").isEmpty()
                                && mentions.of("duration").isEmpty()
                                && mentions.of("number").isEmpty()
                        ? new Meaning(family + ".list", which, Manner.NEW)
                        : null;
            }
            case "reminder" ->
                    cancels
                            ? new Meaning(
                                    "reminder.cancel",
                                    mentions.slots("timer.cancel", Map.of()),
                                    Manner.NEW)
                            : null;
            case "shopping", "todo" ->
                    cancels && matter.known().containsKey("items")
                            ? new Meaning(
                                    family + ".add",
                                    Map.of(
                                            "items",
                                            matter.known().get("items"),
                                            "action",
                                            "remove"),
                                    Manner.NEW)
                            : null;
            default -> null;
        };
    }

    /** What is changed, or done once more, where this was talked about. */
    private static String settable(String intent) {
        return switch (intent) {
            case "timer.list", "timer.cancel" -> "timer.set";
            case "alarm.list", "alarm.cancel" -> "alarm.set";
            case "shopping.list" -> "shopping.add";
            case "todo.list" -> "todo.add";
            default -> intent;
        };
    }

    private static String family(String intent) {
        int dot = intent.indexOf('.');
        return dot < 0 ? intent : intent.substring(0, dot);
    }

    private static Map<String, String> with(Map<String, String> known, Map<String, String> given) {
        Map<String, String> slots = new HashMap<>(known);
        if (given.containsKey("time") || given.containsKey("duration")) {
            List.of("time", "half", "duration").forEach(slots::remove);
        }
        slots.putAll(given);
        return slots;
    }

    /** "Add five minutes to the timer" sets no timer of five minutes. */
    private static Manner manner(Intent.Recognized intent) {
        boolean more =
                intent.intent().equals("timer.set")
                        && own(intent).containsKey("duration")
                        && Mentions.of(intent).does("extend");
        return more ? Manner.EXTENSION : Manner.NEW;
    }

    private static Map<String, String> own(Intent.Recognized intent) {
        return intent.slots().orElse(Map.of());
    }
}
