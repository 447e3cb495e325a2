package dev.parley.app.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The properties that a tree of records declares, with the defaults that an instance of it has. */
final class PropertyTree {
    /** A record or a value in the tree. */
    sealed interface Node permits Group, Property {
        String path();
    }

    /** A record in the tree: its components are groups and properties. */
    record Group(String path, Record defaults, List<Node> members) implements Node {}

    private final Group root;
    private final Map<String, Property> properties = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException if a component has a type that can't be read, or two
     *     properties have the same name in the environment
     */
    PropertyTree(Record defaults) {
        root = group("", defaults);
        long variables = properties.values().stream().map(Property::variable).distinct().count();
        if (variables < properties.size()) {
            throw new IllegalArgumentException("two properties share an environment variable");
        }
    }

    Group root() {
        return root;
    }

    List<Property> properties() {
        return List.copyOf(properties.values());
    }

    Optional<Property> property(String path) {
        return Optional.ofNullable(properties.get(path));
    }

    List<String> pathsBelow(String path) {
        return properties.keySet().stream().filter(each -> each.startsWith(path + ".")).toList();
    }

    private Group group(String path, Record defaults) {
        List<Node> members = new ArrayList<>();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String name = kebab(component.getName());
            String below = path.isEmpty() ? name : path + "." + name;
            Object value = value(defaults, component);
            if (component.getType().isRecord()) {
                members.add(group(below, (Record) Objects.requireNonNull(value, below)));
            } else {
                Property property = Property.of(below, component, value);
                properties.put(below, property);
                members.add(property);
            }
        }
        return new Group(path, defaults, List.copyOf(members));
    }

    private static @org.jspecify.annotations.Nullable Object value(
            Record instance, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(instance);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code httpPort} as {@code http-port}. */
    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
