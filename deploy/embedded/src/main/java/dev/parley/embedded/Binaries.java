package dev.parley.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Server programs that travel on the class path, unpacked once into a folder and used from there
 * ever after. A folder's name holds the checksum of what it was unpacked from, so a new version
 * gets a new one.
 */
final class Binaries {
    private final Path home;

    /** Unpacks below that folder. */
    Binaries(Path home) {
        this.home = home;
    }

    /** The user's cache if it can be written, shared by all data folders; else the data folder. */
    static Binaries forUser(DataDirectory directory) {
        var cache = System.getenv("XDG_CACHE_HOME");
        var home =
                cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        var ours = home.resolve("parley").resolve("servers");
        try {
            Files.createDirectories(ours);
            if (Files.isWritable(ours)) {
                return new Binaries(ours);
            }
        } catch (IOException e) {
            // No home, or a read-only one: the data folder will do.
        }
        return inside(directory);
    }

    static Binaries inside(DataDirectory directory) {
        return new Binaries(directory.folder("servers"));
    }

    static @Nullable URL find(String resource) {
        return Binaries.class.getClassLoader().getResource(resource);
    }

    /** The folder that holds the unpacked {@code .txz}. */
    Path archive(String name, URL resource) throws IOException {
        return unpacked(name, resource, Binaries::untar);
    }

    /** The folder that holds the program under that name. */
    Path program(String name, URL resource) throws IOException {
        return unpacked(
                name,
                resource,
                (content, folder) -> {
                    var file = folder.resolve(name);
                    Files.copy(content, file);
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rwxr-xr-x"));
                });
    }

    @FunctionalInterface
    private interface Unpacking {
        void unpack(InputStream content, Path folder) throws IOException;
    }

    private Path unpacked(String name, URL resource, Unpacking unpacking) throws IOException {
        var connection = resource.openConnection();
        var folder = home.resolve(name + "-" + checksum(connection));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(home);
        var fresh = Files.createTempDirectory(home, ".unpacking-");
        try (var content = connection.getInputStream()) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.unpack(content, fresh);
            try {
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        } finally {
            remove(fresh);
        }
        return folder;
    }

    private static String checksum(URLConnection connection) throws IOException {
        return connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toHexString(connection.getContentLengthLong());
    }

    private static void untar(InputStream content, Path folder) throws IOException {
        try (var tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(new BufferedInputStream(content, 1 << 16)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                var file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("The archive leaves its folder.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(
                                file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    /** Removes a folder with all in it, if it is there. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
