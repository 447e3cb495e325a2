package dev.parley.connectors.tools.system;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how the machine does that Parley runs on.
 *
 * <p>Result: {@code load}, runnable threads of the last minute on average; {@code processors};
 * {@code memory_free} and {@code memory}, {@code disk_free} and {@code disk}, in gigabytes, with
 * one decimal.
 */
public final class SystemStatusTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of(
                            "system_status",
                            "Tells the load, the free memory and the free disk of the computer.")
                    .gives(
                            Schema.required("load", "runnable threads, averaged over a minute"),
                            Schema.required("processors", "a whole number"),
                            Schema.required("memory_free", "gigabytes"),
                            Schema.required("memory", "gigabytes"),
                            Schema.required("disk_free", "gigabytes"),
                            Schema.required("disk", "gigabytes"))
                    .within(Duration.ofSeconds(5))
                    .build();

    private final Path disk;

    /**
     * @param disk a path on the disk that is told of
     */
    public SystemStatusTool(Path disk) {
        this.disk = disk;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try {
            FileStore store = Files.getFileStore(disk);
            return Map.of(
                    "load", decimal(Math.max(0, system.getSystemLoadAverage())),
                    "processors", Integer.toString(system.getAvailableProcessors()),
                    "memory_free", gigabytes(system.getFreeMemorySize()),
                    "memory", gigabytes(system.getTotalMemorySize()),
                    "disk_free", gigabytes(store.getUsableSpace()),
                    "disk", gigabytes(store.getTotalSpace()));
        } catch (IOException e) {
            throw new ToolFailureException(Reason.FAULT, "I can't tell how the disk does.");
        }
    }

    private static String gigabytes(long bytes) {
        return decimal(bytes / 1e9);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
