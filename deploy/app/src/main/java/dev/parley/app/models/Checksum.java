package dev.parley.app.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A checksum that stands somewhere in public.
 *
 * @param algorithm {@code sha256}, {@code sha1} or {@code md5}, as it was published
 * @param value in lower-case hexadecimal digits
 * @param byPublisher false if it is what others recorded
 * @param place where it stands
 */
public record Checksum(String algorithm, String value, boolean byPublisher, String place) {
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha256", "SHA-256", "sha1", "SHA-1", "md5", "MD5");

    public Checksum {
        if (!ALGORITHMS.containsKey(algorithm)) {
            throw new IllegalArgumentException("no algorithm of checksums: " + algorithm);
        }
        if (!value.matches("[0-9a-f]{32,64}") || place.isBlank()) {
            throw new IllegalArgumentException("no checksum: " + value + " at " + place);
        }
    }

    /** Whether a file has it. */
    boolean fits(Path file) throws IOException {
        return value.equals(of(file, algorithm));
    }

    static String sha256(Path file) throws IOException {
        return of(file, "sha256");
    }

    private static String of(Path file, String algorithm) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.get(algorithm));
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
