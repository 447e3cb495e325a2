package dev.parley.connectors.tools;

import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The time zone of a place.
 *
 * <p>Argument: {@code place}. Result: {@code zone} as an IANA id, {@code name} in English as it is
 * called at the time of the call (standard or daylight time), {@code offset} from UTC as ±HH:mm,
 * and {@code place} by its proper name.
 */
public final class TimeZoneTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            new Descriptor(
                    "timezone",
                    "Tells which time zone a place is in.",
                    List.of("place"),
                    List.of(),
                    Access.READ,
                    false,
                    true,
                    Duration.ofSeconds(1));
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("zzzz", Locale.ENGLISH);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

    private final Places places;

    public TimeZoneTool(Places places) {
        this.places = places;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Places.Place place = places.find(new Arguments(slots).required("place"));
        ZonedDateTime there = circumstances.now().atZone(place.zone());
        return Map.of(
                "zone",
                place.zone().getId(),
                "name",
                NAME.format(there),
                "offset",
                OFFSET.format(there),
                "place",
                place.name());
    }
}
