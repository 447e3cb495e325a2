package dev.parley.connectors.tools.system;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox;
import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import dev.parley.streams.tool.ToolSandbox.Profile;
import dev.parley.streams.tool.ToolSandbox.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs an approved script in the sandbox, with the content that was approved. Arguments: its
 * places. Result: {@code output}, what it printed. A script that ends with another status than 0
 * must have done nothing.
 */
public final class ScriptTool implements Tool {
    private static final String AT = "/script";

    private final ApprovedProgram script;
    private final Path path;
    private final String sha256;
    private final ToolSandbox sandbox;
    private final Profile profile;
    private final Descriptor descriptor;

    /**
     * @param usual what a program gets that asks for nothing
     */
    public ScriptTool(ApprovedProgram script, ToolSandbox sandbox, Profile usual) {
        this.script = script;
        this.path = Objects.requireNonNull(script.path());
        this.sha256 = Objects.requireNonNull(script.sha256());
        this.sandbox = sandbox;
        this.profile = ProgramProfile.of(script, usual);
        this.descriptor = script.descriptor(usual.limit(), "bubblewrap");
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        List<String> argv = new ArrayList<>(List.of(AT));
        argv.addAll(script.argv().filled(slots));
        byte[] content = ApprovedContent.read(script.name(), path, sha256);
        try {
            Path copy = Files.createTempFile("parley-script-", "");
            try {
                Files.write(copy, content);
                Outcome outcome =
                        sandbox.run(new Command(argv, "", List.of(new Shown(copy, AT))), profile);
                boolean acts = script.network() && !script.idempotent();
                return ProgramAnswer.of(script.name(), outcome, acts);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new ToolFailureException(Reason.FAULT, "I couldn't run that.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramAnswer.UnclearException("interrupted");
        }
    }
}
