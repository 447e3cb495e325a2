package dev.parley.connectors.tools;

import dev.parley.streams.tool.ToolFailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** In which country a time zone lies, by {@code zones.tsv}. */
public final class CountryOfZone {
    private static final Map<String, String> COUNTRIES = read();

    private CountryOfZone() {}

    /**
     * The ISO 3166 code.
     *
     * @throws ToolFailureException if the zone is of no country, like UTC
     */
    public static String of(ZoneId zone) throws ToolFailureException {
        String country = COUNTRIES.get(zone.getId());
        if (country == null) {
            throw Arguments.refused("For which country would you like to know that?");
        }
        return country;
    }

    private static Map<String, String> read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        CountryOfZone.class.getResourceAsStream("zones.tsv"),
                                        "zones.tsv"),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toUnmodifiableMap(zone -> zone[0], zone -> zone[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
