package dev.parley.app.engines;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last words of a program in its log. */
final class LogTail {
    private static final int MOST_BYTES = 2_000;

    private LogTail() {}

    /** The last line that isn't blank; a few words if there is none. */
    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - MOST_BYTES);
            byte[] last = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(last);
            return new String(last, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((before, line) -> line)
                    .orElse("it says nothing");
        } catch (IOException e) {
            return "it says nothing";
        }
    }
}
