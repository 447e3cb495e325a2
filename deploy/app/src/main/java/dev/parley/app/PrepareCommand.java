package dev.parley.app;

import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.OwnFlags;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.OutsideServers;
import dev.parley.app.running.SharedKeys;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes what the processes of an installation share, before the first {@code parley run}. */
@Command(
        name = "prepare",
        description = {
            "Make what the processes of parley run share, once: the topics, the master key, the"
                    + " token.",
            "What is there stays as it is. Keep a copy of the master key: without it, nothing can"
                    + " be read."
        })
public final class PrepareCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where Kafka is.")
    private @Nullable String kafka;

    @Option(names = "--data", paramLabel = "DIR", description = "Where Parley keeps its files.")
    private @Nullable String data;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        ParleyConfig config =
                configuration
                        .loadDeployed(
                                new OwnFlags()
                                        .put("servers.kafka.bootstrap", kafka)
                                        .put("data", data)
                                        .byProperty())
                        .root();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            List<String> made = OutsideServers.topics(config).ensure();
            SharedKeys keys = new SharedKeys(config);
            keys.make();
            out.printf(
                    "Topics      %d made, with %d partitions each%n",
                    made.size(), config.partitions());
            out.println("Master key  " + keys.masterKeyFile());
            out.println("Token       " + keys.tokenFile());
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
