package dev.parley.connectors.gateway;

import dev.parley.schemas.event.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one user of a local installation, known by a random 256-bit token in a file that only its
 * owner can read. The token is base64url without padding.
 */
public final class LocalTokens implements Authenticator {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final String token;
    private final UserId user;

    private LocalTokens(String token, UserId user) {
        this.token = token;
        this.user = user;
    }

    /**
     * Reads the token, or makes it if there is no such file.
     *
     * @throws UncheckedIOException if the file can't be read or written
     * @throws IllegalStateException if the file holds something else
     */
    public static LocalTokens in(Path file, UserId user) {
        try {
            if (Files.notExists(file)) {
                write(file);
            }
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            String token = Files.readString(file).strip();
            if (!FORM.matcher(token).matches()) {
                throw new IllegalStateException(
                        file + " holds no token; delete it and a new one is made");
            }
            return new LocalTokens(token, user);
        } catch (IOException e) {
            throw new UncheckedIOException("the token in " + file + " can't be read or made", e);
        }
    }

    /** The token, for the owner to be shown. */
    public String token() {
        return token;
    }

    @Override
    public Optional<UserId> authenticate(String presented) {
        boolean same =
                MessageDigest.isEqual(
                        presented.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of(user) : Optional.empty();
    }

    private static void write(Path file) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly);
        Files.writeString(draft, token + "\n", StandardOpenOption.WRITE);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeByAnother) {
            // theirs holds
        } finally {
            Files.delete(draft);
        }
    }
}
