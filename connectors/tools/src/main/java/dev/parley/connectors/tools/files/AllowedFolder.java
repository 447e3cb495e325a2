package dev.parley.connectors.tools.files;

import dev.parley.connectors.tools.Arguments;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Output;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A folder that may be read, and nothing outside of it. */
final class AllowedFolder {
    private static final int LONGEST_PATH = 1_000;
    private static final int DEEPEST = 32;

    private final Path root;

    AllowedFolder(Path root) {
        this.root = root;
    }

    /** What stands in a folder: the names of its folders end with a slash. */
    List<String> list(String path) throws ToolFailureException {
        List<String> names = names(path);
        try (SecureDirectoryStream<Path> top = open(root)) {
            return list(top, names);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * @param longest in bytes
     */
    String read(String path, int longest) throws ToolFailureException {
        List<String> names = names(path);
        if (names.isEmpty()) {
            throw Arguments.refused("That's a folder, not a file.");
        }
        try (SecureDirectoryStream<Path> top = open(root)) {
            return read(top, names, longest);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private List<String> list(SecureDirectoryStream<Path> folder, List<String> names)
            throws IOException, ToolFailureException {
        if (!names.isEmpty()) {
            try (SecureDirectoryStream<Path> next = into(folder, names.getFirst())) {
                return list(next, names.subList(1, names.size()));
            }
        }
        List<String> found = new ArrayList<>();
        try {
            for (Path each : folder) {
                String name = each.getFileName().toString();
                BasicFileAttributes kind = attributes(folder, name);
                if (!name.startsWith(".") && (kind.isRegularFile() || kind.isDirectory())) {
                    found.add(kind.isDirectory() ? name + "/" : name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        return found;
    }

    private String read(SecureDirectoryStream<Path> folder, List<String> names, int longest)
            throws IOException, ToolFailureException {
        String name = names.getFirst();
        if (names.size() > 1) {
            try (SecureDirectoryStream<Path> next = into(folder, name)) {
                return read(next, names.subList(1, names.size()), longest);
            }
        }
        BasicFileAttributes kind = attributes(folder, name);
        if (kind.isDirectory()) {
            throw Arguments.refused("That's a folder, not a file.");
        }
        if (kind.isSymbolicLink()) {
            throw Arguments.refused("That's a link to another file, and I don't follow links.");
        }
        if (!kind.isRegularFile()) {
            throw Arguments.refused("That's no ordinary file, so I don't read it.");
        }
        if (kind.size() > longest) {
            throw tooLong();
        }
        try (SeekableByteChannel file =
                folder.newByteChannel(
                        Path.of(name),
                        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return text(file, longest);
        }
    }

    private static String text(SeekableByteChannel file, int longest)
            throws IOException, ToolFailureException {
        ByteBuffer read = ByteBuffer.allocate(longest + 1);
        while (read.hasRemaining() && file.read(read) >= 0) {
            // until it ends or is too long
        }
        if (!read.hasRemaining()) {
            throw tooLong();
        }
        byte[] bytes = new byte[read.position()];
        read.flip().get(bytes);
        return new Output(bytes)
                .text()
                .orElseThrow(() -> Arguments.refused("That file isn't text, so I can't read it."));
    }

    private static SecureDirectoryStream<Path> into(SecureDirectoryStream<Path> folder, String name)
            throws IOException, ToolFailureException {
        if (attributes(folder, name).isSymbolicLink()) {
            throw Arguments.refused("That's behind a link, and I don't follow links.");
        }
        return folder.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, String name)
            throws IOException {
        return folder.getFileAttributeView(
                        Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static SecureDirectoryStream<Path> open(Path folder)
            throws IOException, ToolFailureException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(folder);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        opened.close();
        throw new ToolFailureException(Reason.FAULT, "I can't read files safely on this machine.");
    }

    /** The names that a path is made of, each of which could stand in the folder. */
    private static List<String> names(String path) throws ToolFailureException {
        if (path.length() > LONGEST_PATH || path.chars().anyMatch(Character::isISOControl)) {
            throw Arguments.refused("That's no name of a file.");
        }
        if (path.startsWith("/") || path.startsWith("~") || path.indexOf('\\') >= 0) {
            throw Arguments.refused("I can only read files in the folder that was set up for me.");
        }
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                throw Arguments.refused(
                        "I can only read files in the folder that was set up for me.");
            }
            if (name.startsWith(".") && !name.equals(".")) {
                throw Arguments.refused("I don't read hidden files.");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (names.size() > DEEPEST) {
            throw Arguments.refused("That's no name of a file.");
        }
        return names;
    }

    private static ToolFailureException tooLong() {
        return Arguments.refused("That file is too long for me to read.");
    }

    private static ToolFailureException failed(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> Arguments.refused("I find no file of that name.");
            case NotDirectoryException file -> Arguments.refused("I find no folder of that name.");
            case FileSystemLoopException loop ->
                    Arguments.refused("That's behind a link, and I don't follow links.");
            default -> new ToolFailureException(Reason.FAULT, "I couldn't read that.");
        };
    }
}
