package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The user's notes.
 *
 * <p>Arguments: {@code action}; {@code text} for a new note, {@code id} or {@code which} ({@code
 * last}) for one that is there. The actions and their results:
 *
 * <ul>
 *   <li>{@code add}: {@code text}, {@code id}
 *   <li>{@code read}, the newest first: {@code notes}, {@code ids}, {@code written} (ISO-8601), a
 *       line a note; {@code from} and {@code most} as {@link Slice} has them
 *   <li>{@code remove}: {@code removed}, empty if there is no such note
 * </ul>
 *
 * Each also tells the {@code count} of notes.
 */
public final class NotesTool implements Tool {
    static final int LONGEST_NOTE = 1_000;
    static final int MOST_NOTES = 1_000;

    private static final Descriptor DESCRIPTOR =
            new Descriptor(
                    "notes",
                    "Keeps the user's notes.",
                    List.of("action"),
                    Stream.concat(Stream.of("text", "id", "which"), Slice.ARGUMENTS.stream())
                            .toList(),
                    Access.WRITE,
                    false,
                    true,
                    Duration.ofSeconds(10));

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
                if (id.isEmpty() && !arguments.required("which").equals("last")) {
                    throw Arguments.refused("I can delete your last note.");
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
