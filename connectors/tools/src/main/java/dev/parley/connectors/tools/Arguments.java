package dev.parley.connectors.tools;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** The arguments of one call, as a tool reads them. */
public record Arguments(Map<String, String> slots) {
    private static final int LONGEST_ECHO = 60;

    public String required(String name) throws ToolFailureException {
        return optional(name)
                .orElseThrow(() -> refused("I need to know the " + spoken(name) + " for that."));
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(slots.get(name)).map(String::strip).filter(s -> !s.isEmpty());
    }

    /** The user's own zone: the argument {@link Tool#HOME}, else the zone of the circumstances. */
    public ZoneId home(ZoneId otherwise) throws ToolFailureException {
        Optional<String> home = optional(Tool.HOME);
        if (home.isEmpty()) {
            return otherwise;
        }
        try {
            return ZoneId.of(home.get());
        } catch (DateTimeException unknown) {
            throw refused("I don't know the time zone " + echo(home.get()) + ".");
        }
    }

    public static ToolFailureException refused(String sentence) {
        return new ToolFailureException(Reason.BAD_ARGUMENTS, sentence);
    }

    /** What the user said, short enough to be said back. */
    public static String echo(String said) {
        return said.length() <= LONGEST_ECHO ? said : said.substring(0, LONGEST_ECHO) + "…";
    }

    /** The name of a slot or a unit as one says it: {@code mile_per_hour} is "mile per hour". */
    public static String spoken(String name) {
        return name.replace('_', ' ');
    }
}
