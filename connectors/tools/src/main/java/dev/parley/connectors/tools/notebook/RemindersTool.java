package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's reminders. The tool keeps them; to ring in time is for whoever asks for the call.
 *
 * <p>Arguments: {@code action}; for a new one {@code text} and {@code due}, an instant in ISO-8601,
 * and, where they were said, {@code local} ({@code HH:mm}), {@code zone} (IANA) and {@code repeats}
 * (a line a day of the week, {@code MONDAY}); for one that is there {@code id}, or {@code which}:
 * {@code last}, {@code all}, or its number from 1 as {@code read} tells them. The actions and their
 * results:
 *
 * <ul>
 *   <li>{@code add}: {@code text}, {@code due}, {@code id}, and what else was given
 *   <li>{@code read}, those to come, the next first: {@code reminders}, {@code ids}, {@code due},
 *       {@code local}, {@code zone}, {@code repeats} (with commas), a line a reminder; {@code from}
 *       and {@code most} as {@link Slice} has them
 *   <li>{@code remove}: {@code removed} and their {@code ids}, a line each; empty if there is no
 *       such reminder
 * </ul>
 *
 * Each also tells the {@code count} of those to come. What was due long ago is dropped.
 */
public final class RemindersTool implements Tool {
    static final int LONGEST_TEXT = 200;
    static final int MOST_REMINDERS = 500;
    private static final Duration FURTHEST = Duration.ofDays(3_653);

    /** A moment passes between what was said and this. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration KEPT_WHEN_OVER = Duration.ofDays(30);

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("reminders", "Keeps the user's reminders.")
                    .takes(
                            Schema.required("action", "what to do with them")
                                    .oneOf("add", "read", "remove"),
                            Schema.optional("text", "of a new one"),
                            Schema.optional("due", "an instant").as("date-time"),
                            Schema.optional("local", "HH:mm, if it was said"),
                            Schema.optional("zone", "IANA, of local"),
                            Schema.optional("repeats", "a line a day of the week, such as MONDAY"),
                            Schema.optional("id", "of one that is there"),
                            Schema.optional("which", "last, all, or its number from 1"),
                            Slice.FROM,
                            Slice.AT_MOST)
                    .gives(
                            Schema.required("count", "how many are to come"),
                            Schema.optional("text", "add: what of"),
                            Schema.optional("due", "when, a line a reminder"),
                            Schema.optional("id", "add: its id"),
                            Schema.optional("local", "HH:mm, a line a reminder"),
                            Schema.optional("zone", "IANA, a line a reminder"),
                            Schema.optional("repeats", "days of the week, a line a reminder"),
                            Schema.optional("reminders", "read: a line a reminder"),
                            Schema.optional("ids", "a line a reminder"),
                            Schema.optional("removed", "a line a reminder"))
                    .when(Map.of("action", "read"), Access.READ, Sensitivity.PERSONAL)
                    .when(
                            Map.of("action", "remove", "which", "all"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I delete all your reminders?")
                    .when(
                            Map.of("action", "add"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "reminders", Map.of("action", "remove", "id", "{id}")))
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(10))
                    .build();

    private final Keeper<Reminder> keeper;

    /**
     * @param reminders opened when they are first asked
     */
    public RemindersTool(Supplier<Notebook<Reminder>> reminders) {
        this.keeper = new Keeper<>(reminders, "reminders");
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        Instant now = circumstances.now();
        return switch (arguments.required("action")) {
            case "add" -> {
                Reminder wanted = wanted(arguments, circumstances);
                yield keeper.once(circumstances, all -> added(all, wanted, now));
            }
            case "read" -> {
                Slice<Reminder> slice = Slice.of(toCome(keeper.of(circumstances), now), arguments);
                Map<String, String> result = new LinkedHashMap<>();
                slice.tell(result, "reminders");
                result.put("due", slice.lines(each -> each.due().toString()));
                result.put("local", slice.lines(each -> each.local() == null ? "" : each.local()));
                result.put("zone", slice.lines(Reminder::zone));
                result.put("repeats", slice.lines(each -> String.join(",", each.repeats())));
                yield result;
            }
            case "remove" -> {
                Optional<String> id = arguments.optional("id");
                String which = id.isPresent() ? "" : arguments.required("which");
                yield keeper.once(
                        circumstances,
                        all -> {
                            List<Reminder> there = toCome(all, now);
                            return removed(
                                    all,
                                    id.isPresent()
                                            ? all.stream()
                                                    .filter(each -> each.id().equals(id.get()))
                                                    .toList()
                                            : named(which, all, there),
                                    now);
                        });
            }
            default -> throw Arguments.refused("I don't know how to do that with a reminder.");
        };
    }

