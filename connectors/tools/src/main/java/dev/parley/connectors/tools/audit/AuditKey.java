package dev.parley.connectors.tools.audit;

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
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key by which checkpoints are signed: Ed25519, in a file of PEM (RFC 7468) that its owner
 * alone may read, the private key (PKCS 8) and the public one. Safe for many threads.
 */
public final class AuditKey {
    /** The file's name, beside the master key. */
    public static final String FILE = "audit-signing.key";

    private static final String ALGORITHM = "Ed25519";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([^-]+)-----END \\1 KEY-----");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final PrivateKey secret;
    private final SigningAuthority authority;

    private AuditKey(PrivateKey secret, SigningAuthority authority) {
        this.secret = secret;
        this.authority = authority;
    }

    /**
     * Reads the key, or makes one if the file doesn't exist. Of several processes that do so at
     * once, all get the same.
     *
     * @throws IllegalStateException if others than its owner may read the file, or it holds no key
     * @throws UncheckedIOException if it can't be read or written
     */
    public static AuditKey openOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return open(file);
        } catch (IOException unusable) {
            throw new UncheckedIOException(
                    "the audit's key can't be read or written: " + file, unusable);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "there is no key of the audit in " + file + "; restore it from its backup", e);
        }
    }

    private static AuditKey open(Path file) throws IOException, GeneralSecurityException {
        if (isPosix(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(
                    "the audit's key can be read by others than its owner; if that is no breach,"
                            + " run: chmod 600 "
                            + file);
        }
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        return new AuditKey(
                KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE"))),
                SigningAuthority.of(pem));
    }

    static PublicKey publicKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC")));
    }

    private static byte[] block(String pem, String kind) {
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            if (blocks.group(1).equals(kind)) {
                return Base64.getMimeDecoder().decode(blocks.group(2));
            }
        }
        throw new IllegalArgumentException("no " + kind + " KEY");
    }

    static String pem(String kind, byte[] bytes) {
        return "-----BEGIN "
                + kind
                + " KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END "
                + kind
                + " KEY-----\n";
    }

    /** Writes the whole file under another name first, so that nobody ever reads half of it. */
    private static void create(Path file) throws IOException, GeneralSecurityException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        ByteBuffer bytes =
                StandardCharsets.US_ASCII.encode(
                        pem("PRIVATE", pair.getPrivate().getEncoded())
                                + pem("PUBLIC", pair.getPublic().getEncoded()));
        FileAttribute<?>[] attributes =
                isPosix(folder) ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        try {
            Files.createFile(fresh, attributes);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
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

    /** By what others tell that a signature is this key's. */
    public SigningAuthority authority() {
        return authority;
    }

    /** Signs that a chain has this link at this place. */
    public Checkpoint sign(int partition, long sequence, byte[] link, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(Checkpoint.message(partition, sequence, link, at));
            return new Checkpoint(
                    partition, sequence, link, at, authority.name(), signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }
}
