package dev.parley.connectors.gateway.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The token of a local installation's owner, in a file that only its owner can read. */
public final class LocalToken {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private LocalToken() {}

    /**
     * Reads the token, or makes it if there is no such file. Of several processes that do so at
     * once, all get the same.
     *
     * @throws UncheckedIOException if the file can't be read or written
     * @throws IllegalStateException if the file holds something else
     */
    public static SecretToken in(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            String token = Files.readString(file).strip();
            if (!SecretToken.isOne(token)) {
                throw new IllegalStateException(
                        file + " holds no token; delete it and a new one is made");
            }
            return new SecretToken(token);
        } catch (IOException e) {
            throw new UncheckedIOException("the token in " + file + " can't be read or made", e);
        }
    }

    /**
     * Puts a new token in the place of one that was revoked.
     *
     * @throws UncheckedIOException if the file can't be written
     */
    public static SecretToken renew(Path file) {
        try {
            Path draft = draft(file);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the token in " + file + " can't be renewed", e);
        }
        return in(file);
    }

    private static void make(Path file) throws IOException {
        Path draft = draft(file);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeByAnother) {
            // theirs holds
        } finally {
            Files.delete(draft);
        }
    }

    private static Path draft(Path file) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly);
        Files.writeString(draft, SecretToken.mint().text() + "\n", StandardOpenOption.WRITE);
        return draft;
    }
}
