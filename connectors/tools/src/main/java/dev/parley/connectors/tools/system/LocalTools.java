package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.files.FileListTool;
import dev.parley.connectors.tools.files.FileReadTool;
import dev.parley.connectors.tools.sandbox.ProvenSandbox;
import dev.parley.connectors.tools.sandbox.SandboxConfig;
import dev.parley.connectors.tools.system.ProgramsFile.Kind;
import dev.parley.connectors.tools.wasm.FactorsTool;
import dev.parley.connectors.tools.wasm.ModuleLimits;
import dev.parley.connectors.tools.wasm.WasmModules;
import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import dev.parley.streams.tool.ToolSandbox.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools that reach this machine: files of the allowed folder, approved programs, computations
 * and how the machine does. The sandbox is opened, and its walls tried, when {@link #prove} is
 * called or a program is first to be run in it.
 */
public final class LocalTools implements AutoCloseable {
    private final SandboxConfig config;
    private final WasmModules modules;
    private final List<Tool> tools;
    private final boolean needsWalls;
    private @Nullable ProvenSandbox sandbox;

    /**
     * @throws IllegalArgumentException if a file of approved programs can't be read
     */
    public LocalTools(ProgramsConfig programs) {
        this.config = programs.sandbox();
        List<ApprovedProgram> actions = read(programs.actions(), Kind.ACTIONS);
        List<ApprovedProgram> scripts = read(programs.scripts(), Kind.SCRIPTS);
        List<ApprovedProgram> computations = read(programs.modules(), Kind.MODULES);
        this.needsWalls =
                !scripts.isEmpty() || actions.stream().anyMatch(action -> !action.desktop());
        this.modules = new WasmModules(config.concurrent());
        Profile usual = config.profile();
        List<Tool> all = new ArrayList<>();
        all.add(new SystemStatusTool(programs.disk()));
        all.add(new FactorsTool(modules));
        Path folder = programs.files().folder();
        if (folder != null) {
            all.add(new FileListTool(folder, programs.files().most()));
            all.add(new FileReadTool(folder, programs.files().longest()));
        }
        for (ApprovedProgram action : actions) {
            all.add(new ActionTool(action, this::run, usual));
        }
        for (ApprovedProgram script : scripts) {
            all.add(new ScriptTool(script, this::run, usual));
        }
        ModuleLimits limits =
                new ModuleLimits(
                        Math.min(config.memory(), 1L << 31),
                        config.scratch(),
                        config.output(),
                        config.limit());
        for (ApprovedProgram computation : computations) {
            all.add(new ModuleTool(computation, modules, limits));
        }
        this.tools = List.copyOf(all);
    }

    public List<Tool> tools() {
        return tools;
    }

    /** Begins to try the sandbox's walls, if a tool needs them. */
    public void prove() {
        if (needsWalls) {
            ProvenSandbox unused = sandbox();
        }
    }

    private Outcome run(Command command, Profile profile)
            throws SandboxUnavailableException, InterruptedException {
        return sandbox().run(command, profile);
    }

    private synchronized ProvenSandbox sandbox() {
        ProvenSandbox opened = sandbox;
        if (opened == null) {
            opened = ProvenSandbox.open(config);
            sandbox = opened;
        }
        return opened;
    }

    private static List<ApprovedProgram> read(@Nullable Path file, Kind kind) {
        return file == null ? List.of() : ProgramsFile.read(file, kind);
    }

    @Override
    public synchronized void close() {
        modules.close();
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
