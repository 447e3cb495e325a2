package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The entries that a call wants to read: {@code most} from {@code from} on, counted from 0.
 *
 * @param all how many there are
 */
record Slice<E extends Entry>(List<E> entries, int all) {
    static final Schema.Property FROM = Schema.optional("from", "the first to be read, from 0");
    static final Schema.Property AT_MOST = Schema.optional("most", "how many are read");

    /** Keeps a result small enough for a record of the log. */
    static final int MOST = 100;

    static <E extends Entry> Slice<E> of(List<E> all, Arguments arguments)
            throws ToolFailureException {
        int from = Math.min(number(arguments.optional("from"), 0), all.size());
        int most = Math.min(number(arguments.optional("most"), MOST), MOST);
        return new Slice<>(all.subList(from, Math.min(all.size(), from + most)), all.size());
    }

    /** Puts {@code count}, {@code ids} and the texts into a result, a line an entry. */
    void tell(Map<String, String> result, String texts) {
        result.put("count", String.valueOf(all));
        result.put("ids", lines(Entry::id));
        result.put(texts, lines(Entry::text));
    }

    String lines(Function<E, String> each) {
        return entries.stream().map(each).collect(Collectors.joining("\n"));
    }

    private static int number(Optional<String> digits, int otherwise) throws ToolFailureException {
        if (digits.isEmpty()) {
            return otherwise;
        }
        if (!digits.get().matches("[0-9]{1,9}")) {
            throw Arguments.refused("I didn't understand how many to read.");
        }
        return Integer.parseInt(digits.get());
    }
}
