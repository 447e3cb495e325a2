package dev.parley.connectors.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import dev.parley.streams.tool.ToolSandbox.Profile;
import dev.parley.streams.tool.ToolSandbox.Shown;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries to get out: each probe of {@code probes.c} is first seen to succeed without the sandbox, by
 * the user that runs the test, and then to be refused in it. What the machine refuses anyway is
 * listed apart and counts for nothing.
 */
class EscapeIT {
    private static final int LEAST_SHOWN_TO_ROOT = 55;
    private static final int LEAST_SHOWN_TO_ANOTHER = 40;
    private static final long PATIENCE_SECONDS = 60;

    /** What succeeds in the sandbox because it does no harm there, each with its reason. */
    private static final Set<String> THROUGH = Set.of();

    /** Their walls are the clock: they must not be given time. */
    private static final Set<String> OF_TIME = Set.of("spin", "outlast");

    private static final Set<String> OF_A_PROCESS =
            Set.of(
                    "host_environment",
                    "host_root",
                    "see_process",
                    "stop_process",
                    "limit_process",
                    "pin_process",
                    "process_priority",
                    "pidfd_of_process");

    @TempDir static Path folder;

    private static Path probes;
    private static Path canary;
    private static Process victim;
    private static ServerSocket listener;
    private static BubblewrapSandbox sandbox;

    @BeforeAll
    static void prepare() throws Exception {
        Path source = folder.resolve("probes.c");
        try (InputStream code = EscapeIT.class.getResourceAsStream("probes.c")) {
            Files.copy(Objects.requireNonNull(code), source);
        }
        probes = folder.resolve("probes");
        Process compiler =
                new ProcessBuilder(
                                "gcc",
                                "-O1",
                                "-static",
                                "-pthread",
                                "-w",
                                "-o",
                                probes + "",
                                source + "")
                        .inheritIO()
                        .start();
        assertThat(compiler.waitFor()).as("gcc").isZero();
        canary = Files.writeString(folder.resolve("canary"), "nobody's business");
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        victim = new ProcessBuilder("sleep", "600").start();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        sandbox = BubblewrapSandbox.open(SandboxConfig.defaults());
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
        victim.destroyForcibly();
        listener.close();
    }

    @Test
    void whatGetsThroughOutsideIsRefusedInside() throws Exception {
        // Given
        List<String> names = names();
        assertThat(names).hasSizeGreaterThan(100);

        // When
        Set<String> refusedByTheMachine = new TreeSet<>();
        Set<String> shown = new LinkedHashSet<>();
        for (String name : names) {
            (outside(name) ? shown : refusedByTheMachine).add(name);
        }
        Set<String> through = new TreeSet<>();
        List<Future<Boolean>> tries = new ArrayList<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (String name : names) {
                Callable<Boolean> attempt = () -> inside(name);
                tries.add(two.submit(attempt));
            }
            for (int i = 0; i < names.size(); i++) {
                if (tries.get(i).get()) {
                    through.add(names.get(i));
                }
            }
        }

        // Then
        System.out.printf(
                "Escape suite: %d probes seen to succeed outside; refused by the machine itself,"
                        + " not counted: %s%n",
                shown.size(), refusedByTheMachine);
        assertThat(through).as("what got through the walls").isEqualTo(THROUGH);
        boolean root = "root".equals(System.getProperty("user.name"));
        assertThat(shown)
                .as("refused by the machine: %s", refusedByTheMachine)
                .hasSizeGreaterThanOrEqualTo(root ? LEAST_SHOWN_TO_ROOT : LEAST_SHOWN_TO_ANOTHER);
        assertThat(victim.isAlive()).isTrue();
        assertThat(Files.readString(canary)).startsWith("nobody's business");
    }

    private static List<String> names() throws Exception {
        Process list = new ProcessBuilder(probes.toString(), "list").start();
        try (InputStream names = list.getInputStream()) {
            return new String(names.readAllBytes()).lines().toList();
        }
    }

    /** Whether it gets through as the user that we are, in mounts and names of its own if root. */
    private static boolean outside(String name) throws Exception {
        List<String> argv = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            argv.addAll(List.of("unshare", "--mount", "--uts", "--"));
        }
        argv.addAll(List.of(probes.toString(), name, argument(name)));
        Process process =
                new ProcessBuilder(argv)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(name + " doesn't end");
        }
        return process.exitValue() == 0;
    }

    private static boolean inside(String name) throws Exception {
        Outcome outcome =
                sandbox.run(
                        new Command(
                                List.of("/probes", name, argument(name)),
                                "",
                                List.of(new Shown(probes, "/probes"))),
                        profile(name));
        if (OF_TIME.contains(name)) {
            return outcome.ending() != Ending.TIMED_OUT;
        }
        assertThat(outcome.ending()).as(name).isNotEqualTo(Ending.TIMED_OUT);
        return outcome.succeeded();
    }

    private static Profile profile(String name) {
        return new Profile(
                List.of(),
                false,
                128 << 20,
                16,
                4 << 20,
                2 << 20,
                64 << 10,
                OF_TIME.contains(name)
                        ? Duration.ofSeconds(1)
                        : Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static String argument(String name) {
        if (OF_A_PROCESS.contains(name)) {
            return Long.toString(victim.pid());
        }
        return name.equals("connect_to_host")
                ? Integer.toString(listener.getLocalPort())
                : canary.toString();
    }
}
