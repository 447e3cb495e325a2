package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.Arguments;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content of a script or module, if it is still what was approved. */
final class ApprovedContent {
    private static final int LONGEST = 16 << 20;

    private ApprovedContent() {}

    /**
     * Reads a file once, so that what was checked is what is run.
     *
     * @throws ToolFailureException if it is gone or another one
     */
    static byte[] read(String name, Path path, String sha256) throws ToolFailureException {
        byte[] content;
        try (InputStream file = Files.newInputStream(path)) {
            content = file.readNBytes(LONGEST + 1);
        } catch (IOException e) {
            throw new ToolFailureException(
                    Reason.FAULT, "I can't find the " + Arguments.spoken(name) + " any more.");
        }
        byte[] wanted = sha256.getBytes(StandardCharsets.US_ASCII);
        byte[] found = digest(content).getBytes(StandardCharsets.US_ASCII);
        if (content.length > LONGEST || !MessageDigest.isEqual(wanted, found)) {
            throw new ToolFailureException(
                    Reason.DENIED,
                    "The %s was changed since it was approved, so I don't run it."
                            .formatted(Arguments.spoken(name)));
        }
        return content;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
