package dev.parley.connectors.reasoning.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of day, days, lists and amounts. */
class SpokenWhenTest {
    private static String core(String said) {
        return Sentence.of(said).core();
    }

    @ParameterizedTest
    @CsvSource({
        "wake me at half past seven,07:30,false",
        "an alarm for quarter to six,05:45,false",
        "set it to seven thirty p m,19:30,true",
        "Alarm at 6:45 am,06:45,true",
        "twenty past eight in the evening,20:20,true",
        "at noon,12:00,true",
        "ten to midnight,23:50,true",
        "twelve thirty a m,00:30,true",
        "at twelve p.m.,12:00,true",
        "wake me at 1930,19:30,true",
        "eight o'clock,08:00,false",
        "remind me at nine to call,09:00,false"
    })
    void readsATimeOfDay(String said, String time, boolean sure) {
        assertThat(SpokenTime.in(core(said)))
                .hasValueSatisfying(
                        found -> {
                            assertThat(found.time()).isEqualTo(LocalTime.parse(time));
                            assertThat(found.sure()).isEqualTo(sure);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set a timer for ten minutes",
                "at 25 pm",
                "for 5 percent",
                "half past forty",
                "in three days",
                "hello"
            })
    void takesNothingElseForATime(String said) {
        assertThat(SpokenTime.in(core(said))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "next friday at half past seven,next friday",
        "the day after tomorrow,P2D",
        "in two weeks,P2W",
        "three days ago,-P3D",
        "a week from now,P1W",
        "on march third,--03-03",
        "the thirty first of december,--12-31",
        "the twenty second of june 2027,2027-06-22",
        "on 2026-12-24,2026-12-24",
        "tomorrow morning,tomorrow",
        "next month,P1M",
        "pay rent on the first,---01",
        "on sundays,sunday",
        "the 29th of february,--02-29",
        "the thirty first of february,--02-31",
        "on april 31st,--04-31"
    })
    void readsADay(String said, String day) {
        assertThat(SpokenDate.in(core(said))).map(SpokenDate::day).hasValue(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01", "99/99"})
    void leavesADayThatNoCalendarHasUnread(String said) {
        assertThat(SpokenDate.in(core(said))).isEmpty();
    }

    @Test
    void readsTheOrderOfNumbersAsTheCountryDoes() {
        assertThat(SpokenDate.in(core("3/4"), Locale.US)).map(SpokenDate::day).hasValue("--03-04");
        assertThat(SpokenDate.in(core("3/4"), Locale.UK)).map(SpokenDate::day).hasValue("--04-03");
    }

    @Property
    void readsEveryTimeThatIsWritten(
            @ForAll @IntRange(max = 23) int hour, @ForAll @IntRange(max = 59) int minute) {
        String said = String.format(Locale.ROOT, "set an alarm for %d:%02d", hour, minute);

        assertThat(SpokenTime.in(core(said)))
                .hasValueSatisfying(
                        found ->
                                assertThat(
                                                (found.time().toSecondOfDay() / 60
                                                                - hour * 60
                                                                - minute)
                                                        % 720)
                                        .isZero());
    }

    @Property
    void staysInsideAnyText(@ForAll String text) {
        String core = core(text);

        SpokenTime.in(core)
                .ifPresent(found -> assertThat(found.end()).isLessThanOrEqualTo(core.length()));
        SpokenDate.in(core)
                .ifPresent(found -> assertThat(found.end()).isLessThanOrEqualTo(core.length()));
        assertThat(SpokenList.of(text)).allSatisfy(item -> assertThat(item).isNotBlank());
    }

    @Test
    void readsAList() {
        assertThat(SpokenList.of("milk, two eggs and bread"))
                .isEqualTo(List.of("milk", "two eggs", "bread"));
        assertThat(SpokenList.of(" , and ; ")).isEmpty();
        assertThat(SpokenList.of("x".repeat(10_000))).hasSize(1);
    }

    @Test
    void readsMoneyAndPercentages() {
        assertThat(SpokenAmount.money(core("five dollars and fifty cents")))
                .hasValue(new SpokenAmount(new BigDecimal("5.50"), "USD"));
        assertThat(SpokenAmount.money(core("twenty euros")))
                .hasValue(new SpokenAmount(new BigDecimal("20"), "EUR"));
        assertThat(SpokenAmount.percentage(core("thirty percent")))
                .hasValue(new SpokenAmount(new BigDecimal("30"), "%"));
        assertThat(SpokenAmount.money("1 pound of flour")).isPresent();
    }
}
