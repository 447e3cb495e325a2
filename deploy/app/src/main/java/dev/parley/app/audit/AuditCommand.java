package dev.parley.app.audit;

import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What was done, and whether what tells of it is as it was written. */
@Command(
        name = "audit",
        description = "Verify the audit, and ask it what was done.",
        subcommands = {VerifyCommand.class, QueryCommand.class})
public final class AuditCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(out());
    }

    @Command(
            name = "key",
            description = {
                "Print the public key by which the audit's checkpoints are verified.",
                "Keep a copy elsewhere: who changes the audit on this machine could change the key,"
                        + " too."
            })
    void key(
            @Mixin ConfigurationOptions configuration,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description = "The data directory, instead of the usual one.")
                    @Nullable Path data) {
        ParleyConfig config = configuration.load().root();
        PrintWriter out = out();
        out.print(AuditPlaces.authority(AuditPlaces.keyFile(config, data)).pem());
        out.flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** What was asked can't be answered: something is broken. */
    static final class BrokenAudit extends UserError {
        private static final long serialVersionUID = 1L;

        BrokenAudit(String sentence) {
            super(sentence, 1);
        }
    }
}
