package dev.parley.streams.dialogue;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the user is called. */
final class Profile {
    private static final String TOOL = "profile";

    private Profile() {}

    static Plan name() {
        return new Plan.Ask(TOOL, Map.of("action", "get", "trait", "name"));
    }

    /**
     * @param slots with a {@code name}
     */
    static Plan call(Map<String, String> slots) {
        return new Plan.Ask(
                TOOL,
                Map.of("action", "set", "trait", "name", "value", slots.getOrDefault("name", "")));
    }

    static String told(Map<String, String> result) {
        String name = capitalized(result.getOrDefault("value", ""));
        return result.containsKey("before")
                ? "All right, I'll call you " + name + "."
                : "Nice to meet you, " + name + ".";
    }

    static String known(Map<String, String> result) {
        String name = result.getOrDefault("value", "");
        return name.isEmpty()
                ? "You haven't told me your name yet."
                : "Your name is " + capitalized(name) + ".";
    }

    /** As names are written, where a recogniser wrote all of it in small letters. */
    private static String capitalized(String name) {
        String spoken = ErrandPhrases.spoken(name);
        return spoken.equals(spoken.toLowerCase(Locale.ROOT))
                ? Stream.of(spoken.split(" "))
                        .map(Spoken::capitalized)
                        .collect(Collectors.joining(" "))
                : spoken;
    }
}
