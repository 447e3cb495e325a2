package dev.parley.connectors.tools.system;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Output;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program outside of the sandbox, for the desktop: with Parley's own rights, an empty environment
 * but for what its entry keeps, nothing to read and nobody who reads what it prints. What it leaves
 * running (an application that it opened) goes on.
 */
final class DesktopProcess {
    private static final int SIGNALLED = 128;
    private static final Output NOTHING = new Output(new byte[0]);

    private DesktopProcess() {}

    static Outcome run(List<String> argv, List<String> environment, Duration limit)
            throws ToolFailureException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        Set<String> kept = new HashSet<>(environment);
        kept.add("PATH");
        builder.environment().keySet().retainAll(kept);
        builder.directory(new File("/"));
        builder.redirectInput(Redirect.from(new File("/dev/null")));
        builder.redirectOutput(Redirect.DISCARD);
        builder.redirectError(Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ToolFailureException(Reason.FAULT, "There is no such program here.");
        }
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        if (!ended) {
            return new Outcome(Ending.TIMED_OUT, -1, NOTHING, NOTHING);
        }
        int status = process.exitValue();
        return new Outcome(
                status > SIGNALLED ? Ending.KILLED : Ending.EXITED, status, NOTHING, NOTHING);
    }
}
