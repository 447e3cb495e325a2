package dev.parley.app.acl;

import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.OwnFlags;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.OutsideServers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the broker's access rules, or makes them. */
@Command(
        name = "acl",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Print what each stage may do on a broker, as tab-separated lines: user, resource,"
                    + " pattern, name, operations.",
            "parley acl apply makes these rules on a broker."
        })
public final class AclCommand implements Runnable {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Take the rules of that file instead of those that come along.")
    private @Nullable Path file;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        rules().all().forEach(rule -> out.println(rule.line()));
        out.flush();
    }

    private AccessRules rules() {
        return file == null ? AccessRules.ofThisBuild() : AccessRules.read(file);
    }

    @Command(
            name = "apply",
            description = {
                "Make the rules that are missing on a broker.",
                "It needs the login of an administrator: --set servers.kafka.properties-file=FILE."
            })
    void apply(
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where Kafka is.")
                    @Nullable String kafka,
            @Option(
                            names = "--exactly",
                            description =
                                    "Take away what the rules' users may do beside them, too.")
                    boolean exactly)
            throws InterruptedException {
        ParleyConfig config =
                configuration
                        .loadDeployed(
                                new OwnFlags().put("servers.kafka.bootstrap", kafka).byProperty())
                        .root();
        AccessRules.Change change =
                rules().apply(OutsideServers.kafka(config.servers().kafka()), exactly);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.printf(
                "%d rules made, %d more are there and %s.%n",
                change.missing().size(),
                change.surplus().size(),
                exactly ? "were taken away" : "stay");
        out.flush();
    }
}
