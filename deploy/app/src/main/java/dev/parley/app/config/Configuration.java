package dev.parley.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tree of configuration records, filled, and where each value came from.
 *
 * @param root the filled records
 * @param entries one per property, in the order of the tree
 */
public record Configuration<T extends Record>(T root, List<Entry> entries) {
    /**
     * A property with its value.
     *
     * @param value for people's eyes; a secret is not in it
     * @param defaultValue the same of the default
     * @param unit of a number, or an empty text
     * @param source {@code default}, or where the value was written
     * @param variable the environment variable that sets it
     */
    public record Entry(
            String property,
            String value,
            String defaultValue,
            String unit,
            String source,
            String description,
            String variable,
            boolean secret) {}

    /**
     * Fills the tree: the defaults, overridden by each source in turn.
     *
     * @throws ConfigurationException that says all that is wrong
     */
    static <T extends Record> Configuration<T> load(T defaults, List<Source> sources) {
        var filling = new Filling(new PropertyTree(defaults));
        sources.forEach(filling::read);
        Record root = filling.fill(filling.tree.root());
        if (!filling.problems.isEmpty()) {
            throw new ConfigurationException(filling.problems);
        }
        @SuppressWarnings("unchecked") // filled from an instance of the same class
        T filled = (T) root;
        return new Configuration<>(filled, filling.entries());
    }

    private static final class Filling {
        private static final String DEFAULT = "default";

        private final PropertyTree tree;
        private final Map<String, Given> given = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Filling(PropertyTree tree) {
            this.tree = tree;
        }

        void read(Source source) {
            for (Given found : source.read(tree, problems::add)) {
                if (tree.property(found.path()).isPresent()) {
                    given.put(found.path(), found);
                } else {
                    refuse(found);
                }
            }
        }

        private void refuse(Given found) {
            List<String> below = tree.pathsBelow(found.path());
            if (below.isEmpty()) {
                List<String> names = tree.properties().stream().map(Property::path).toList();
                problems.add(
                        "there is no property %s (%s)%s"
                                .formatted(
                                        found.path(),
                                        found.origin(),
                                        NearestName.among(names)
                                                .to(found.path())
                                                .map("; did you mean %s?"::formatted)
                                                .orElse("; parley config lists them all")));
            } else if (found.sequence() || !found.text().getFirst().isEmpty()) {
                problems.add(
                        "%s (%s) holds properties, not a value: %s"
                                .formatted(found.path(), found.origin(), String.join(", ", below)));
            }
        }

        Record fill(PropertyTree.Group group) {
            List<@Nullable Object> members = new ArrayList<>();
            for (PropertyTree.Node member : group.members()) {
                members.add(
                        switch (member) {
                            case PropertyTree.Group nested -> fill(nested);
                            case Property property -> value(property);
                        });
            }
            return construct(group, members);
        }

        private @Nullable Object value(Property property) {
            Object value = property.defaultValue();
            Given written = given.get(property.path());
            if (written != null) {
                try {
                    value = property.type().parse(written);
                } catch (IllegalArgumentException malformed) {
                    problems.add(
                            "%s is %s (%s) but must be %s"
                                    .formatted(
                                            property.path(),
                                            property.show(written),
                                            written.origin(),
                                            property.type().allowed()));
                }
            }
            values.put(property.path(), value);
            return value;
        }

        private Record construct(PropertyTree.Group group, List<@Nullable Object> members) {
            Class<? extends Record> type = group.defaults().getClass();
            try {
                Constructor<? extends Record> constructor =
                        type.getDeclaredConstructor(
                                Arrays.stream(type.getRecordComponents())
                                        .map(RecordComponent::getType)
                                        .toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return constructor.newInstance(members.toArray());
            } catch (InvocationTargetException refused) {
                problems.add(refusal(group, refused.getTargetException()));
                return group.defaults();
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(type + " is no record to be filled", impossible);
            }
        }

        /**
         * Names the properties that the record complains of; if it names none, those that were set.
         */
        private String refusal(PropertyTree.Group group, Throwable cause) {
            String complaint = String.valueOf(cause.getMessage());
            List<Property> members =
                    group.members().stream()
                            .flatMap(
                                    node ->
                                            node instanceof Property property
                                                    ? Stream.of(property)
                                                    : Stream.empty())
                            .toList();
            List<Property> blamed =
                    members.stream().filter(property -> isNamed(property, complaint)).toList();
            if (blamed.isEmpty()) {
                blamed =
                        members.stream()
                                .filter(property -> given.containsKey(property.path()))
                                .toList();
            }
            String named =
                    blamed.stream()
                            .map(
                                    property ->
                                            "%s is %s (%s)"
                                                    .formatted(
                                                            property.path(),
                                                            property.show(
                                                                    values.get(property.path())),
                                                            source(property)))
                            .collect(Collectors.joining(", "));
            return (named.isEmpty() ? group.path() : named) + ": " + complaint;
        }

        private static boolean isNamed(Property property, String complaint) {
            String last = property.path().substring(property.path().lastIndexOf('.') + 1);
            return Stream.of(property.component(), last)
                    .anyMatch(
                            name ->
                                    (" " + complaint + " ")
                                            .matches("(?s).*[^\\w-]" + name + "[^\\w-].*"));
        }

        private String source(Property property) {
            return Optional.ofNullable(given.get(property.path()))
                    .map(Given::origin)
                    .orElse(DEFAULT);
        }

        List<Entry> entries() {
            return tree.properties().stream()
                    .map(
                            property ->
                                    new Entry(
                                            property.path(),
                                            property.show(values.get(property.path())),
                                            property.show(property.defaultValue()),
                                            property.unit(),
                                            source(property),
                                            property.description(),
                                            property.variable(),
                                            property.secret()))
                    .toList();
        }
    }
}
