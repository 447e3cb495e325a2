package dev.parley.app.scenario;

import java.util.Map;

/** What a tool does in a scenario instead of what it does. */
sealed interface ToolScript {
    /** It never answers, as if its stage were dead. */
    record Silent() implements ToolScript {}

    /** It breaks. */
    record Breaks() implements ToolScript {}

    /** It can't do it, and says so. */
    record Refuses(String sentence) implements ToolScript {}

    record Answers(Map<String, String> result) implements ToolScript {}
}
