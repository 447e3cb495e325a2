package dev.parley.app.topics;

import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.OwnFlags;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.OutsideServers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics on a broker that others run. */
@Command(
        name = "create",
        description = {
            "Make the topics that are missing on a broker; check the partitions of those that are"
                    + " there.",
            "The broker's own default holds for the number of replicas."
        })
public final class CreateCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where Kafka is.")
    private @Nullable String kafka;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        ParleyConfig config =
                configuration
                        .loadDeployed(
                                new OwnFlags().put("servers.kafka.bootstrap", kafka).byProperty())
                        .root();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            List<String> made = OutsideServers.topics(config).ensure();
            out.println(
                    made.isEmpty()
                            ? "All topics are there, with " + config.partitions() + " partitions."
                            : "Made "
                                    + made.size()
                                    + " topics with "
                                    + config.partitions()
                                    + " partitions.");
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
