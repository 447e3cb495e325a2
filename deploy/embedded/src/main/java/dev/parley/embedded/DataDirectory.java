package dev.parley.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one folder that holds everything Parley keeps: the servers' data, the generated passwords,
 * the remembered ports. Readable by its owner only (0700), and owned by one running instance at a
 * time. Safe for use by several threads.
 *
 * <pre>
 * kafka/ postgres/ redis/   the servers' data
 * secrets/                  one generated password a file, 0600
 * logs/                     what the servers say
 * ports.properties          the ports of the last start
 * *.lock                    held while in use
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
    /** Below this much free space, in bytes, nothing is started: a broker dies on a full disk. */
    static final long LEAST_FREE_BYTES = 200L * 1024 * 1024;

    private static final int SECRET_BYTES = 24;
    private static final String OPEN = "parley";

    /**
     * The locks that this JVM holds. Where the system's locks belong to the process, closing a
     * second channel of the file would let go of them.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final FileAttribute<?> OWNER_ONLY_FOLDER = permissions("rwx------");
    private static final FileAttribute<?> OWNER_ONLY_FILE = permissions("rw-------");

    private final Path root;
    private final Ports ports;
    private final Deque<Hold> holds = new ArrayDeque<>();

    private DataDirectory(Path root) {
        this.root = root;
        this.ports = new Ports(root.resolve("ports.properties"));
    }

    /**
     * Opens the folder for this instance alone, creating it if need be.
     *
     * @throws EmbeddedStartException if it can't be created or written, if the disk is full, or if
     *     another instance has it open
     */
    public static DataDirectory open(Path folder) {
        var opened = prepared(folder, LEAST_FREE_BYTES);
        opened.hold(OPEN);
        return opened;
    }

    /**
     * The sub-folder of that name, both created (0700) where they weren't there, without taking
     * hold of the data directory: a running instance may have it open.
     *
     * @throws EmbeddedStartException if it can't be created or written, or the disk is full
     */
    public static Path folderIn(Path folder, String name) {
        return prepared(folder, LEAST_FREE_BYTES).folder(name);
    }

    /** Whether an instance has the folder open now, this JVM's or another's. */
    public static boolean isOpen(Path folder) {
        var file = lockFile(folder.toAbsolutePath().normalize(), OPEN);
        if (HELD_HERE.contains(file)) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static DataDirectory prepared(Path folder, long leastFreeBytes) {
        var root = folder.toAbsolutePath().normalize();
        checkName(root);
        boolean created = false;
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root.getParent());
                created = create(root);
            }
            var probe = root.resolve("writable-" + ProcessHandle.current().pid());
            Files.write(probe, new byte[1], StandardOpenOption.CREATE);
            Files.delete(probe);
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < leastFreeBytes) {
                throw new EmbeddedStartException(
                        "The disk that holds %s is full (%d MB free, %d MB needed): free some space, or name a folder on another disk with --data."
                                .formatted(root, free >> 20, leastFreeBytes >> 20));
            }
            if (!created) {
                closeToOthers(root);
            }
        } catch (FileAlreadyExistsException e) {
            throw new EmbeddedStartException(
                    "%s is a file where the data folder should be: move it away, or name another folder with --data."
                            .formatted(e.getFile()),
                    e);
        } catch (IOException e) {
            throw unwritable(root, e);
        }
        return new DataDirectory(root);
    }

    /** Of several processes that create it at once, one does. */
    private static boolean create(Path root) throws IOException {
        try {
            Files.createDirectory(root, OWNER_ONLY_FOLDER);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(root)) {
                return false;
            }
            throw e;
        }
    }

    /** Kafka reads its folder as a list with commas, Redis its own between quotation marks. */
    private static void checkName(Path root) {
        if (root.toString().chars().anyMatch(c -> ",\"\\".indexOf(c) >= 0 || c < ' ')) {
            throw new EmbeddedStartException(
                    "The data folder %s has a comma, a quotation mark, a backslash or a control character in its path, which its servers can't handle: name another folder with --data."
                            .formatted(root));
        }
    }

    private static void closeToOthers(Path root) throws IOException {
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var now = Files.getPosixFilePermissions(root);
            var mine =
                    Set.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE);
            if (!mine.containsAll(now)) {
                if (!Files.isDirectory(root.resolve("secrets")) && !isEmpty(root)) {
                    throw new EmbeddedStartException(
                            "The folder %s already holds other things and others may read it: name a new folder with --data."
                                    .formatted(root));
                }
                Files.setPosixFilePermissions(root, mine);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static EmbeddedStartException unwritable(Path path, IOException cause) {
        return new EmbeddedStartException(
                "The data folder %s can't be written (%s): check its disk and its permissions, or name another folder with --data."
                        .formatted(path, cause.getClass().getSimpleName() + ": " + reason(cause)),
                cause);
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    /** The ports of this folder's servers. */
    public Ports ports() {
        return ports;
    }

    /** The sub-folder of that name, created (0700) if it wasn't there. */
    public Path folder(String name) {
        var folder = root.resolve(name);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, OWNER_ONLY_FOLDER);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw unwritable(folder, e);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return folder;
    }

    /**
     * The secret of that name: 48 hexadecimal digits, generated when first asked for and the same
     * ever after.
     */
    public String secret(String name) {
        var file = secretFile(name);
        try {
            if (!Files.exists(file)) {
                var bytes = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(bytes);
                writeDurably(file, HexFormat.of().formatHex(bytes));
            }
            var secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new EmbeddedStartException(
                        "The password file %s is empty: restore it from a backup, or name another folder with --data."
                                .formatted(file));
            }
            return secret;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    boolean hasSecret(String name) {
        return Files.exists(secretFile(name));
    }

    Path secretFile(String name) {
        return folder("secrets").resolve(name);
    }

    /** Writes a file (0600) that is, after a crash, either whole or not there. */
    static void writeDurably(Path file, String content) throws IOException {
        var fresh =
                Files.createTempFile(
                        file.getParent(), file.getFileName() + ".", ".new", OWNER_ONLY_FILE);
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?> permissions(String symbols) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(symbols));
    }

    /**
     * Takes the lock of that name until it or this folder is closed.
     *
     * @throws EmbeddedStartException if somebody else has it
     */
    synchronized Hold hold(String name) {
        var file = lockFile(root, name);
        if (!HELD_HERE.add(file)) {
            throw taken();
        }
        boolean held = false;
        try {
            var channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            OWNER_ONLY_FILE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken();
            }
            var hold = new Hold(file, channel);
            holds.push(hold);
            held = true;
            return hold;
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            if (!held) {
                HELD_HERE.remove(file);
            }
        }
    }

    private EmbeddedStartException taken() {
        return new EmbeddedStartException(
                "Another Parley is running on the data in %s: stop that one first, or name another folder with --data."
                        .formatted(root));
    }

    private static Path lockFile(Path root, String name) {
        return root.resolve(name + ".lock");
    }

    /** Lets go of the folder; its servers must have been closed before. */
    @Override
    public synchronized void close() {
        while (!holds.isEmpty()) {
            holds.pop().close();
        }
    }

    /** A lock that is held until closed, or until the JVM dies. */
    record Hold(Path file, FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                HELD_HERE.remove(file);
            }
        }
    }
}
