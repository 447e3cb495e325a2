package dev.parley.load.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One thing that is done to a process.
 *
 * @param number in the plan, from 0
 * @param which of the role's processes
 * @param stopped whether it is stopped for {@link #STOPPED_MILLIS} and goes on, rather than killed
 * @param afterMillis how long after the one before it is done, or later, once all of its role are
 *     well again
 */
record Blow(int number, Role role, int which, boolean stopped, long afterMillis) {
    static final long STOPPED_MILLIS = 5000;

    /** Between two blows, so that a pause can be said to be of one of them. */
    private static final int LEAST_APART_MILLIS = 4000;

    private static final int MOST_APART_MILLIS = 10_000;

    /** Those with a goal for the pause. */
    static final List<Role> GOALS = List.of(Role.HEARING, Role.CORE, Role.SYNTHESIS);

    private static final int ROUND = 20;

    /**
     * Blows number {@code from} to {@code from + count} of a seed's endless plan: of twenty,
     * fifteen kill hearing, core and synthesis, the others a gateway, the broker, or stop a
     * process.
     */
    static List<Blow> plan(long seed, int from, int count) {
        List<Blow> plan = new ArrayList<>();
        for (int round = from / ROUND; round * ROUND < from + count; round++) {
            plan.addAll(round(seed, round));
        }
        return plan.stream()
                .filter(blow -> blow.number >= from && blow.number < from + count)
                .toList();
    }

    private static List<Blow> round(long seed, int round) {
        Random random = new Random(seed * 1_000_003 + round);
        record Kind(Role role, boolean stopped) {}
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            kinds.add(new Kind(GOALS.get(i % GOALS.size()), false));
        }
        kinds.add(new Kind(Role.GATEWAY, false));
        kinds.add(new Kind(Role.GATEWAY, false));
        kinds.add(new Kind(Role.BROKER, false));
        kinds.add(new Kind(GOALS.get(random.nextInt(GOALS.size())), true));
        kinds.add(new Kind(Role.GATEWAY, true));
        Collections.shuffle(kinds, random);
        List<Blow> blows = new ArrayList<>();
        for (int i = 0; i < ROUND; i++) {
            Kind kind = kinds.get(i);
            blows.add(
                    new Blow(
                            round * ROUND + i,
                            kind.role(),
                            kind.role() == Role.BROKER ? 0 : random.nextInt(2),
                            kind.stopped(),
                            random.nextInt(LEAST_APART_MILLIS, MOST_APART_MILLIS)));
        }
        return blows;
    }

    /** How it is called in figures. */
    String title() {
        return (stopped ? "stopped " : "killed ") + role.title();
    }
}
