package dev.parley.app.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a text. All parts must hold; blanks count as one, and case counts only where the
 * text must be exactly so.
 *
 * @param contains all of them
 * @param any one of them at least
 * @param none not one of them
 * @param matches found somewhere in the text
 * @param exactly the whole text
 */
record TextMatch(
        List<String> contains,
        List<String> any,
        List<String> none,
        @Nullable Pattern matches,
        @Nullable String exactly,
        @Nullable BigDecimal atLeast,
        @Nullable BigDecimal atMost,
        boolean absent) {
    static final TextMatch ANY =
            new TextMatch(List.of(), List.of(), List.of(), null, null, null, null, false);

    static TextMatch containing(List<String> parts) {
        return new TextMatch(parts, List.of(), List.of(), null, null, null, null, false);
    }

    static TextMatch exactly(String text) {
        return new TextMatch(List.of(), List.of(), List.of(), null, text, null, null, false);
    }

    /**
     * @param text null for what isn't there
     */
    boolean fits(@Nullable String text) {
        if (text == null) {
            return absent;
        }
        String found = plain(text);
        String lower = found.toLowerCase(Locale.ROOT);
        return !absent
                && contains.stream().allMatch(part -> lower.contains(lower(part)))
                && (any.isEmpty() || any.stream().anyMatch(part -> lower.contains(lower(part))))
                && none.stream().noneMatch(part -> lower.contains(lower(part)))
                && (matches == null || matches.matcher(found).find())
                && (exactly == null || found.equals(plain(exactly)))
                && within(found);
    }

    private boolean within(String text) {
        if (atLeast == null && atMost == null) {
            return true;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return (atLeast == null || number.compareTo(atLeast) >= 0)
                    && (atMost == null || number.compareTo(atMost) <= 0);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String lower(String text) {
        return plain(text).toLowerCase(Locale.ROOT);
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** As the end of a sentence: {@code containing "minutes"}; empty if anything fits. */
    String described() {
        List<String> parts = new ArrayList<>();
        if (!contains.isEmpty()) {
            parts.add("containing " + quoted(contains, " and "));
        }
        if (!any.isEmpty()) {
            parts.add("containing " + quoted(any, " or "));
        }
        if (!none.isEmpty()) {
            parts.add("without " + quoted(none, " and "));
        }
        if (matches != null) {
            parts.add("matching /" + matches.pattern() + "/");
        }
        if (exactly != null) {
            parts.add("exactly \"" + exactly + "\"");
        }
        if (atLeast != null) {
            parts.add("at least " + atLeast.toPlainString());
        }
        if (atMost != null) {
            parts.add("at most " + atMost.toPlainString());
        }
        if (absent) {
            parts.add("absent");
        }
        return String.join(", ", parts);
    }

    private static String quoted(List<String> texts, String between) {
        return String.join(between, texts.stream().map(each -> "\"" + each + "\"").toList());
    }
}
