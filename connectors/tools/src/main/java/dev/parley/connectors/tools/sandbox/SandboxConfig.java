package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.stage.Setting;
import dev.parley.streams.tool.ToolSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a program in the sandbox gets, where its own entry doesn't say otherwise. */
public record SandboxConfig(
        @Setting("the program that makes the walls, by name or path") String bubblewrap,
        @Setting(
                        "the user id that programs get where Parley runs as root; one that owns"
                                + " nothing")
                int uid,
        @Setting("programs that run at once; more wait") int concurrent,
        @Setting(value = "address space of each process", unit = "bytes") long memory,
        @Setting("processes and threads of a program") int processes,
        @Setting(value = "room to write, gone when the program ends", unit = "bytes") long scratch,
        @Setting(value = "the longest file that is written", unit = "bytes") long file,
        @Setting(value = "the most that is printed", unit = "bytes") int output,
        @Setting("for a program to end") Duration limit,
        @Setting("files and folders that every program may read, beside /usr")
                List<Path> readable) {
    private static final int LONGEST_OUTPUT = 16 << 20;

    public SandboxConfig {
        if (bubblewrap.isBlank()) {
            throw new IllegalArgumentException("bubblewrap must name a program");
        }
        if (uid < 1 || uid > 65_534) {
            throw new IllegalArgumentException("uid must be 1 to 65534");
        }
        if (concurrent < 1 || concurrent > 256) {
            throw new IllegalArgumentException("concurrent must be 1 to 256");
        }
        if (memory < 16 << 20) {
            throw new IllegalArgumentException("memory must be at least 16MiB");
        }
        if (processes < 2 || processes > 4_096) {
            throw new IllegalArgumentException("processes must be 2 to 4096");
        }
        if (scratch < 64 << 10) {
            throw new IllegalArgumentException("scratch must be at least 64KiB");
        }
        if (file < 1) {
            throw new IllegalArgumentException("file must be positive");
        }
        if (output < 1 || output > LONGEST_OUTPUT) {
            throw new IllegalArgumentException("output must be 1 B to 16MiB");
        }
        if (!limit.isPositive() || limit.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("limit must be positive and at most 10 min");
        }
        for (Path each : readable) {
            if (!each.isAbsolute() || !each.normalize().equals(each) || each.getNameCount() == 0) {
                throw new IllegalArgumentException(
                        "readable must hold absolute paths without .., and not the root");
            }
        }
        readable = List.copyOf(readable);
    }

    public static SandboxConfig defaults() {
        return new SandboxConfig(
                "bwrap",
                62_017,
                2,
                256L << 20,
                32,
                16L << 20,
                8L << 20,
                64 << 10,
                Duration.ofSeconds(10),
                List.of());
    }

    /** What a program gets that asks for nothing. */
    public ToolSandbox.Profile profile() {
        return new ToolSandbox.Profile(
                readable, false, memory, processes, scratch, file, output, limit);
    }
}
