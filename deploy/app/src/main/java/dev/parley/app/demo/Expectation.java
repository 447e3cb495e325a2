package dev.parley.app.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a right answer says, which may depend on when it was given. */
@FunctionalInterface
public interface Expectation {
    /**
     * @return the right answers, of which one must be given: each a list of facts that all hold
     */
    List<List<Fact>> between(Instant asked, Instant answered);

    static Expectation always(Fact... facts) {
        return (asked, answered) -> List.of(List.of(facts));
    }

    /** Whatever minute it was between the question and the answer. */
    static Expectation everyMinute(ZoneId zone, Function<ZonedDateTime, List<Fact>> facts) {
        return (asked, answered) -> {
            List<List<Fact>> answers = new ArrayList<>();
            ZonedDateTime last = answered.atZone(zone).truncatedTo(ChronoUnit.MINUTES);
            ZonedDateTime minute = asked.atZone(zone).truncatedTo(ChronoUnit.MINUTES);
            while (!minute.isAfter(last)) {
                answers.add(facts.apply(minute));
                minute = minute.plusMinutes(1);
            }
            return answers;
        };
    }

    static Expectation date(ZoneId zone) {
        return everyMinute(
                zone,
                now -> {
                    LocalDate today = now.toLocalDate();
                    return List.of(Fact.weekday(today), Fact.dayOfYear(today));
                });
    }
}
