package dev.parley.connectors.reasoning.language;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a list as people say it: "milk, two eggs and bread". */
public final class SpokenList {
    private static final Pattern BETWEEN =
            Pattern.compile("\\s*(?:[,;]\\s*(?:(?:and|plus)\\s+)?|\\s(?:and|plus)\\s)\\s*");
    private static final Pattern EDGES =
            Pattern.compile("^(?:[\\s.,;:!?-]|(?:some|the|my) )+|[\\s.,;:!?]+$");
    private static final int MOST = 50;

    private SpokenList() {}

    /** The things in the list, none of them blank; at most {@value #MOST}. */
    public static List<String> of(String said) {
        return Arrays.stream(BETWEEN.split(said))
                .map(item -> EDGES.matcher(item).replaceAll(""))
                .map(String::strip)
                .filter(item -> item.codePoints().anyMatch(Character::isLetterOrDigit))
                .limit(MOST)
                .toList();
    }
}
