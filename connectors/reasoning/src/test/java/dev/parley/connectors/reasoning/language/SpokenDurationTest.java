package dev.parley.connectors.reasoning.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.time.Duration;
import java.util.Locale;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A duration said in words is read back, in the order hours, minutes, seconds. */
class SpokenDurationTest {
    private final RuleBasedNumberFormat speller =
            new RuleBasedNumberFormat(Locale.ENGLISH, RuleBasedNumberFormat.SPELLOUT);

    @Property(tries = 2000)
    void readsBackWhatWasSaid(
            @ForAll @IntRange(max = 200) int hours,
            @ForAll @IntRange(max = 59) int minutes,
            @ForAll @IntRange(max = 59) int seconds,
            @ForAll boolean and) {
        // Given
        Assume.that(hours + minutes + seconds > 0);
        StringBuilder said = new StringBuilder();
        append(said, hours, "hour", and);
        append(said, minutes, "minute", and);
        append(said, seconds, "second", and);

        // When
        var read = SpokenDuration.in(Sentence.of("set a timer for " + said).core());

        // Then
        assertThat(read)
                .as(said.toString())
                .map(SpokenDuration::duration)
                .contains(Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds));
    }

    @Example
    void refusesWhatNoClockCouldHold() {
        assertThat(SpokenDuration.in("0 minutes")).isEmpty();
        assertThat(SpokenDuration.in("9".repeat(500) + " weeks")).isEmpty();
    }

    private void append(StringBuilder said, int amount, String unit, boolean and) {
        if (amount == 0) {
            return;
        }
        said.append(said.isEmpty() ? "" : and ? " and " : " ");
        said.append(speller.format(amount)).append(' ').append(unit).append(amount == 1 ? "" : "s");
    }
}
