package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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
            Descriptor.of("timezone", "Tells which time zone a place is in.")
                    .takes(Schema.required("place", "a city, country or state"))
                    .gives(
                            Schema.required("zone", "IANA"),
                            Schema.required("name", "in English"),
                            Schema.required("offset", "from UTC, ±HH:mm"),
                            Schema.required("place", "by its proper name"))
                    .build();
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
