package dev.parley.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.app.config.EmbeddedConfig;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.RetentionConfig;
import dev.parley.app.models.Catalogue;
import dev.parley.app.models.HearingModel;
import dev.parley.app.models.WritingModel;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedStartException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this machine offers. */
final class Machine {
    private static final int JDK = 25;
    private static final long LEAST_DISK = 200L << 20;
    private static final long ENOUGH_DISK = 2L << 30;
    private static final long ENOUGH_MEMORY = 2L << 30;

    private final ParleyConfig config;

    Machine(ParleyConfig config) {
        this.config = config;
    }

    /**
     * @param running whether a Parley runs on the data, whose ports are then taken rightly
     */
    List<Finding> findings(boolean running) {
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.add(disk());
        findings.add(conversations());
        findings.add(memory());
        if (!running) {
            findings.add(port("gateway.http-port", config.gateway().httpPort()));
            findings.add(port("gateway.voice-port", config.gateway().voicePort()));
            GrpcConfig grpc = config.grpc().beside(config.gateway().httpPort());
            findings.add(port("grpc.agent-port", grpc.agentPort()));
            findings.add(port("grpc.stt-port", grpc.sttPort()));
            findings.add(port("grpc.tts-port", grpc.ttsPort()));
            findings.add(port("grpc.tools-port", grpc.toolsPort()));
        }
        findings.add(redis());
        findings.add(recognizer());
        findings.add(new SandboxLook(config.tools().sandbox()).finding());
        whisper().ifPresent(findings::add);
        return findings;
    }

    private static Finding jdk() {
        int feature = Runtime.version().feature();
        String found = Runtime.version() + " from " + System.getProperty("java.home");
        return feature >= JDK
                ? Finding.ok("JDK", found)
                : Finding.fail(
                        "JDK", found + ": install JDK " + JDK + " and point JAVA_HOME at it.");
    }

    private Finding disk() {
        Path folder = config.data().toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String found = gigabytes(free) + " free for " + config.data();
            if (!Files.isWritable(folder)) {
                return Finding.fail(
                        "disk", folder + " can't be written: name another folder with --data.");
            }
            if (free < LEAST_DISK) {
                return Finding.fail("disk", found + ": free some space.");
            }
            return free < ENOUGH_DISK
                    ? Finding.warn("disk", found + ": a week of conversations may not fit.")
                    : Finding.ok("disk", found);
        } catch (IOException e) {
            return Finding.fail("disk", folder + " can't be looked at (" + e + ").");
        }
    }

    /** What is kept for replay, as the broker counts it: without indexes. */
    private Finding conversations() {
        Path kafka = config.data().resolve("kafka");
        long kept = 0;
        for (Topic topic : Topics.all()) {
            for (int i = 0; RetentionConfig.covers(topic) && i < config.partitions(); i++) {
                kept += logs(kafka.resolve(topic.fullName() + "-" + i));
            }
        }
        long ceiling = config.retention().disk();
        String found =
                String.format(
                        java.util.Locale.ROOT,
                        "%.1f of at most %.0f MB kept for replay, for %d h",
                        kept / (double) (1L << 20),
                        ceiling / (double) (1L << 20),
                        config.retention().conversations().toHours());
        return kept > ceiling / 10 * 9
                ? Finding.warn(
                        "replay",
                        found + ": the oldest go early; retention.disk gives them more room.")
                : Finding.ok("replay", found);
    }

    private static long logs(Path partition) {
        long bytes = 0;
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(partition, "*.log")) {
            for (Path segment : segments) {
                bytes += Files.size(segment);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return bytes; // no such partition yet, or a segment is just being deleted
        }
        return bytes;
    }

    private static Finding memory() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long memory = system.getTotalMemorySize();
        String found =
                gigabytes(memory)
                        + " in all, "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors";
        return memory < ENOUGH_MEMORY
                ? Finding.warn("memory", found + ": Parley wants " + gigabytes(ENOUGH_MEMORY) + ".")
                : Finding.ok("memory", found);
    }

    private Finding port(String property, int port) {
        String what = "port " + port;
        if (port == 0) {
            return Finding.ok("port", property + " is any that is free");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(config.gateway().host(), port));
            return Finding.ok(what, "free");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.fail(
                    what,
                    "taken on %s: stop the program that has it, or set %s."
                            .formatted(config.gateway().host(), property));
        }
    }

    private Finding redis() {
        EmbeddedConfig.OwnRedis own = config.embedded().ownRedis();
        if (own != null) {
            return Finding.ok("Redis", "one of your own, at " + own.host() + ":" + own.port());
        }
        try {
            return Finding.ok("Redis", EmbeddedRedis.version(config.data()));
        } catch (EmbeddedStartException e) {
            return Finding.fail("Redis", String.valueOf(e.getMessage()));
        }
    }

    private Finding recognizer() {
        HearingModel model = HearingModel.of(config.engines(), config.data().resolve("models"));
        if (model.isStarter()) {
            return Finding.warn(
                    "hearing",
                    "the starter model, which hears clear synthetic voices, not people: parley"
                            + " models fetch "
                            + Catalogue.FIRST
                            + ", then parley models use it.");
        }
        return model.isThere()
                ? Finding.ok("hearing", model.told())
                : Finding.fail(
                        "hearing",
                        model.folder()
                                + " holds no Vosk model: parley models use another, or set"
                                + " engines.vosk-model.");
    }

    private Optional<Finding> whisper() {
        Path models = config.data().resolve("models");
        WritingModel writing = WritingModel.of(config.engines(), models);
        if (!writing.isChosen()) {
            return Optional.empty();
        }
        boolean alone = writing.whisper().alone();
        if (!alone && HearingModel.of(config.engines(), models).isStarter()) {
            return Optional.of(
                    Finding.warn(
                            "whisper",
                            "set, but not used: it isn't asked beside the starter model. Choose"
                                    + " another with parley models use."));
        }
        Path local = writing.gone() == null ? writing.whisper().local().model() : writing.gone();
        if (local != null && !Files.isRegularFile(local)) {
            return Optional.of(
                    Finding.fail(
                            "whisper",
                            "there is no model at "
                                    + local
                                    + " (engines.whisper.local.model, parley models use)."));
        }
        return Optional.of(
                Finding.ok(
                        "whisper",
                        (alone ? "hears alone: " : "writes the final text: ") + writing.told()));
    }

    private static String gigabytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
    }
}
