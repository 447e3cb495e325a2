package dev.parley.streams.dialogue;

import dev.parley.streams.calendar.SaidMoment;
import java.time.ZonedDateTime;
import java.util.function.Function;

/** What becomes of something that is wanted at a moment. */
final class Moment {
    private Moment() {}

    /**
     * @param now on the user's clock
     * @param tooOften what is said if it is wanted more often than once a day
     * @param then what is done at a moment that there is
     */
    static Plan plan(
            Meaning meaning,
            ZonedDateTime now,
            String tooOften,
            Function<SaidMoment.At, Plan> then) {
        return switch (SaidMoment.of(meaning.slots(), now)) {
            case SaidMoment.At at -> then.apply(at);
            case SaidMoment.NoTime none ->
                    Need.of(meaning.intent(), meaning.slots()).orElseThrow().asked(meaning);
            case SaidMoment.Past past -> Plan.Say.of("That time is over already.");
            case SaidMoment.Impossible impossible -> Plan.Say.of("I don't know such a time.");
            case SaidMoment.TooOften often -> Plan.Say.of(tooOften);
        };
    }
}
