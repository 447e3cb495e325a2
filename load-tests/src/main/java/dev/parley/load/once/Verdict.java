package dev.parley.load.once;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What came of the calls.
 *
 * @param unknown calls of which is told that nobody knows whether they acted
 * @param unknownThatActed those among them that did
 */
record Verdict(int calls, int succeeded, int unknown, int unknownThatActed, List<String> faults) {
    /**
     * @param calls all that were made, with the tool that each was for
     * @param count how often a call acted
     */
    static Verdict of(
            Map<CallId, String> calls,
            Map<CallId, Tool> results,
            Set<CallId> toldTwice,
            ToIntFunction<CallId> count) {
        int succeeded = 0;
        int unknown = 0;
        int acted = 0;
        List<String> faults = new ArrayList<>();
        for (Map.Entry<CallId, String> each : calls.entrySet()) {
            CallId call = each.getKey();
            boolean once = each.getValue().equals(CountingTool.ONCE);
            int times = count.applyAsInt(call);
            if (once && times > 1) {
                faults.add(call + " acted " + times + " times");
            }
            if (toldTwice.contains(call)) {
                faults.add(call + " has two results");
            }
            switch (results.get(call)) {
                case null -> faults.add(call + " has no result");
                case Tool.Succeeded done -> {
                    succeeded++;
                    if (times == 0) {
                        faults.add(call + " is told as done and never acted");
                    }
                }
                case Tool.Failed failed
                        when once && failed.reason() == Tool.Reason.OUTCOME_UNKNOWN -> {
                    unknown++;
                    acted += times;
                }
                case Tool other -> faults.add(call + " ended as " + other);
            }
        }
        return new Verdict(calls.size(), succeeded, unknown, acted, List.copyOf(faults));
    }
}
