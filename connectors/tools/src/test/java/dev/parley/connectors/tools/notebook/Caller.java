package dev.parley.connectors.tools.notebook;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** A user who calls a tool, each time with a call of its own. */
final class Caller {
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private final Tool tool;
    private final UserId user;
    private final Map<String, String> always;
    private int calls;

    Caller(Tool tool, String user, String... always) {
        this.tool = tool;
        this.user = new UserId(user);
        this.always = map(always);
    }

    Map<String, String> call(String... slots) throws ToolFailureException {
        calls++;
        return again(slots);
    }

    /** The same call as the last, delivered once more. */
    Map<String, String> again(String... slots) throws ToolFailureException {
        Map<String, String> all = new HashMap<>(always);
        all.putAll(map(slots));
        return tool.call(
                all,
                new Tool.Circumstances(
                        NOW, ZoneId.of("Europe/Berlin"), user, new CallId(user + "-" + calls)));
    }

    private static Map<String, String> map(String... slots) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < slots.length; i += 2) {
            map.put(slots[i], slots[i + 1]);
        }
        return map;
    }
}
