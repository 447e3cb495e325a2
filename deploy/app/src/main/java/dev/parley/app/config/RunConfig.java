package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code parley run} runs in this process. */
public record RunConfig(
        @Setting("the stages that this process runs; parley run --help lists them")
                List<String> stages,
        @Setting("the roles whose stages this process runs") List<String> roles,
        @Setting(
                        "the name of this process in its groups: its own, and the same after a"
                                + " restart; host name and role if not set")
                @Nullable String instance,
        @Setting("the address on which its health is told") String healthHost,
        @Setting(value = "the port on which its health is told; 0 for any that is free")
                int healthPort) {
    public RunConfig {
        stages = List.copyOf(stages);
        roles = List.copyOf(roles);
        if (instance != null && !instance.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "instance must be 1 to 100 letters, digits, dots, dashes");
        }
        if (healthPort < 0 || healthPort > 65_535) {
            throw new IllegalArgumentException("health-port must be 0 to 65535");
        }
    }

    public static RunConfig defaults() {
        return new RunConfig(List.of(), List.of(), null, "127.0.0.1", 0);
    }
}
