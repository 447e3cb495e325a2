package dev.parley.app.replay;

import picocli.CommandLine.Command;

/** What concerns second implementations on live traffic. */
@Command(
        name = "shadow",
        description = {
            "Compare a second implementation of a stage with the first, on what both were asked.",
            "parley up --shadow intent=rules runs one."
        },
        subcommands = ShadowDiffCommand.class,
        synopsisSubcommandLabel = "diff STAGE")
public final class ShadowCommand implements Runnable {
    @Override
    public void run() {
        throw new AskedWrongly("Say parley shadow diff STAGE, such as parley shadow diff intent.");
    }
}
