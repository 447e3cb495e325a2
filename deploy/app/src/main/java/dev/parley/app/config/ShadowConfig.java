package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Second implementations that run on live traffic beside the first, to be compared with it. */
public record ShadowConfig(
        @Setting("a second classifier of intents, heard by nobody: rules or examples")
                @Nullable String intent) {
    private static final Set<String> CLASSIFIERS = Set.of("rules", "examples");

    public ShadowConfig {
        if (intent != null && !CLASSIFIERS.contains(intent)) {
            throw new IllegalArgumentException("intent must be rules or examples");
        }
    }

    public static ShadowConfig defaults() {
        return new ShadowConfig(null);
    }
}
