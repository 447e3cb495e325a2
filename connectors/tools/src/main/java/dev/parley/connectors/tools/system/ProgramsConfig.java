package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.files.FilesConfig;
import dev.parley.connectors.tools.sandbox.SandboxConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which files and programs of this machine are tools.
 *
 * @param actions approved programs of this machine, a YAML file; null for none
 * @param scripts approved scripts, a YAML file; null for none
 * @param modules approved WebAssembly modules, a YAML file; null for none
 * @param disk a path on the disk whose room is told
 */
public record ProgramsConfig(
        FilesConfig files,
        @Nullable Path actions,
        @Nullable Path scripts,
        @Nullable Path modules,
        SandboxConfig sandbox,
        Path disk) {}
