package dev.parley.load.pressure;

import dev.parley.load.scale.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How long sessions waited for their finals, one figure a session.
 *
 * @param sorted shortest first
 */
record Waits(List<Duration> sorted) {
    /** Shorter than that nobody waits who has caught up. */
    private static final Duration BEHIND = Duration.ofSeconds(2);

    /** So much may the slowest need above a multiple of the median. */
    private static final Duration LEEWAY = Duration.ofSeconds(2);

    private static final int MOST_TIMES_THE_MEDIAN = 2;

    /**
     * The longest wait of each session, between its record that ended an utterance and the final.
     */
    static Waits longest(Collection<List<Listener.Arrival>> sessions) {
        return of(
                sessions,
                arrivals ->
                        arrivals.stream()
                                .map(Listener.Arrival::waited)
                                .max(Duration::compareTo)
                                .orElse(Duration.ZERO));
    }

    /** From the engine's recovery to the last final of each session that came late. */
    static Waits catchingUp(Collection<List<Listener.Arrival>> sessions, Instant recovered) {
        return of(
                sessions,
                arrivals ->
                        arrivals.stream()
                                .filter(each -> each.waited().compareTo(BEHIND) > 0)
                                .map(each -> Duration.between(recovered, each.came()))
                                .filter(Duration::isPositive)
                                .max(Duration::compareTo)
                                .orElse(Duration.ZERO));
    }

    private static Waits of(
            Collection<List<Listener.Arrival>> sessions,
            Function<List<Listener.Arrival>, Duration> wait) {
        return new Waits(sessions.stream().map(wait).sorted().toList());
    }

    boolean fair() {
        return sorted.isEmpty()
                || sorted.getLast()
                                .compareTo(at(0.5).multipliedBy(MOST_TIMES_THE_MEDIAN).plus(LEEWAY))
                        <= 0;
    }

    private Duration at(double share) {
        return sorted.get((int) (share * (sorted.size() - 1)));
    }

    @Override
    public String toString() {
        return sorted.isEmpty()
                ? "of no session"
                : "shortest %s s, median %s s, of nine in ten at most %s s, longest %s s"
                        .formatted(
                                seconds(sorted.getFirst()),
                                seconds(at(0.5)),
                                seconds(at(0.9)),
                                seconds(sorted.getLast()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
