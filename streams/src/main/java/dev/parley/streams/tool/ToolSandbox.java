package dev.parley.streams.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs a program behind walls: it sees the files it is shown and no others, changes nothing but its
 * scratch, and ends within its limits. Safe for use by many threads; a run blocks its thread.
 */
public interface ToolSandbox {
    /**
     * Runs a program to its end, which its limits bring about if it doesn't.
     *
     * @throws SandboxUnavailableException if there are no walls to run it behind; it didn't run
     * @throws InterruptedException if the thread is interrupted; the program is then ended
     */
    Outcome run(Command command, Profile profile)
            throws SandboxUnavailableException, InterruptedException;

    /**
     * What is run.
     *
     * @param argv the program, by its path behind the walls, and its arguments
     * @param input what it reads from its standard input, UTF-8; may be empty
     * @param files further files that it is shown
     */
    record Command(List<String> argv, String input, List<Shown> files) {
        public Command {
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("argv must name a program");
            }
            argv = List.copyOf(argv);
            files = List.copyOf(files);
        }

        public static Command of(String... argv) {
            return new Command(List.of(argv), "", List.of());
        }
    }

    /**
     * A file that is shown, read-only and executable.
     *
     * @param source where its content stands
     * @param at its path behind the walls
     */
    record Shown(Path source, String at) {}

    /**
     * What a program gets.
     *
     * @param readable files and folders that it may read, beside the system's programs
     * @param network whether it may use the network of the host, loopback included; else it has
     *     none
     * @param memoryBytes address space of each of its processes
     * @param processes its processes and threads
     * @param scratchBytes room in its scratch folder, which is its working directory and its only
     *     place to write, gone when it ends
     * @param fileBytes the longest file it may write
     * @param outputBytes the most that it may print, to either stream
     * @param limit from start to end, on the wall's clock
     */
    record Profile(
            List<Path> readable,
            boolean network,
            long memoryBytes,
            int processes,
            long scratchBytes,
            long fileBytes,
            int outputBytes,
            Duration limit) {
        public Profile {
            if (memoryBytes < 1
                    || processes < 1
                    || scratchBytes < 1
                    || fileBytes < 1
                    || outputBytes < 1
                    || !limit.isPositive()) {
                throw new IllegalArgumentException("limits must be positive");
            }
            readable = List.copyOf(readable);
        }
    }

    /** Why a program ended. */
    enum Ending {
        /** By itself; its status says how. */
        EXITED,
        /** By a signal, its own or one for breaking its limits. */
        KILLED,
        /** It tried what no tool may. */
        FORBIDDEN,
        TIMED_OUT,
        TOO_MUCH_OUTPUT
    }

    /**
     * What came of a run.
     *
     * @param status its exit status; 128 and the signal's number where one killed it; -1 if it was
     *     ended from outside
     * @param output what it printed to its standard output, within the limit
     * @param complaint what it printed to its standard error, within the limit
     */
    record Outcome(Ending ending, int status, Output output, Output complaint) {
        public boolean succeeded() {
            return ending == Ending.EXITED && status == 0;
        }
    }
}
