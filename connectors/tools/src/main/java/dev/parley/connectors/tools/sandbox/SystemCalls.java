package dev.parley.connectors.tools.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The kernel's system calls and what a sandboxed program gets for an answer: {@code
 * system-calls.tsv}, with a name, its number on x86-64 and on aarch64 ({@code -} where there is
 * none), and an {@link Answer}.
 */
final class SystemCalls {
    /** What a call gets for an answer. */
    enum Answer {
        ALLOW,
        /** Allowed with a network, else as if it weren't known. */
        NETWORK,
        /** Refused, in a way that programs know how to live with. */
        EPERM,
        /** As on a kernel that doesn't have it, so that libraries fall back. */
        ENOSYS,
        /** Decided by an argument. */
        CHECKED,
        /** The program is ended: none that means well asks for it. */
        KILL
    }

    /**
     * @param numbers on each architecture, in the order of {@link Architecture}
     */
    record Entry(String name, List<OptionalInt> numbers, Answer answer) {
        OptionalInt number(Architecture architecture) {
            return numbers.get(architecture.ordinal());
        }
    }

    private static final List<Entry> ENTRIES = read();

    private SystemCalls() {}

    static List<Entry> entries() {
        return ENTRIES;
    }

    /**
     * @throws IllegalArgumentException if the architecture has no such call
     */
    static int number(Architecture architecture, String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> entry.number(architecture))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(architecture + " has no call " + name));
    }

    /** The highest number that the table knows. */
    static int newest(Architecture architecture) {
        return ENTRIES.stream()
                .map(entry -> entry.number(architecture))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .max()
                .orElseThrow();
    }

    private static List<Entry> read() {
        try (InputStream table = SystemCalls.class.getResourceAsStream("system-calls.tsv")) {
            String text =
                    new String(
                            Objects.requireNonNull(table, "system-calls.tsv").readAllBytes(),
                            StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(SystemCalls::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        String[] columns = line.split("\t");
        List<OptionalInt> numbers =
                List.of(Architecture.values()).stream()
                        .map(each -> columns[each.column])
                        .map(
                                text ->
                                        text.equals("-")
                                                ? OptionalInt.empty()
                                                : OptionalInt.of(Integer.parseInt(text)))
                        .toList();
        return new Entry(columns[0], numbers, Answer.valueOf(columns[3].toUpperCase(Locale.ROOT)));
    }
}
