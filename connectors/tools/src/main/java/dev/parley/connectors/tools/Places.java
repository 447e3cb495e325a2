package dev.parley.connectors.tools;

import dev.parley.streams.tool.ToolFailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which time zone a place is in.
 *
 * <p>Two sources: the cities that the IANA time zone ids themselves name (as this JDK knows them),
 * and {@code places.tsv}: other cities, countries and states, which wins where both know a name.
 * Upper and lower case, accents and punctuation don't matter. A place that is in several zones, or
 * that isn't known, is refused, never guessed.
 */
public final class Places {
    private static final Set<String> REGIONS =
            Set.of(
                    "Africa",
                    "America",
                    "Antarctica",
                    "Arctic",
                    "Asia",
                    "Atlantic",
                    "Australia",
                    "Europe",
                    "Indian",
                    "Pacific");

    /** Last segments of zone ids that are also everyday words. */
    private static final Set<String> NOT_NAMES =
            Set.of("south", "north", "west", "center", "act", "lhi", "nsw", "currie", "easter");

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SILENT = Pattern.compile("[.'’]");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Map<String, Place> byName = new HashMap<>();
    private final Set<String> inSeveralZones = new HashSet<>();

    /**
     * A place.
     *
     * @param name as one writes it, such as {@code New York}
     */
    public record Place(String name, ZoneId zone) {}

    public Places() {
        readTable();
        readZoneIds();
    }

    /**
     * Finds a place by its name, by a name and what it lies in ("Boston, Massachusetts"), or by a
     * zone id.
     *
     * @throws ToolFailureException if it isn't known, or lies in several zones
     */
    public Place find(String said) throws ToolFailureException {
        Place place = lookUp(said);
        int comma = said.indexOf(',');
        if (place == null && comma > 0) {
            Place inner = lookUp(said.substring(0, comma));
            Place outer = lookUp(said.substring(comma + 1));
            if (inner != null && outer != null && inner.zone().equals(outer.zone())) {
                place = inner;
            }
        }
        if (place != null) {
            return place;
        }
        if (inSeveralZones.contains(withoutArticle(fold(said)))) {
            throw Arguments.refused(
                    "There are several time zones in "
                            + Arguments.echo(said.strip())
                            + ". Please name a city.");
        }
        throw Arguments.refused("I don't know where " + Arguments.echo(said.strip()) + " is.");
    }

    private @Nullable Place lookUp(String said) {
        String name = fold(said);
        Place place = byName.get(name);
        return place != null ? place : byName.get(withoutArticle(name));
    }

    private static String withoutArticle(String name) {
        return name.startsWith("the ") ? name.substring("the ".length()) : name;
    }

    private static String fold(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        String spaced =
                BETWEEN.matcher(SILENT.matcher(plain).replaceAll("")).replaceAll(" ").strip();
        return spaced.toLowerCase(Locale.ROOT);
    }

    private void readTable() {
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t");
            String[] names = columns[1].split(";");
            for (String name : names) {
                if (columns[0].equals("*")) {
                    inSeveralZones.add(fold(name));
                } else {
                    byName.put(fold(name), new Place(names[0].strip(), ZoneId.of(columns[0])));
                }
            }
        }
    }

    private static List<String> lines() {
        InputStream table = Places.class.getResourceAsStream("places.tsv");
        if (table == null) {
            throw new IllegalStateException("places.tsv is missing from the class path");
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void readZoneIds() {
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            int region = id.indexOf('/');
            if (region < 0 || !REGIONS.contains(id.substring(0, region))) {
                continue;
            }
            String name = id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
            if (NOT_NAMES.contains(fold(name))) {
                continue;
            }
            Place place = new Place(name, ZoneId.of(id));
            Place known = byName.putIfAbsent(fold(name), place);
            byName.putIfAbsent(
                    fold(id), known != null && known.zone().equals(place.zone()) ? known : place);
        }
    }
}
