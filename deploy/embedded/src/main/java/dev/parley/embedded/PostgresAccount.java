package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * Under which account PostgreSQL runs. It refuses root, so for root there are two ways: a user
 * namespace in which root's files belong to nobody in particular ({@code unshare}), or an account
 * without rights that owns the database's folder ({@code setpriv}).
 *
 * @param prefix what stands before each of PostgreSQL's commands
 * @param owner the account's number, or -1 if files are left as they are created
 */
record PostgresAccount(List<String> prefix, int owner) {
    /** In no system's list of accounts, and inside the 65,536 that containers map. */
    private static final int NOBODY_ELSE = 26026;

    private static final int ROOT = 0;

    private static final PostgresAccount OWN = new PostgresAccount(List.of(), -1);
    private static final PostgresAccount NAMESPACE =
            new PostgresAccount(List.of("unshare", "-U"), -1);

    /** The account for a database in that folder, which need not be there yet. */
    static PostgresAccount choose(Path root, Path database) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OWN;
        }
        int owner = ownerOf(Files.isDirectory(database) ? database : root);
        if (owner == ROOT && Programs.succeeds(List.of("unshare", "-U", "true"))) {
            return NAMESPACE;
        }
        return unprivileged(owner == ROOT ? NOBODY_ELSE : owner);
    }

    static PostgresAccount unprivileged(int owner) {
        var account = Integer.toString(owner);
        var prefix =
                List.of("setpriv", "--reuid=" + account, "--regid=" + account, "--clear-groups");
        var probe = new java.util.ArrayList<>(prefix);
        probe.add("true");
        if (!Programs.succeeds(probe)) {
            throw new EmbeddedStartException(
                    "PostgreSQL refuses to run as root, and this system has neither user namespaces"
                            + " nor setpriv: start Parley as an ordinary user.");
        }
        return new PostgresAccount(prefix, owner);
    }

    static PostgresAccount unprivileged() {
        return unprivileged(NOBODY_ELSE);
    }

    boolean isAnother() {
        return owner >= 0;
    }

    /** Gives a folder with all in it to the account, and lets it pass the folders above it. */
    void adopt(Path root, Path folder) throws IOException {
        if (!isAnother()) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(root);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(root, permissions);
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.setAttribute(
                        file, "unix:uid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(
                        file, "unix:gid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        }
        var probe = new java.util.ArrayList<>(prefix);
        probe.addAll(List.of("ls", "-d", folder.resolve(".").toString()));
        if (!Programs.succeeds(probe)) {
            throw new EmbeddedStartException(
                    "PostgreSQL can't run as root, and the account it runs under instead may not enter the folders above %s: name a folder that others may pass with --data, such as /var/lib/parley, or start Parley as an ordinary user."
                            .formatted(root));
        }
    }

    private static int ownerOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }
}