    private static Reminder wanted(Arguments arguments, Circumstances circumstances)
            throws ToolFailureException {
        String text = Line.of(arguments.required("text"), "a reminder", LONGEST_TEXT);
        if (text.isEmpty()) {
            throw Arguments.refused("I need to know the text for that.");
        }
        Instant due = due(arguments.required("due"), circumstances.now());
        Optional<String> zone = arguments.optional("zone");
        List<String> repeats = days(arguments.optional("repeats").orElse(""));
        return new Reminder(
                circumstances.call().value() + ".0",
                text,
                due,
                local(arguments.optional("local")),
                zone.isPresent() ? zone(zone.get()) : circumstances.zone().getId(),
                repeats);
    }

    private static List<String> days(String said) throws ToolFailureException {
        try {
            return Line.lines(said).stream()
                    .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
                    .distinct()
                    .map(Enum::name)
                    .toList();
        } catch (IllegalArgumentException noDay) {
            throw Arguments.refused("I didn't understand when that should come again.");
        }
    }

    private static Instant due(String said, Instant now) throws ToolFailureException {
        Instant due;
        try {
            due = Instant.parse(said);
        } catch (DateTimeException unreadable) {
            throw Arguments.refused("I didn't understand when to remind you.");
        }
        if (due.isBefore(now.minus(LATE))) {
            throw Arguments.refused("That time has passed already.");
        }
        if (due.isAfter(now.plus(FURTHEST))) {
            throw Arguments.refused("That is too far away. I can remind you within ten years.");
        }
        return due;
    }

    private static @Nullable String local(Optional<String> said) throws ToolFailureException {
        try {
            return said.isEmpty() ? null : LocalTime.parse(said.get()).toString();
        } catch (DateTimeException unreadable) {
            throw Arguments.refused("I didn't understand when to remind you.");
        }
    }

    private static String zone(String said) throws ToolFailureException {
        try {
            return ZoneId.of(said).getId();
        } catch (DateTimeException unknown) {
            throw Arguments.refused("I don't know the time zone " + Arguments.echo(said) + ".");
        }
    }

    private static List<Reminder> toCome(List<Reminder> all, Instant now) {
        return all.stream()
                .filter(each -> !each.isOver(now))
                .sorted(Comparator.comparing(Reminder::due))
                .toList();
    }

    private static Notebook.Edited<Reminder> added(List<Reminder> all, Reminder wanted, Instant now)
            throws ToolFailureException {
        List<Reminder> after = new ArrayList<>(all);
        after.removeIf(each -> each.isOver(now.minus(KEPT_WHEN_OVER)));
        if (after.size() >= MOST_REMINDERS) {
            throw Arguments.refused(
                    "I can keep " + MOST_REMINDERS + " reminders, and you have as many.");
        }
        after.add(wanted);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("text", wanted.text());
        answer.put("due", wanted.due().toString());
        answer.put("id", wanted.id());
        answer.put("zone", wanted.zone());
        if (wanted.local() != null) {
            answer.put("local", wanted.local());
        }
        if (!wanted.repeats().isEmpty()) {
            answer.put("repeats", String.join("\n", wanted.repeats()));
        }
        answer.put("count", String.valueOf(toCome(after, now).size()));
        return new Notebook.Edited<>(after, answer);
    }

    private static List<Reminder> named(String which, List<Reminder> all, List<Reminder> there)
            throws ToolFailureException {
        if (which.equals("all")) {
            return there;
        }
        if (which.equals("last")) {
            return all.reversed().stream().filter(there::contains).limit(1).toList();
        }
        if (!which.matches("[0-9]{1,9}")) {
            throw Arguments.refused("I didn't understand which reminder you mean.");
        }
        int number = Integer.parseInt(which);
        return number < 1 || number > there.size() ? List.of() : List.of(there.get(number - 1));
    }

    private static Notebook.Edited<Reminder> removed(
            List<Reminder> all, List<Reminder> gone, Instant now) {
        List<Reminder> after = new ArrayList<>(all);
        after.removeAll(gone);
        return new Notebook.Edited<>(
                after,
                Map.of(
                        "removed",
                        String.join("\n", gone.stream().map(Reminder::text).toList()),
                        "ids",
                        String.join("\n", gone.stream().map(Reminder::id).toList()),
                        "count",
                        String.valueOf(toCome(after, now).size())));
    }
}
