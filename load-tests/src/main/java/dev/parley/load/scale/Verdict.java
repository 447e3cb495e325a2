package dev.parley.load.scale;

import dev.parley.schemas.event.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was heard, against what was said.
 *
 * @param expected finals that must come
 * @param heard of them, those that came
 * @param faults a line for each session of which something is lost, wrong, out of order or there
 *     twice
 * @param repeated events that came again and were left out by their id
 */
public record Verdict(int expected, int heard, List<String> faults, int repeated) {
    static Verdict of(
            Map<SessionId, Script> scripts,
            Map<SessionId, List<Script.Heard>> finals,
            int repeated) {
        int expected = 0;
        int heard = 0;
        List<String> faults = new ArrayList<>();
        for (Map.Entry<SessionId, Script> session : scripts.entrySet()) {
            List<Script.Heard> said = session.getValue().finals();
            List<Script.Heard> came = finals.getOrDefault(session.getKey(), List.of());
            List<Script.Heard> lost = without(said, came);
            expected += said.size();
            heard += said.size() - lost.size();
            if (!came.equals(said)) {
                faults.add(
                        "%s: %d of %d finals, lost %s, not expected %s"
                                .formatted(
                                        session.getKey(),
                                        came.size(),
                                        said.size(),
                                        lost,
                                        without(came, said)));
            }
        }
        return new Verdict(expected, heard, List.copyOf(faults), repeated);
    }

    private static List<Script.Heard> without(List<Script.Heard> all, List<Script.Heard> others) {
        List<Script.Heard> rest = new ArrayList<>(all);
        others.forEach(rest::remove);
        return rest;
    }

    @Override
    public String toString() {
        return "%d of %d finals, %d sessions at fault, %d events again"
                .formatted(heard, expected, faults.size(), repeated);
    }
}
