package dev.parley.app.config;

import dev.parley.connectors.tools.files.FilesConfig;
import dev.parley.connectors.tools.sandbox.SandboxConfig;
import dev.parley.connectors.tools.system.ProgramsConfig;
import dev.parley.connectors.tools.weather.WeatherConfig;
import dev.parley.streams.stage.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How often tools may be used, what they may ask outside, and what of this machine they reach. */
public record ToolsConfig(
        @Setting("calls of one tool that a user has in a window") int callsPerWindow,
        @Setting("the window in which calls are counted") Duration window,
        @Setting("calls of all tools that a user has in a window, at least those of one")
                int callsOfAllTools,
        RoleDefaults roles,
        WeatherConfig weather,
        FilesConfig files,
        @Setting("the YAML file of approved programs (docs/sandbox.md); if not set, none")
                @Nullable Path actions,
        @Setting("the YAML file of approved scripts; if not set, none") @Nullable Path scripts,
        @Setting("the YAML file of approved WebAssembly modules; if not set, none")
                @Nullable Path modules,
        SandboxConfig sandbox) {
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

    /** What of this machine tools reach. */
    public ProgramsConfig programs() {
        Path disk = Path.of(System.getProperty("java.io.tmpdir"));
        return new ProgramsConfig(files, actions, scripts, modules, sandbox, disk);
    }

    public static ToolsConfig defaults() {
        return new ToolsConfig(
                100,
                Duration.ofHours(1),
                1000,
                RoleDefaults.defaults(),
                WeatherConfig.defaults(),
                FilesConfig.defaults(),
                null,
                null,
                null,
                SandboxConfig.defaults());
    }
}
