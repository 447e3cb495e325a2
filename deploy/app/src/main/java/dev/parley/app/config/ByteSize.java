package dev.parley.app.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes with their magnitude: decimal (kB, MB, GB) or binary (KiB, MiB, GiB). */
final class ByteSize {
    static final String ALLOWED = "a number of bytes such as 4096, 64KiB or 256MB";

    private static final Pattern TEXT = Pattern.compile("(\\d+)\\s*([kmgt]?)(i?)(b?)");
    private static final String MAGNITUDES = "kmgt";

    private ByteSize() {}

    /**
     * @throws IllegalArgumentException if the text is no number of bytes
     * @throws ArithmeticException if there are too many of them
     */
    static long parse(String text) {
        Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT).replace("_", ""));
        if (!parts.matches()) {
            throw new IllegalArgumentException("no number of bytes");
        }
        long bytes = Long.parseLong(parts.group(1));
        int step = parts.group(3).isEmpty() ? 1000 : 1024;
        int steps = parts.group(2).isEmpty() ? 0 : MAGNITUDES.indexOf(parts.group(2)) + 1;
        for (int i = 0; i < steps; i++) {
            bytes = Math.multiplyExact(bytes, step);
        }
        return bytes;
    }

    /** In the magnitude that says it exactly and shortest. */
    static String show(Object value) {
        long bytes = ((Number) value).longValue();
        String decimal = show(bytes, 1000, "kMGT", "B");
        String binary = show(bytes, 1024, "KMGT", "iB");
        return binary.length() < decimal.length() ? binary : decimal;
    }

    private static String show(long bytes, int step, String magnitudes, String end) {
        int steps = 0;
        while (bytes > 0 && bytes % step == 0 && steps < magnitudes.length()) {
            bytes /= step;
            steps++;
        }
        return steps == 0 ? bytes + "B" : bytes + magnitudes.substring(steps - 1, steps) + end;
    }
}
