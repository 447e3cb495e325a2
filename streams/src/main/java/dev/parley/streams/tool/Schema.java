package dev.parley.streams.tool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call takes, or what comes of it: named texts. A part of JSON Schema (2020-12) that is
 * enough for that, since values are texts on their way.
 *
 * @param properties in the order in which they are shown
 */
public record Schema(List<Property> properties) {
    public Schema {
        properties = List.copyOf(properties);
        if (properties.stream().map(Property::name).distinct().count() < properties.size()) {
            throw new IllegalArgumentException("two properties have the same name");
        }
    }

    public static Schema of(Property... properties) {
        return new Schema(Arrays.asList(properties));
    }

    /** What a call can't do without, or a result always has. */
    public static Property required(String name, String description) {
        return new Property(name, description, true, List.of(), null, null);
    }

    public static Property optional(String name, String description) {
        return new Property(name, description, false, List.of(), null, null);
    }

    /**
     * @param choices the values that it can have; none for any
     * @param longest in characters; null for any
     * @param format of its text as JSON Schema names it, such as {@code duration}, {@code
     *     date-time}; null for none
     */
    public record Property(
            String name,
            String description,
            boolean required,
            List<String> choices,
            @Nullable Integer longest,
            @Nullable String format) {
        public Property {
            choices = List.copyOf(choices);
        }

        public Property oneOf(String... values) {
            return new Property(
                    name, description, required, Arrays.asList(values), longest, format);
        }

        public Property upTo(int characters) {
            return new Property(name, description, required, choices, characters, format);
        }

        public Property as(String named) {
            return new Property(name, description, required, choices, longest, named);
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "string");
            json.put("description", description);
            if (!choices.isEmpty()) {
                json.put("enum", choices);
            }
            if (longest != null) {
                json.put("maxLength", longest);
            }
            if (format != null) {
                json.put("format", format);
            }
            return json;
        }
    }

    public Optional<Property> property(String name) {
        return properties.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public List<String> required() {
        return properties.stream().filter(Property::required).map(Property::name).toList();
    }

    public List<String> optional() {
        return properties.stream().filter(each -> !each.required()).map(Property::name).toList();
    }

    /** As JSON Schema: maps, lists, texts, numbers and truths. */
    public Map<String, Object> json() {
        Map<String, Object> each = new LinkedHashMap<>();
        properties.forEach(property -> each.put(property.name(), property.json()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "object");
        json.put("properties", each);
        json.put("required", required());
        json.put("additionalProperties", false);
        return json;
    }
}
