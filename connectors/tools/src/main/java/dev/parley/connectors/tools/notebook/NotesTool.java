package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The user's notes.
 *
 * <p>Arguments: {@code action}; {@code text} for a new note, {@code id} or {@code which} ({@code
 * last}) for one that is there, {@code all} for each. The actions and their results:
 *
 * <ul>
 *   <li>{@code add}: {@code text}, {@code id}
 *   <li>{@code read}, the newest first: {@code notes}, {@code ids}, {@code written} (ISO-8601), a
 *       line a note; {@code from} and {@code most} as {@link Slice} has them
 *   <li>{@code remove}: {@code removed}, empty if there is no such note; of all, {@code cleared},
 *       how many there were
 * </ul>
 *
 * Each also tells the {@code count} of notes.
 */
public final class NotesTool implements Tool {
    static final int LONGEST_NOTE = 1_000;
    static final int MOST_NOTES = 1_000;

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("notes", "Keeps the user's notes.")
                    .takes(
                            Schema.required("action", "what to do with them")
                                    .oneOf("add", "read", "remove"),
                            Schema.optional("text", "of a new one"),
                            Schema.optional("id", "of one that is there"),
                            Schema.optional("which", "to be removed").oneOf("last", "all"),
                            Slice.FROM,
                            Slice.AT_MOST)
                    .gives(
                            Schema.required("count", "how many there are"),
                            Schema.optional("text", "add: what was written"),
                            Schema.optional("id", "add: its id"),
                            Schema.optional("notes", "read: a line a note, the newest first"),
                            Schema.optional("ids", "read: a line a note"),
                            Schema.optional("written", "read: when, a line a note"),
                            Schema.optional("removed", "what was deleted"),
                            Schema.optional("cleared", "how many were deleted"))
                    .when(Map.of("action", "read"), Access.READ, Sensitivity.PERSONAL)
                    .when(
                            Map.of("action", "remove", "which", "all"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I delete all your notes?")
                    .when(
                            Map.of("action", "add"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "notes", Map.of("action", "remove", "id", "{id}")))
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(10))
                    .build();

    private final Keeper<Note> keeper;

    /**
     * @param notes opened when they are first asked
     */
    public NotesTool(Supplier<Notebook<Note>> notes) {
        this.keeper = new Keeper<>(notes, "notes");
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        return switch (arguments.required("action")) {
            case "add" -> {
                String text = text(arguments);
                yield keeper.once(circumstances, notes -> added(notes, text, circumstances));
            }
            case "read" -> {
                Slice<Note> slice = Slice.of(keeper.of(circumstances).reversed(), arguments);
                Map<String, String> result = new LinkedHashMap<>();
                slice.tell(result, "notes");
                result.put("written", slice.lines(note -> note.writtenAt().toString()));
                yield result;
            }
            case "remove" -> {
                Optional<String> id = arguments.optional("id");
                String which = id.isPresent() ? "" : arguments.required("which");
                if (which.equals("all")) {
                    yield keeper.once(circumstances, NotesTool::cleared);
                }
                if (id.isEmpty() && !which.equals("last")) {
                    throw Arguments.refused("I can delete your last note, or all.");
                }
                yield keeper.once(circumstances, notes -> removed(notes, id));
            }
            default -> throw Arguments.refused("I don't know how to do that with a note.");
        };
    }

    private static String text(Arguments arguments) throws ToolFailureException {
        String text = Line.of(arguments.required("text"), "a note", LONGEST_NOTE);
        if (text.isEmpty()) {
            throw Arguments.refused("I need to know the text for that.");
        }
        return text;
    }

    private static Notebook.Edited<Note> added(
            List<Note> notes, String text, Circumstances circumstances)
            throws ToolFailureException {
        if (notes.size() >= MOST_NOTES) {
            throw Arguments.refused("I can keep " + MOST_NOTES + " notes, and you have as many.");
        }
        Note note = new Note(circumstances.call().value() + ".0", text, circumstances.now());
        List<Note> after = new ArrayList<>(notes);
        after.add(note);
        return new Notebook.Edited<>(
                after,
                Map.of("text", text, "id", note.id(), "count", String.valueOf(after.size())));
    }

    private static Notebook.Edited<Note> cleared(List<Note> notes) {
        return new Notebook.Edited<>(
                List.of(), Map.of("cleared", String.valueOf(notes.size()), "count", "0"));
    }

    private static Notebook.Edited<Note> removed(List<Note> notes, Optional<String> id) {
        Optional<Note> gone =
                notes.reversed().stream()
                        .filter(note -> id.isEmpty() || note.id().equals(id.get()))
                        .findFirst();
        List<Note> after = new ArrayList<>(notes);
        gone.ifPresent(after::remove);
        return new Notebook.Edited<>(
                after,
                Map.of(
                        "removed",
                        gone.map(Note::text).orElse(""),
                        "count",
                        String.valueOf(after.size())));
    }
}
