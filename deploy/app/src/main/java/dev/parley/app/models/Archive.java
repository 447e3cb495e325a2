package dev.parley.app.models;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip, or a tar with or without gzip, from somebody who may mean ill: nothing leaves the
 * folder, links and devices are refused, and what comes out is bounded in bytes and files.
 */
final class Archive {
    private static final int MOST_FILES = 10_000;

    private final Path folder;
    private final long mostBytes;
    private final Disk disk;
    private long bytes;
    private int files;

    private Archive(Path folder, long mostBytes, Disk disk) {
        this.folder = folder.toAbsolutePath().normalize();
        this.mostBytes = mostBytes;
        this.disk = disk;
    }

    /**
     * @param name of the archive, whose end tells its kind
     * @param folder an empty one
     * @return the one folder that all of it is in, or else the given one
     * @throws ModelFault if it isn't safe, or no archive
     */
    static Path unpack(Path archive, String name, Path folder, long mostBytes, Disk disk)
            throws IOException {
        Archive unpacking = new Archive(folder, mostBytes, disk);
        try {
            if (name.endsWith(".zip")) {
                unpacking.zip(archive);
            } else {
                unpacking.tar(archive, !name.endsWith(".tar"));
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw ModelFault.damaged(name + " is no whole archive.");
        }
        List<Path> top;
        try (Stream<Path> entries = Files.list(folder)) {
            top = entries.toList();
        }
        return top.size() == 1 && Files.isDirectory(top.getFirst()) ? top.getFirst() : folder;
    }

    private void zip(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entry.isUnixSymlink()) {
                    throw unsafe("holds a link");
                }
                if (!zip.canReadEntryData(entry)) {
                    throw unsafe("holds what can't be read");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    put(entry.getName(), entry.isDirectory(), in);
                }
            }
        }
    }

    private void tar(Path archive, boolean zipped) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(zipped ? new GZIPInputStream(in) : in)) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                if (!entry.isFile() && !entry.isDirectory()) {
                    throw unsafe("holds a link or a device");
                }
                put(entry.getName(), entry.isDirectory(), tar);
            }
        }
    }

    private void put(String name, boolean isFolder, InputStream content) throws IOException {
        if (++files > MOST_FILES) {
            throw unsafe("holds more than " + MOST_FILES + " files");
        }
        Path target = target(name);
        if (isFolder) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (Files.exists(target)) {
            throw unsafe("holds a file twice");
        }
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = disk.append(target)) {
            int read;
            while ((read = content.read(buffer)) >= 0) {
                bytes += read;
                if (bytes > mostBytes) {
                    throw unsafe("holds far more than was published");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private Path target(String name) {
        try {
            Path target = folder.resolve(name.replace('\\', '/')).normalize();
            if (target.startsWith(folder) && !Path.of(name).isAbsolute()) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw unsafe("holds a file whose name can't be one");
        }
        throw unsafe("holds a file that would leave its folder");
    }

    private static ModelFault unsafe(String why) {
        return ModelFault.damaged("The archive isn't safe to unpack: it " + why + ".");
    }
}
