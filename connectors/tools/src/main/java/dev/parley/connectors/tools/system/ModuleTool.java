package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.wasm.ModuleLimits;
import dev.parley.connectors.tools.wasm.WasmModules;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs an approved WebAssembly module with the content that was approved. Arguments: its places.
 * Result: {@code output}, what it printed.
 */
public final class ModuleTool implements Tool {
    private final ApprovedProgram program;
    private final Path path;
    private final String sha256;
    private final WasmModules modules;
    private final ModuleLimits limits;
    private final Descriptor descriptor;

    /**
     * @param usual what a module gets that asks for nothing
     */
    public ModuleTool(ApprovedProgram program, WasmModules modules, ModuleLimits usual) {
        this.program = program;
        this.path = Objects.requireNonNull(program.path());
        this.sha256 = Objects.requireNonNull(program.sha256());
        this.modules = modules;
        this.limits =
                new ModuleLimits(
                        usual.memoryBytes(),
                        usual.fileBytes(),
                        usual.outputBytes(),
                        program.limit(usual.limit()));
        this.descriptor = program.descriptor(usual.limit(), "webassembly");
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        List<String> arguments = program.argv().filled(slots);
        byte[] content = ApprovedContent.read(program.name(), path, sha256);
        try {
            Outcome outcome = modules.run(content, program.name(), arguments, limits);
            return ProgramAnswer.of(program.name(), outcome, false);
        } catch (IllegalArgumentException e) {
            throw new ToolFailureException(Reason.FAULT, "That's no computation I can run.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailureException(
                    Reason.TIMED_OUT, "That took too long, so I stopped it.");
        }
    }
}
