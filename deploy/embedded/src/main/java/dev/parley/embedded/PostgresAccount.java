package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Under which account PostgreSQL runs. It refuses root, so for root there are two ways: a user
 * namespace in which root's files belong to nobody in particular ({@code unshare}), or an account
 * without rights that owns the database's folder ({@code setpriv}).
 *
 * @param prefix what stands before each of PostgreSQL's commands
 * @param owner who owns the database's files, or null if they are left as they are created
 */
record PostgresAccount(List<String> prefix, @Nullable Owner owner) {
    /** Numbers of an account and its group. It must be listed: {@code initdb} asks its name. */
    record Owner(int user, int group) {}

    private static final int ROOT = 0;
    private static final Path ACCOUNTS = Path.of("/etc/passwd");
    private static final List<String> WITHOUT_RIGHTS = List.of("postgres", "nobody");

    private static final PostgresAccount OWN = new PostgresAccount(List.of(), null);
    private static final PostgresAccount NAMESPACE =
            new PostgresAccount(List.of("unshare", "-U"), null);

    /** The account for a database in that folder, which need not be there yet. */
    static PostgresAccount choose(Path root, Path database) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OWN;
        }
        int user = userOf(Files.isDirectory(database) ? database : root);
        if (user == ROOT && Programs.succeeds(List.of("unshare", "-U", "true"))) {
            return NAMESPACE;
        }
        var owner = user == ROOT ? null : account(2, Integer.toString(user));
        return owner == null ? withoutRights() : under(owner);
    }

    /** An account without rights, of those that systems have. */
    static PostgresAccount withoutRights() throws IOException {
        for (var name : WITHOUT_RIGHTS) {
            var owner = account(0, name);
            if (owner != null) {
                return under(owner);
            }
        }
        throw refused();
    }

    private static PostgresAccount under(Owner owner) {
        var prefix =
                List.of(
                        "setpriv",
                        "--reuid=" + owner.user(),
                        "--regid=" + owner.group(),
                        "--clear-groups");
        if (!Programs.succeeds(joined(prefix, "true"))) {
            throw refused();
        }
        return new PostgresAccount(prefix, owner);
    }

    private static EmbeddedStartException refused() {
        return new EmbeddedStartException(
                "PostgreSQL refuses to run as root, and this system has neither user namespaces nor"
                    + " setpriv with an account without rights: start Parley as an ordinary user.");
    }

    /** The account whose line has that value in that column; see {@code passwd(5)}. */
    private static @Nullable Owner account(int column, String value) throws IOException {
        for (var line : Files.readAllLines(ACCOUNTS)) {
            var columns = line.split(":", -1);
            if (columns.length > 3 && columns[column].equals(value)) {
                return new Owner(Integer.parseInt(columns[2]), Integer.parseInt(columns[3]));
            }
        }
        return null;
    }

    boolean isAnother() {
        return owner != null;
    }

    /** Gives a folder with all in it to the account, and lets it pass the folder above. */
    void adopt(Path root, Path folder) throws IOException {
        if (owner == null) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(root);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(root, permissions);
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.setAttribute(file, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
            }
        }
        if (!Programs.succeeds(joined(prefix, "ls", "-d", folder.resolve(".").toString()))) {
            throw new EmbeddedStartException(
                    "PostgreSQL can't run as root, and the account it runs under instead may not enter the folders above %s: name a folder that others may pass with --data, such as /var/lib/parley, or start Parley as an ordinary user."
                            .formatted(root));
        }
    }

    private static List<String> joined(List<String> prefix, String... words) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    private static int userOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }
}
