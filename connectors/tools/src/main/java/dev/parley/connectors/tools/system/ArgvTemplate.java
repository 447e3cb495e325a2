package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.ToolFailureException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line with places: {@code {name}} stands for what was said, in one element and never in
 * two. What is said must match its place's pattern as a whole, and can't turn an element into an
 * option that wasn't one.
 *
 * @param elements with their places
 * @param patterns what may stand in each place
 */
public record ArgvTemplate(List<String> elements, Map<String, Pattern> patterns) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_]{0,39})}");
    private static final int LONGEST_VALUE = 1_000;

    /**
     * @throws IllegalArgumentException if a place has no pattern or a pattern no place
     */
    public ArgvTemplate {
        elements = List.copyOf(elements);
        patterns = Map.copyOf(patterns);
        Set<String> places = places(elements);
        if (!places.equals(patterns.keySet())) {
            throw new IllegalArgumentException(
                    "argv has the places %s but there are patterns for %s"
                            .formatted(places, patterns.keySet()));
        }
    }

    /** The names of the places, in their order. */
    public List<String> places() {
        return List.copyOf(places(elements));
    }

    /**
     * The command line with what was said.
     *
     * @throws ToolFailureException if something is missing or may not stand in its place
     */
    public List<String> filled(Map<String, String> slots) throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        List<String> argv = new ArrayList<>();
        for (String element : elements) {
            argv.add(filled(element, arguments));
        }
        return argv;
    }

    private String filled(String element, Arguments arguments) throws ToolFailureException {
        StringBuilder filled = new StringBuilder();
        Matcher place = PLACE.matcher(element);
        int at = 0;
        while (place.find()) {
            filled.append(element, at, place.start()).append(value(place.group(1), arguments));
            at = place.end();
        }
        filled.append(element, at, element.length());
        if (filled.indexOf("-") == 0 && !element.startsWith("-")) {
            throw Arguments.refused("I can't pass that on, since it begins with a dash.");
        }
        return filled.toString();
    }

    private String value(String name, Arguments arguments) throws ToolFailureException {
        String value = arguments.required(name);
        Pattern pattern = patterns.get(name);
        if (pattern == null
                || value.length() > LONGEST_VALUE
                || value.chars().anyMatch(Character::isISOControl)
                || !pattern.matcher(value).matches()) {
            throw Arguments.refused(
                    "%s is nothing I may use for the %s."
                            .formatted(Arguments.echo(value), Arguments.spoken(name)));
        }
        return value;
    }

    private static Set<String> places(List<String> elements) {
        Set<String> places = new LinkedHashSet<>();
        for (String element : elements) {
            Matcher place = PLACE.matcher(element);
            while (place.find()) {
                places.add(place.group(1));
            }
        }
        return places;
    }
}
