package dev.parley.app.models;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that somebody publishes.
 *
 * @param name also of the folder that it is put into
 * @param language a BCP 47 tag, or {@code many}
 * @param licence an SPDX identifier, or words
 * @param about a few words
 * @param pieces what is downloaded, at least one
 */
public record PublishedModel(
        String name,
        ModelKind kind,
        String language,
        String licence,
        String about,
        List<Piece> pieces) {
    /**
     * A file to be downloaded.
     *
     * @param file its name
     * @param unpack whether it is an archive, whose content is wanted instead
     * @param bytes how long it is, as published, which may be rounded
     * @param sources where to get it, the publisher first; at least one
     */
    public record Piece(
            String file,
            boolean unpack,
            long bytes,
            List<URI> sources,
            @Nullable Checksum publishedChecksum) {
        private static final long ROUNDING = 1L << 20;
        private static final int UNPACKED_PER_PACKED = 5;
        private static final long UNPACKED_AT_LEAST = 16L << 20;

        public Piece {
            requireName(file);
            if (bytes < 1 || sources.isEmpty()) {
                throw new IllegalArgumentException(file + " wants a size and a source");
            }
            sources = List.copyOf(sources);
        }

        /** The published checksum, if there is one. */
        public Optional<Checksum> checksum() {
            return Optional.ofNullable(publishedChecksum);
        }

        /** What a download may have at most, in bytes. */
        long mostBytes() {
            return bytes + Math.max(bytes / 10, ROUNDING);
        }

        /** What may come out of it at most, in bytes. */
        long mostUnpacked() {
            return unpack ? bytes * UNPACKED_PER_PACKED + UNPACKED_AT_LEAST : 0;
        }

        /** What it takes on the disk while it is fetched, in bytes. */
        long wanted() {
            return bytes + (unpack ? bytes * 2 : 0);
        }
    }

    public PublishedModel {
        requireName(name);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException(name + " has no pieces");
        }
        pieces = List.copyOf(pieces);
    }

    /** Of all that is downloaded, in bytes. */
    public long bytes() {
        return pieces.stream().mapToLong(Piece::bytes).sum();
    }

    /** What its checksums are worth, in a few words. */
    public String checked() {
        if (pieces.stream().allMatch(piece -> piece.checksum().isEmpty())) {
            return "pinned at first download";
        }
        boolean all = pieces.stream().allMatch(piece -> piece.checksum().isPresent());
        boolean byPublisher =
                pieces.stream()
                        .flatMap(piece -> piece.checksum().stream())
                        .allMatch(Checksum::byPublisher);
        String algorithm =
                pieces.stream()
                        .flatMap(piece -> piece.checksum().stream())
                        .map(Checksum::algorithm)
                        .findFirst()
                        .orElseThrow();
        return algorithm
                + (byPublisher ? " by the publisher" : " by others")
                + (all ? "" : ", the rest pinned");
    }

    private static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("no name of a file: " + name);
        }
    }
}
