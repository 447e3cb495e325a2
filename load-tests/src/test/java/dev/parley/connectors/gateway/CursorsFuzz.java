package dev.parley.connectors.gateway;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Identifiers and cursors, which stand in addresses and in records' headers. */
public final class CursorsFuzz {
    private CursorsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        SoundCursor.parse(text).ifPresent(cursor -> same(cursor.millis() >= 0));
        ReplyCursor.of(text).ifPresent(cursor -> same(!cursor.suffix().isEmpty()));
        refusedOr(text, SessionId::new);
        refusedOr(text, EventId::parse);
        refusedOr(text, Owner::parse);
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("a cursor that makes no sense");
        }
    }

    private static void refusedOr(String text, Function<String, Object> parse) {
        try {
            var unused = parse.apply(text).hashCode();
        } catch (IllegalArgumentException refused) {
            // as documented
        }
    }
}
