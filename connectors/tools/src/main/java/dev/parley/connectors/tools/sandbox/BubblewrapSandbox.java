package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.ToolSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs programs in bubblewrap. As many run at once as its configuration says; others wait, within
 * no limit of their own.
 */
public final class BubblewrapSandbox implements ToolSandbox, AutoCloseable {
    private static final Pattern EXIT_CODE = Pattern.compile("\"exit-code\"\\s*:\\s*(\\d+)");
    private static final int SIGNALLED = 128;
    private static final int SIGSYS = 31;
    private static final int LONGEST_FAULT = 300;

    private final Bubblewrap bubblewrap;
    private final Semaphore room;
    private final Path folder;
    private final Path withNetwork;
    private final Path withoutNetwork;

    private final UnaryOperator<List<String>> altered;

    private BubblewrapSandbox(
            SandboxConfig config, Architecture architecture, UnaryOperator<List<String>> altered)
            throws IOException {
        this.altered = altered;
        this.bubblewrap = new Bubblewrap(config, isRoot());
        this.room = new Semaphore(config.concurrent(), true);
        this.folder = Files.createTempDirectory("parley-sandbox-");
        this.withNetwork = folder.resolve("network.bpf");
        this.withoutNetwork = folder.resolve("alone.bpf");
        Files.write(withNetwork, filter(architecture, true));
        Files.write(withoutNetwork, filter(architecture, false));
    }

    /**
     * Opens a sandbox, whose walls nobody has tried yet.
     *
     * @throws SandboxUnavailableException if this machine has none
     */
    public static BubblewrapSandbox open(SandboxConfig config) throws SandboxUnavailableException {
        return open(config, UnaryOperator.identity());
    }

    /**
     * The same with its command line altered, to see what happens where a wall is missing.
     *
     * @throws SandboxUnavailableException if this machine has none
     */
    static BubblewrapSandbox open(SandboxConfig config, UnaryOperator<List<String>> altered)
            throws SandboxUnavailableException {
        Architecture architecture =
                Architecture.ofThisMachine()
                        .orElseThrow(
                                () ->
                                        new SandboxUnavailableException(
                                                "there is no sandbox for "
                                                        + System.getProperty("os.name")
                                                        + " on "
                                                        + System.getProperty("os.arch")));
        try {
            return new BubblewrapSandbox(config, architecture, altered);
        } catch (IOException e) {
            throw new SandboxUnavailableException("no temporary folder can be made: " + e);
        }
    }

    private static byte[] filter(Architecture architecture, boolean network) {
        return BpfInstruction.bytes(SeccompFilter.assemble(architecture, network));
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @Override
    public Outcome run(Command command, Profile profile)
            throws SandboxUnavailableException, InterruptedException {
        room.acquire();
        try {
            Path status = Files.createTempFile(folder, "run-", ".json");
            try {
                return run(command, profile, status);
            } finally {
                Files.deleteIfExists(status);
            }
        } catch (IOException e) {
            throw new SandboxUnavailableException("no program can be started: " + e.getMessage());
        } finally {
            room.release();
        }
    }

    private Outcome run(Command command, Profile profile, Path status)
            throws IOException, SandboxUnavailableException, InterruptedException {
        Path filter = profile.network() ? withNetwork : withoutNetwork;
        ProcessBuilder builder =
                new ProcessBuilder(
                        altered.apply(bubblewrap.argv(command, profile, filter, status)));
        builder.directory(folder.getRoot().toFile());
        builder.environment().keySet().retainAll(Set.of("PATH"));
        ProcessRun.Ended ended =
                ProcessRun.run(builder, command.input(), profile.outputBytes(), profile.limit());
        return switch (ended.why()) {
            case TIMED_OUT -> outcome(Ending.TIMED_OUT, -1, ended);
            case TOO_MUCH_OUTPUT -> outcome(Ending.TOO_MUCH_OUTPUT, -1, ended);
            case BY_ITSELF -> {
                // told only once the walls stood and the program had begun
                OptionalInt told = exitCode(Files.readString(status));
                if (told.isEmpty()) {
                    throw new SandboxUnavailableException(fault(ended));
                }
                int code = told.getAsInt();
                yield outcome(ending(code), code, ended);
            }
        };
    }

    private static Outcome outcome(Ending ending, int status, ProcessRun.Ended ended) {
        return new Outcome(ending, status, ended.output(), ended.complaint());
    }

    private static Ending ending(int code) {
        if (code == SIGNALLED + SIGSYS) {
            return Ending.FORBIDDEN;
        }
        return code > SIGNALLED ? Ending.KILLED : Ending.EXITED;
    }

    static OptionalInt exitCode(String status) {
        Matcher found = EXIT_CODE.matcher(status);
        return found.find()
                ? OptionalInt.of(Integer.parseInt(found.group(1)))
                : OptionalInt.empty();
    }

    /** What bubblewrap, or what leads to it, has to say; the program hadn't begun. */
    private static String fault(ProcessRun.Ended ended) {
        String said = ended.complaint().text().orElse("").strip();
        String fault = said.isEmpty() ? "it ended with status " + ended.status() : said;
        return "bubblewrap can't put up its walls: "
                + fault.substring(0, Math.min(fault.length(), LONGEST_FAULT));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
