package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.ToolSandbox;
import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import dev.parley.streams.tool.ToolSandbox.Profile;
import dev.parley.streams.tool.ToolSandbox.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tries a sandbox's walls: runs in it what each must stop. It takes about a second.
 *
 * <p>First come programs that must succeed, so that a sandbox in which nothing runs isn't taken for
 * a safe one.
 */
public final class Walls {
    private static final String PROGRAM = "/probe";

    /** For what isn't about time; a loaded machine is slow to put the walls up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final long MEMORY = 64L << 20;
    private static final int PROCESSES = 16;

    private static final int EPERM = 1;
    private static final int ENOMEM = 12;

    private final ToolSandbox sandbox;
    private final Architecture architecture;
    private final Path folder;

    private Walls(ToolSandbox sandbox, Architecture architecture, Path folder) {
        this.sandbox = sandbox;
        this.architecture = architecture;
        this.folder = folder;
    }

    /**
     * @return what is wrong with the walls that don't hold; empty if all do
     * @throws SandboxUnavailableException if nothing runs in the sandbox at all
     * @throws InterruptedException if the thread is interrupted
     */
    public static Map<Wall, String> broken(ToolSandbox sandbox)
            throws SandboxUnavailableException, InterruptedException {
        Architecture architecture =
                Architecture.ofThisMachine()
                        .orElseThrow(
                                () -> new SandboxUnavailableException("an unknown architecture"));
        try {
            Path folder = Files.createTempDirectory("parley-walls-");
            try {
                return new Walls(sandbox, architecture, folder).broken();
            } finally {
                Files.deleteIfExists(folder.resolve("probe"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new SandboxUnavailableException("the walls can't be tried: " + e);
        }
    }

    private Map<Wall, String> broken()
            throws IOException, SandboxUnavailableException, InterruptedException {
        succeed();
        Map<Wall, String> broken = new EnumMap<>(Wall.class);
        for (Wall wall : Wall.values()) {
            String fault = fault(wall);
            if (!fault.isEmpty()) {
                broken.put(wall, fault);
            }
        }
        return broken;
    }

    private void succeed() throws IOException, SandboxUnavailableException, InterruptedException {
        Outcome written = shell("echo something > /scratch/file && cat /scratch/file", PATIENCE);
        if (!written.succeeded() || !written.output().text().orElse("").equals("something\n")) {
            throw new SandboxUnavailableException("a harmless script failed: " + told(written));
        }
        Outcome called = call("getppid");
        if (!called.succeeded()) {
            throw new SandboxUnavailableException("a harmless program failed: " + told(called));
        }
    }

    /** What is wrong with a wall; empty if it holds. */
    private String fault(Wall wall)
            throws IOException, SandboxUnavailableException, InterruptedException {
        return switch (wall) {
            case NETWORK -> network();
            case WRITE_OUTSIDE -> writeOutside();
            case FORK_BOMB -> forkBomb();
            case MEMORY_BOMB -> memoryBomb();
            case PTRACE -> forbidden("ptrace", 0, 0, 0, 0);
            case MOUNT -> forbidden("mount", 0, 0, 0, 0, 0);
            case TIME_LIMIT -> timeLimit();
        };
    }

    private String network() throws IOException, SandboxUnavailableException, InterruptedException {
        int stream = 1;
        Outcome socket = call("socket", SeccompFilter.AF_INET, stream, 0);
        if (socket.ending() != Ending.EXITED || socket.status() != EPERM) {
            return "a socket could be made: " + told(socket);
        }
        Outcome devices = shell("cat /proc/net/dev", PATIENCE);
        List<String> names =
                devices.output().text().orElse("").lines().skip(2).map(String::strip).toList();
        return devices.succeeded() && names.stream().allMatch(line -> line.startsWith("lo:"))
                ? ""
                : "there are network devices: " + told(devices);
    }

    private String writeOutside()
            throws IOException, SandboxUnavailableException, InterruptedException {
        Outcome written =
                shell(
                        "for folder in / /usr /usr/bin /etc /dev /dev/shm /tmp /var/tmp; do"
                                + " (: > $folder/parley-wall) 2>/dev/null && echo $folder; done;"
                                + " true",
                        PATIENCE);
        return written.succeeded() && written.output().size() == 0
                ? ""
                : "files could be written outside of the scratch folder: " + told(written);
    }

    private String forkBomb()
            throws IOException, SandboxUnavailableException, InterruptedException {
        Outcome forked =
                shell(
                        "i=0; while [ $i -lt 100 ]; do sleep 60 & i=$((i+1)); done; echo all",
                        PATIENCE);
        return forked.output().size() == 0 && forked.ending() != Ending.TIMED_OUT
                ? ""
                : "a program could have a hundred processes: " + told(forked);
    }

    private String memoryBomb()
            throws IOException, SandboxUnavailableException, InterruptedException {
        int readAndWrite = 3;
        int privateAndAnonymous = 0x22;
        Outcome taken = call("mmap", 0, MEMORY + 1, readAndWrite, privateAndAnonymous, -1, 0);
        return taken.ending() == Ending.EXITED && taken.status() == ENOMEM
                ? ""
                : "a program could take more memory than it may: " + told(taken);
    }

    private String timeLimit()
            throws IOException, SandboxUnavailableException, InterruptedException {
        Outcome slept = shell("sleep 5", SHORT);
        return slept.ending() == Ending.TIMED_OUT
                ? ""
                : "a program could outlast its limit: " + told(slept);
    }

    private String forbidden(String call, long... arguments)
            throws IOException, SandboxUnavailableException, InterruptedException {
        Outcome called = call(call, arguments);
        return called.ending() == Ending.FORBIDDEN
                ? ""
                : "a program could ask for " + call + ": " + told(called);
    }

    private Outcome call(String name, long... arguments)
            throws IOException, SandboxUnavailableException, InterruptedException {
        Path program = folder.resolve("probe");
        Files.write(program, SystemCallProgram.making(architecture, name, arguments));
        Command command = new Command(List.of(PROGRAM), "", List.of(new Shown(program, PROGRAM)));
        return sandbox.run(command, profile(PATIENCE));
    }

    private Outcome shell(String script, Duration limit)
            throws SandboxUnavailableException, InterruptedException {
        return sandbox.run(Command.of("/bin/sh", "-c", script), profile(limit));
    }

    private static Profile profile(Duration limit) {
        return new Profile(List.of(), false, MEMORY, PROCESSES, 1 << 20, 1 << 20, 64 << 10, limit);
    }

    private static String told(Outcome outcome) {
        return outcome.ending() + " with status " + outcome.status();
    }
}
