package dev.parley.streams.replay;

import dev.parley.schemas.event.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far two implementations of a stage say the same. Of events that differ, what the first said
 * stands as recorded, what the second said as replayed.
 *
 * @param compared events that both answered
 * @param unanswered events that only the first answered, since the second's first answer
 * @param differences of those that were compared
 */
public record Agreement(int compared, int unanswered, List<Difference> differences) {
    /** How sure an engine is and how it came by it isn't what it says. */
    private static final Set<String> ASIDE = Set.of("confidence", "source");

    /** Matches events by what caused them: their ids are the same but for the writer. */
    public static Agreement between(List<Recorded> first, List<Recorded> second) {
        Map<String, Envelope<?>> answers = new HashMap<>();
        second.forEach(each -> answers.putIfAbsent(cause(each), each.envelope()));
        List<Difference> differences = new ArrayList<>();
        int compared = 0;
        int unanswered = 0;
        for (Recorded each : first) {
            Envelope<?> answer = answers.remove(cause(each));
            if (answer != null) {
                compared++;
                Difference difference = Difference.between(each, answer);
                if (difference.changes().stream()
                        .anyMatch(change -> !ASIDE.contains(change.path()))) {
                    differences.add(difference);
                }
            } else if (second.stream()
                    .anyMatch(
                            other ->
                                    other.envelope()
                                            .times()
                                            .emitted()
                                            .isBefore(each.envelope().times().received()))) {
                unanswered++;
            }
        }
        return new Agreement(compared, unanswered, List.copyOf(differences));
    }

    /** 0 to 1; 1 if nothing was compared. */
    public double share() {
        return compared == 0 ? 1 : 1 - (double) differences.size() / compared;
    }

    private static String cause(Recorded record) {
        return record.envelope().session() + " " + record.envelope().id().pathText();
    }
}
