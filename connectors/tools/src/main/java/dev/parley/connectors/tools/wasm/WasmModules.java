package dev.parley.connectors.tools.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.log.SystemLogger;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.parley.streams.tool.Output;
import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Runs WebAssembly modules. Safe for use by many threads. */
public final class WasmModules implements AutoCloseable {
    private static final String FOLDER = "/scratch";
    private static final int MOST_COMPILED = 64;
    private static final int STACK_BYTES = 1 << 20;
    private static final Output NOTHING = new Output(new byte[0]);

    private final Cache<String, Compiled> compiled =
            Caffeine.newBuilder().maximumSize(MOST_COMPILED).executor(Runnable::run).build();
    private final ExecutorService threads;

    private record Compiled(WasmModule module, Function<Instance, Machine> machine) {}

    /**
     * @param concurrent modules that run at once; more wait
     */
    public WasmModules(int concurrent) {
        threads =
                Executors.newFixedThreadPool(
                        concurrent,
                        work ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("wasm")
                                        .stackSize(STACK_BYTES)
                                        .unstarted(work));
    }

    /**
     * Compiles a module, unless it was, and keeps it.
     *
     * @throws IllegalArgumentException if it isn't one that can be run
     */
    public void prepare(byte[] module) {
        compiled(module);
    }

    /**
     * Runs a module's {@code _start} with arguments.
     *
     * @param name what it is told to be called: its argument 0
     * @return its exit status and what it printed; {@link Ending#KILLED} if it trapped, wanted more
     *     stack than there is or asked for what a module can't have
     * @throws IllegalArgumentException if it isn't one that can be run
     * @throws InterruptedException if the thread is interrupted; the module is then ended
     */
    public Outcome run(byte[] module, String name, List<String> arguments, ModuleLimits limits)
            throws InterruptedException {
        Compiled ready = compiled(module);
        BoundedOutput output = new BoundedOutput(limits.outputBytes());
        Future<Outcome> running = threads.submit(() -> run(ready, name, arguments, limits, output));
        try {
            return running.get(limits.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome(Ending.TIMED_OUT, -1, NOTHING, NOTHING);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a module can't be run", e.getCause());
        } finally {
            running.cancel(true);
        }
    }

    private static Outcome run(
            Compiled ready,
            String name,
            List<String> arguments,
            ModuleLimits limits,
            BoundedOutput output) {
        List<String> argv = new ArrayList<>();
        argv.add(name);
        argv.addAll(arguments);
        BoundedOutput complaint = new BoundedOutput(limits.outputBytes());
        try (FileSystem files = files(limits);
                WasiPreview1 wasi = wasi(files, argv, output, complaint)) {
            start(ready, limits, wasi);
            return new Outcome(Ending.EXITED, 0, output.output(), complaint.output());
        } catch (WasiExitException exit) {
            return new Outcome(Ending.EXITED, exit.exitCode(), output.output(), complaint.output());
        } catch (BoundedOutput.Overflow flood) {
            return new Outcome(Ending.TOO_MUCH_OUTPUT, -1, output.output(), complaint.output());
        } catch (ChicoryInterruptedException interrupted) {
            return new Outcome(Ending.TIMED_OUT, -1, NOTHING, NOTHING);
        } catch (ChicoryException | StackOverflowError trap) {
            return new Outcome(Ending.KILLED, -1, output.output(), complaint.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Compiled ready, ModuleLimits limits, WasiPreview1 wasi) {
        Instance.builder(ready.module())
                .withImportValues(
                        ImportValues.builder().addFunction(wasi.toHostFunctions()).build())
                .withMachineFactory(ready.machine())
                .withMemoryLimits(memory(ready.module(), limits))
                .withStart(false)
                .build()
                .export("_start")
                .apply();
    }

    /** Its own limits, no higher than ours. */
    private static MemoryLimits memory(WasmModule module, ModuleLimits limits) {
        MemoryLimits own =
                module.memorySection()
                        .filter(section -> section.memoryCount() > 0)
                        .map(section -> section.getMemory(0).limits())
                        .orElseGet(() -> new MemoryLimits(0, 0));
        if (own.initialPages() > limits.pages()) {
            throw new ChicoryException("the module wants more memory than it may have");
        }
        return new MemoryLimits(own.initialPages(), Math.min(own.maximumPages(), limits.pages()));
    }

    private static WasiPreview1 wasi(
            FileSystem files, List<String> argv, BoundedOutput output, BoundedOutput complaint)
            throws IOException {
        Path folder = Files.createDirectory(files.getPath(FOLDER));
        return WasiPreview1.builder()
                .withLogger(new SystemLogger())
                .withOptions(
                        WasiOptions.builder()
                                .withArguments(argv)
                                .withStdin(new ByteArrayInputStream(new byte[0]), false)
                                .withStdout(output, false)
                                .withStderr(complaint, false)
                                .withDirectory(FOLDER, folder)
                                .build())
                .build();
    }

    private static FileSystem files(ModuleLimits limits) {
        return Jimfs.newFileSystem(
                Configuration.unix().toBuilder()
                        .setMaxSize(limits.fileBytes())
                        .setWorkingDirectory("/")
                        .build());
    }

    private Compiled compiled(byte[] module) {
        return compiled.get(digest(module), missing -> compile(module));
    }

    private static Compiled compile(byte[] bytes) {
        try {
            WasmModule module = Parser.parse(bytes);
            Function<Instance, Machine> machine =
                    MachineFactoryCompiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.SILENT)
                            .compile();
            return new Compiled(module, machine);
        } catch (ChicoryException e) {
            throw new IllegalArgumentException("not a WebAssembly module that can be run", e);
        }
    }

    private static String digest(byte[] module) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
