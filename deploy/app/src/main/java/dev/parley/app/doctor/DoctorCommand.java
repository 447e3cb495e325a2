package dev.parley.app.doctor;

import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Prints what could go wrong, a line a look. */
@Command(
        name = "doctor",
        description = {
            "Look for what could go wrong on this machine, and how a running Parley does.",
            "Ends with 1 if something keeps Parley from running."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory.")
    private @Nullable Path data;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ParleyConfig loaded = configuration.load().root();
        ParleyConfig config = data == null ? loaded : loaded.in(data);
        RunningParley running = new RunningParley(config.data());
        List<Finding> findings =
                Stream.concat(
                                new Machine(config).findings(running.isOpen()).stream(),
                                running.findings().stream())
                        .toList();
        findings.forEach(out::println);
        out.flush();
        return findings.stream().anyMatch(each -> each.verdict() == Finding.Verdict.FAIL) ? 1 : 0;
    }
}
