package dev.parley.connectors.tools.system;

import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox;
import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import dev.parley.streams.tool.ToolSandbox.Profile;
import java.util.List;
import java.util.Map;

/**
 * Runs an approved program of this machine: in the sandbox, or, where it must reach the desktop,
 * outside of it. Arguments: its places. Result: {@code output}, what it printed in the sandbox,
 * else {@code done}.
 */
public final class ActionTool implements Tool {
    private final ApprovedProgram action;
    private final ToolSandbox sandbox;
    private final Profile profile;
    private final Descriptor descriptor;

    /**
     * @param usual what a program gets that asks for nothing
     */
    public ActionTool(ApprovedProgram action, ToolSandbox sandbox, Profile usual) {
        this.action = action;
        this.sandbox = sandbox;
        this.profile = ProgramProfile.of(action, usual);
        this.descriptor = action.descriptor(usual.limit(), action.desktop() ? null : "bubblewrap");
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        List<String> argv = action.argv().filled(slots);
        try {
            if (action.desktop()) {
                Outcome outcome = DesktopProcess.run(argv, action.environment(), profile.limit());
                ProgramAnswer.of(action.name(), outcome, !action.idempotent());
                return Map.of("done", "true");
            }
            Outcome outcome = sandbox.run(new Command(argv, "", List.of()), profile);
            return ProgramAnswer.of(
                    action.name(), outcome, action.network() && !action.idempotent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramAnswer.UnclearException("interrupted");
        }
    }
}
