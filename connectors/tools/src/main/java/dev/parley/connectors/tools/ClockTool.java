package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What time and what day it is.
 *
 * <p>Arguments: {@code place}, a city, country or state; {@code day}, as {@link DayOf} reads it;
 * {@code home}, the user's IANA zone. All may be left out.
 *
 * <p>Result: {@code time} as HH:mm (24 hours), {@code date} as ISO-8601, {@code weekday} in
 * English, {@code zone} as an IANA id, and {@code place} by its proper name if one was asked for.
 */
public final class ClockTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of(
                            "clock",
                            "Tells the time, the date and the weekday, here or in another place.")
                    .takes(
                            Schema.optional("place", "a city, country or state"),
                            Schema.optional("day", "such as today, monday or 2026-05-01"))
                    .gives(
                            Schema.required("time", "HH:mm").as("time"),
                            Schema.required("date", "ISO-8601").as("date"),
                            Schema.required("weekday", "in English"),
                            Schema.required("zone", "IANA"),
                            Schema.optional("place", "by its proper name, if one was asked for"))
                    .build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Places places;

    public ClockTool(Places places) {
        this.places = places;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        ZoneId zone = arguments.home(circumstances.zone());
        Map<String, String> result = new LinkedHashMap<>();
        Optional<String> asked = arguments.optional("place");
        if (asked.isPresent()) {
            Places.Place place = places.find(asked.get());
            zone = place.zone();
            result.put("place", place.name());
        }
        ZonedDateTime now = circumstances.now().atZone(zone);
        LocalDate date = DayOf.said(arguments.optional("day").orElse("today"), now.toLocalDate());
        result.put("time", TIME.format(now));
        result.put("date", date.toString());
        result.put("weekday", date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        result.put("zone", zone.getId());
        return result;
    }
}
