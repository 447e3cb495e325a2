package dev.parley.app.config;

import java.util.List;

/**
 * A value as somebody wrote it.
 *
 * @param path the path of the property
 * @param text one text, or for a list that was written as such its items
 * @param sequence whether it was written as a list
 * @param origin where it was written, for people: {@code parley.yaml line 3}
 */
record Given(String path, List<String> text, boolean sequence, String origin) {
    static Given scalar(String path, String text, String origin) {
        return new Given(path, List.of(text), false, origin);
    }

    String shown() {
        return sequence ? text.toString() : "\"" + text.getFirst() + "\"";
    }
}
