package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.tool.ToolSandbox.Command;
import dev.parley.streams.tool.ToolSandbox.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that puts a program behind walls (bwrap(1), 0.8 and later).
 *
 * <p>A constant shell script opens files as the descriptors that bubblewrap asks for, and becomes
 * bubblewrap; nothing of a call reaches the shell but as a file's name or an argument. The files
 * are opened before the user id is given up, so they may be private.
 */
final class Bubblewrap {
    /** Where a program may write, and starts. */
    static final String SCRATCH = "/scratch";

    private static final int FIRST_SHOWN = 5;
    private static final int LAST_SHOWN = 9;

    /** What a program needs to start, or to know the time and, with a network, names. */
    private static final List<String> OF_THE_SYSTEM =
            List.of(
                    "/etc/ld.so.cache",
                    "/etc/alternatives",
                    "/etc/localtime",
                    "/etc/ssl/certs",
                    "/usr/share/ca-certificates");

    private static final List<String> OF_THE_NETWORK =
            List.of("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services");

    /** Links into /usr on most systems, folders of their own on some. */
    private static final List<String> BESIDE_USR = List.of("bin", "sbin", "lib", "lib64", "lib32");

    private final SandboxConfig config;
    private final boolean root;

    /**
     * @param root whether we are root, and a program must not be
     */
    Bubblewrap(SandboxConfig config, boolean root) {
        this.config = config;
        this.root = root;
    }

    /**
     * @param filter holds the seccomp program
     * @param status where bubblewrap is to tell how it went, as {@code --json-status-fd} does
     * @throws IllegalArgumentException if more files are to be shown than can be handed over
     */
    List<String> argv(Command command, Profile profile, Path filter, Path status) {
        if (command.files().size() > LAST_SHOWN - FIRST_SHOWN + 1) {
            throw new IllegalArgumentException("too many files to be shown");
        }
        List<String> argv = new ArrayList<>();
        argv.addAll(
                List.of(
                        "sh",
                        "-c",
                        script(command.files().size()),
                        "sh",
                        filter.toString(),
                        status.toString()));
        command.files().forEach(shown -> argv.add(shown.source().toString()));
        if (root) {
            String uid = Integer.toString(config.uid());
            argv.addAll(
                    List.of(
                            "setpriv",
                            "--reuid",
                            uid,
                            "--regid",
                            uid,
                            "--clear-groups",
                            "--no-new-privs",
                            "--"));
        }
        argv.add(config.bubblewrap());
        walls(argv, profile);
        files(argv, command, profile);
        argv.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
        argv.addAll(List.of("--seccomp", "3", "--json-status-fd", "4", "--"));
        limits(argv, profile);
        argv.addAll(command.argv());
        return argv;
    }

    private static String script(int files) {
        StringBuilder script = new StringBuilder("exec 3<\"$1\" 4>\"$2\"");
        for (int i = 0; i < files; i++) {
            script.append(" %d<\"$%d\"".formatted(FIRST_SHOWN + i, 3 + i));
        }
        return script.append("; shift ").append(2 + files).append("; exec \"$@\"").toString();
    }

    private static void walls(List<String> argv, Profile profile) {
        argv.addAll(
                List.of(
                        "--unshare-user",
                        "--unshare-ipc",
                        "--unshare-pid",
                        "--unshare-uts",
                        "--unshare-cgroup-try",
                        "--disable-userns",
                        "--hostname",
                        "tool",
                        "--cap-drop",
                        "ALL",
                        "--new-session",
                        "--die-with-parent",
                        "--clearenv",
                        "--setenv",
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin",
                        "--setenv",
                        "HOME",
                        SCRATCH,
                        "--setenv",
                        "TMPDIR",
                        SCRATCH,
                        "--setenv",
                        "LANG",
                        "C.UTF-8"));
        if (!profile.network()) {
            argv.add("--unshare-net");
        }
    }

    private static void files(List<String> argv, Command command, Profile profile) {
        argv.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : BESIDE_USR) {
            Path folder = Path.of("/", name);
            if (Files.isSymbolicLink(folder)) {
                argv.addAll(List.of("--symlink", "usr/" + name, "/" + name));
            } else if (Files.isDirectory(folder)) {
                argv.addAll(List.of("--ro-bind", "/" + name, "/" + name));
            }
        }
        OF_THE_SYSTEM.forEach(path -> argv.addAll(List.of("--ro-bind-try", path, path)));
        if (profile.network()) {
            OF_THE_NETWORK.forEach(path -> argv.addAll(List.of("--ro-bind-try", path, path)));
        }
        argv.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        argv.addAll(
                List.of(
                        "--perms",
                        "0700",
                        "--size",
                        Long.toString(profile.scratchBytes()),
                        "--tmpfs",
                        SCRATCH,
                        "--chdir",
                        SCRATCH));
        for (Path path : profile.readable()) {
            argv.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
        for (int i = 0; i < command.files().size(); i++) {
            argv.addAll(
                    List.of(
                            "--perms",
                            "0555",
                            "--ro-bind-data",
                            Integer.toString(FIRST_SHOWN + i),
                            command.files().get(i).at()));
        }
    }

    /** Set inside, where neither bubblewrap nor other programs of the user id count. */
    private static void limits(List<String> argv, Profile profile) {
        int ofBubblewrap = 2;
        argv.addAll(
                List.of(
                        "prlimit",
                        "--nproc=" + (profile.processes() + ofBubblewrap),
                        "--as=" + profile.memoryBytes(),
                        "--fsize=" + profile.fileBytes(),
                        "--cpu=" + (profile.limit().toSeconds() + 1),
                        "--nofile=256",
                        "--memlock=65536",
                        "--core=0",
                        "--"));
    }
}
