package dev.parley.connectors.tools.system;

import dev.parley.streams.tool.ToolSandbox.Profile;

/** What an approved program gets in the sandbox. */
final class ProgramProfile {
    private ProgramProfile() {}

    /**
     * @param usual what a program gets that asks for nothing
     */
    static Profile of(ApprovedProgram program, Profile usual) {
        return new Profile(
                usual.readable(),
                program.network(),
                usual.memoryBytes(),
                usual.processes(),
                usual.scratchBytes(),
                usual.fileBytes(),
                usual.outputBytes(),
                program.limit(usual.limit()));
    }
}
