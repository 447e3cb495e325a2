package dev.parley.app.running;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which stages go under the names that operators know. */
public final class Roles {
    /** The gateway's name among the stages of a process. */
    public static final String GATEWAY = "gateway";

    private static final Map<String, List<String>> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("api-gateway", List.of(GATEWAY));
        STAGES.put("voice-gateway", List.of(GATEWAY));
        STAGES.put("stt-service", List.of("hearing"));
        STAGES.put("tts-service", List.of("synthesis"));
        STAGES.put(
                "agent-core",
                List.of(
                        "sequence",
                        "turn",
                        "context",
                        "intent",
                        "dialogue",
                        "timer",
                        "timeline",
                        "audit",
                        "auditing"));
        STAGES.put("memory-service", List.of());
        STAGES.put("tool-executor", List.of("authorization", "tool"));
        STAGES.put("web-service", List.of());
    }

    private Roles() {}

    /** Every role with its stages; none for one that no stage has been built for yet. */
    public static Map<String, List<String>> all() {
        return java.util.Collections.unmodifiableMap(STAGES);
    }

    /** What a process can run: the gateway, and the stages in the order of the pipeline. */
    public static List<String> stages() {
        List<String> names = new ArrayList<>();
        names.add(GATEWAY);
        names.addAll(Pipeline.names());
        return List.copyOf(names);
    }
}
