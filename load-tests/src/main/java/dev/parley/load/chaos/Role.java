package dev.parley.load.chaos;

import java.util.List;

/** What runs in processes of its own. */
enum Role {
    HEARING("hearing"),
    CORE(
            "sequence",
            "turn",
            "context",
            "intent",
            "dialogue",
            "timer",
            "timeline",
            "audit",
            "auditing"),
    SYNTHESIS("synthesis"),
    TOOLS("authorization", "tool"),
    GATEWAY("gateway"),
    BROKER();

    private final List<String> stages;

    Role(String... stages) {
        this.stages = List.of(stages);
    }

    List<String> stages() {
        return stages;
    }

    /** Whether a killed process of that title is to be made up for within two seconds. */
    static boolean hasGoal(String title) {
        return Blow.GOALS.stream().anyMatch(role -> title.equals("killed " + role.title()));
    }

    String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
