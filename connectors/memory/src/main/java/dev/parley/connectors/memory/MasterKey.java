package dev.parley.connectors.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that wraps all others: 32 random bytes in a file that its owner alone may read. Who loses
 * the file loses everything that was encrypted. Safe for many threads.
 *
 * <p>A wrapped key is a version byte (1), a random nonce of 12 bytes, and the key encrypted with
 * AES-256-GCM (NIST SP 800-38D, tag of 16 bytes), bound to its id and owner.
 */
public final class MasterKey {
    static final int BYTES = 32;
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final SecureRandom random = new SecureRandom();
    private final SecretKey secret;

    private MasterKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "AES");
    }

    /**
     * Reads the master key, or makes one if the file doesn't exist. Of several processes that do so
     * at once, all get the same.
     *
     * @throws IllegalStateException if others than its owner may read the file, or it doesn't hold
     *     a key
     * @throws UncheckedIOException if it can't be read or written
     */
    public static MasterKey openOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return open(file);
        } catch (IOException unusable) {
            throw new UncheckedIOException(
                    "the master key can't be read or written: " + file, unusable);
        }
    }

    private static MasterKey open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("the master key is not a file: " + file);
        }
        if (isPosix(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(
                    "the master key can be read by others than its owner; if that is no breach,"
                            + " run: chmod 600 "
                            + file);
        }
        if (Files.size(file) != BYTES) {
            throw new IllegalStateException(
                    "the master key has %d bytes instead of %d; restore it from its backup: %s"
                            .formatted(Files.size(file), BYTES, file));
        }
        return new MasterKey(Files.readAllBytes(file));
    }

    /** Writes the whole key under another name first, so that nobody ever reads half of it. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        FileAttribute<?>[] attributes =
                isPosix(folder) ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        try {
            Files.createFile(fresh, attributes);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(secret);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // another process was first; its key counts
            if (!Files.exists(file)) {
                throw another;
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    byte[] wrap(UUID id, String owner, byte[] key) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, id, owner, key);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * @throws IllegalStateException if it wasn't wrapped by this master key, for this id and owner
     */
    byte[] unwrap(UUID id, String owner, byte[] wrapped) {
        if (wrapped.length != 1 + NONCE_BYTES + BYTES + TAG_BITS / 8 || wrapped[0] != VERSION) {
            throw new IllegalStateException("key " + id + " is wrapped in an unknown form");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[wrapped.length - 1 - NONCE_BYTES];
        ByteBuffer.wrap(wrapped, 1, wrapped.length - 1).get(nonce).get(sealed);
        return crypt(Cipher.DECRYPT_MODE, nonce, id, owner, sealed);
    }

    private byte[] crypt(int mode, byte[] nonce, UUID id, String owner, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((id + " " + owner).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(
                    "key " + id + " was wrapped by another master key, or was altered", refused);
        }
    }
}
