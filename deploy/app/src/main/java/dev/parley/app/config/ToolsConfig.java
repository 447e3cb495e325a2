package dev.parley.app.config;

import dev.parley.connectors.tools.weather.WeatherConfig;
import dev.parley.streams.stage.Setting;
import java.time.Duration;

/** How often tools may be used, and what they may ask outside. */
public record ToolsConfig(
        @Setting("calls of one tool that a user has in a window") int callsPerWindow,
        @Setting("the window in which calls are counted") Duration window,
        @Setting("calls of all tools that a user has in a window, at least those of one")
                int callsOfAllTools,
        RoleDefaults roles,
        WeatherConfig weather) {
    public ToolsConfig {
        if (callsPerWindow < 1) {
            throw new IllegalArgumentException("calls-per-window must be at least 1");
        }
        if (callsOfAllTools < 1) {
            throw new IllegalArgumentException("calls-of-all-tools must be at least 1");
        }
        if (window.toSeconds() < 1) {
            throw new IllegalArgumentException("window must be at least 1 s");
        }
    }

    public static ToolsConfig defaults() {
        return new ToolsConfig(
                100, Duration.ofHours(1), 1000, RoleDefaults.defaults(), WeatherConfig.defaults());
    }
}
