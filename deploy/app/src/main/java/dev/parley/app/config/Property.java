package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the tree.
 *
 * @param path where it stands: {@code gateway.http-port}
 * @param unit of a number, or an empty text
 */
record Property(
        String path,
        String component,
        ValueType type,
        String unit,
        String description,
        boolean secret,
        @Nullable Object defaultValue)
        implements PropertyTree.Node {
    private static final String REDACTED = "(secret)";

    static Property of(String path, RecordComponent component, @Nullable Object defaultValue) {
        Optional<Setting> setting = Optional.ofNullable(component.getAnnotation(Setting.class));
        String unit = setting.map(Setting::unit).orElse("");
        ValueType type = ValueType.of(component.getGenericType(), unit);
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            type = ValueType.nullable(type);
        }
        return new Property(
                path,
                component.getName(),
                type,
                unit.isEmpty() ? type.unit() : unit,
                setting.map(Setting::value).orElse(""),
                setting.map(Setting::secret).orElse(false),
                defaultValue);
    }

    String variable() {
        return Environment.variable(path);
    }

    /** The value for people's eyes. */
    String show(@Nullable Object value) {
        String shown = type.show(value);
        return secret && !shown.isEmpty() ? REDACTED : shown;
    }

    /** What somebody wrote, for people's eyes. */
    String show(Given given) {
        return secret ? REDACTED : given.shown();
    }
}
