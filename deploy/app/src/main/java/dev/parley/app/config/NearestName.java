package dev.parley.app.config;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be. */
public record NearestName(Collection<String> names) {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    public static NearestName among(Collection<String> names) {
        return new NearestName(names);
    }

    /** The nearest name; none when nothing is near. */
    public Optional<String> to(String mistyped) {
        return names.stream()
                .filter(name -> distance(name, mistyped) <= tolerance(mistyped))
                .min(
                        Comparator.comparingInt((String name) -> distance(name, mistyped))
                                .thenComparing(Comparator.naturalOrder()))
                .or(() -> withTheSameEnd(mistyped));
    }

    /** What was written in the wrong place, or without its place. */
    private Optional<String> withTheSameEnd(String mistyped) {
        String end = end(mistyped);
        return names.stream().filter(name -> end(name).equals(end)).sorted().findFirst();
    }

    private static int distance(String name, String mistyped) {
        return DISTANCE.apply(plain(name), plain(mistyped));
    }

    private static int tolerance(String mistyped) {
        return Math.max(2, plain(mistyped).length() / 4);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static String end(String name) {
        return plain(name.substring(name.lastIndexOf('.') + 1));
    }
}
