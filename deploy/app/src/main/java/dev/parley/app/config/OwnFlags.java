package dev.parley.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command's own flags say, by property; a flag that wasn't given says nothing. */
public final class OwnFlags {
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param value null if the flag wasn't given
     */
    public OwnFlags put(String property, @Nullable Object value) {
        if (value != null) {
            values.put(property, value.toString());
        }
        return this;
    }

    public OwnFlags putAll(Map<String, String> others) {
        values.putAll(others);
        return this;
    }

    /** For {@link ConfigurationOptions#load(Map)}. */
    public Map<String, String> byProperty() {
        return values;
    }
}
