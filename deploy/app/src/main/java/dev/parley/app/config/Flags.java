package dev.parley.app.config;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Values from the command line.
 *
 * @param values a text for each path
 * @param name the flag that sets them, such as {@code --set}
 */
record Flags(Map<String, String> values, String name) implements Source {
    @Override
    public List<Given> read(PropertyTree tree, Consumer<String> problems) {
        return values.entrySet().stream()
                .map(value -> Given.scalar(value.getKey(), value.getValue(), "flag " + name))
                .toList();
    }
}
