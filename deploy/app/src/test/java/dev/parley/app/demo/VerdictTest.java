package dev.parley.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant ASKED = Instant.parse("2026-11-22T01:03:50Z");
    private static final Instant ANSWERED = Instant.parse("2026-11-22T01:04:02Z");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private static final Expectation TIME =
            Expectation.everyMinute(
                    TOKYO, now -> List.of(Fact.time(now.toLocalTime()), Fact.words("tokyo")));
    private static final Expectation PRODUCT =
            Expectation.always(Fact.number(new BigDecimal("84")));
    private static final Expectation LENGTH =
            Expectation.always(Fact.amount(new BigDecimal("16.09"), "kilometers"));

    @Test
    void passesARightTimeThroughoutTheMinutesOfTheQuestion() {
        assertThat(fault(TIME, "It is 10:03 AM in Tokyo.", "it is ten oh three a m in tokyo"))
                .isEmpty();
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "it is ten oh for a m in tokyo"))
                .isEmpty();
        assertThat(
                        fault(
                                TIME,
                                "It is 10:04 in the morning in Tokyo.",
                                "it is ten oh four in the morning in tokyo"))
                .isEmpty();
    }

    @Test
    void failsAWrongTime() {
        assertThat(fault(TIME, "It is 10:05 AM in Tokyo.", "it is ten oh five a m in tokyo"))
                .contains("words");
        assertThat(fault(TIME, "It is 10:04 PM in Tokyo.", "it is ten oh four p m in tokyo"))
                .contains("words");
        assertThat(fault(TIME, "It is 10:04 AM in Kyoto.", "it is ten oh four a m in tokyo"))
                .contains("words");
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "it is ten forty a m in tokyo"))
                .contains("sound");
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "it is ten oh four a m in rome"))
                .contains("sound");
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "")).contains("sound");
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "it is ten oh four in tokyo"))
                .contains("sound");
        assertThat(
                        fault(
                                TIME,
                                "It is 10:04 in the morning in Tokyo.",
                                "it is ten oh four in the evening in tokyo"))
                .contains("sound");
        assertThat(
                        fault(
                                TIME,
                                "It is 10:04 at night in Tokyo.",
                                "it is ten oh four at night in tokyo"))
                .contains("words");
        assertThat(fault(TIME, "It is 10:04 AM in Tokyo.", "it is ten oh four p m in tokyo"))
                .contains("sound");
    }

    @Test
    void wantsTheSameMinuteInWordsAndSound() {
        assertThat(fault(TIME, "It is 10:03 AM in Tokyo.", "it is ten oh four a m in tokyo"))
                .contains("sound");
    }

    @Test
    void passesARightResult() {
        assertThat(fault(PRODUCT, "12 times 7 is 84.", "twelve times seven is eighty four"))
                .isEmpty();
        assertThat(fault(PRODUCT, "That makes eighty-four.", "that makes eighty for")).isEmpty();
    }

    @Test
    void failsAWrongResult() {
        assertThat(fault(PRODUCT, "12 times 7 is 184.", "one hundred eighty four"))
                .contains("words");
        assertThat(fault(PRODUCT, "12 times 7 is 8.4.", "eight point four")).contains("words");
        assertThat(fault(PRODUCT, "12 times 7 is 84.5.", "eighty four point five"))
                .contains("words");
        assertThat(fault(PRODUCT, "12 times 7 is 84.", "twelve times seven is eighty"))
                .contains("sound");
        assertThat(fault(PRODUCT, "12 times 7 is 84.", "one hundred eighty four"))
                .contains("sound");
        assertThat(fault(PRODUCT, "I did not understand.", "i did not understand"))
                .contains("words");
    }

    @Test
    void wantsTheUnit() {
        assertThat(
                        fault(
                                LENGTH,
                                "10 miles is 16.09 kilometers.",
                                "ten miles is sixteen point oh nine kilometers"))
                .isEmpty();
        assertThat(
                        fault(
                                LENGTH,
                                "10 miles is 16.09 kilometers.",
                                "ten miles is sixteen point oh nine kilograms"))
                .contains("sound");
        assertThat(fault(LENGTH, "10 miles is 16.1 kilometers.", "sixteen point one kilometers"))
                .contains("words");
    }

    @Test
    void readsThousandsWithAndWithoutCommas() {
        Expectation many = Expectation.always(Fact.amount(new BigDecimal("1440"), "minutes"));
        String sound = "one thousand four hundred and forty minutes";
        assertThat(fault(many, "24 hours is 1,440 minutes.", sound)).isEmpty();
        assertThat(fault(many, "24 hours is 1440 minutes.", sound)).isEmpty();
        assertThat(fault(many, "24 hours is 11,440 minutes.", sound)).contains("words");
    }

    @Test
    void tellsDaysApart() {
        Expectation date = Expectation.date(TOKYO);
        String sound = "it is sunday november twenty second";
        assertThat(fault(date, "It is Sunday, November 22.", sound)).isEmpty();
        assertThat(fault(date, "It is Sunday, November 22nd, 2026.", sound)).isEmpty();
        assertThat(fault(date, "It is Monday, November 22.", sound)).contains("words");
        assertThat(fault(date, "It is Sunday, November 2.", sound)).contains("words");
        assertThat(fault(date, "It is Sunday, November 22.", "it is sunday november second"))
                .contains("sound");
        assertThat(fault(date, "It is Sunday, November 22.", "it is monday november twenty second"))
                .contains("sound");
    }

    @Test
    void acceptsBothDaysAroundMidnight() {
        // Given
        Instant before = Instant.parse("2026-11-22T14:59:58Z");
        Instant after = Instant.parse("2026-11-22T15:00:03Z");

        // When
        Verdict verdict =
                Verdict.of(
                        Expectation.date(TOKYO),
                        before,
                        after,
                        "It is Monday, November 23.",
                        List.of("it is monday november twenty third"));

        // Then
        assertThat(verdict.isRight()).isTrue();
        assertThat(verdict.expected()).isEqualTo("Sunday, November 22 or Monday, November 23");
    }

    @Test
    void hearsOnlyTheMonthOnTheDayThatTheModelDoesNotKnow() {
        // Given
        Fact day = Fact.dayOfYear(LocalDate.of(2026, 11, 30));

        // When, Then
        assertThat(day.isHeardIn(Spoken.of("it is monday november thirteenth"))).isTrue();
        assertThat(day.isWrittenIn("It is Monday, November 30.")).isTrue();
        assertThat(day.isWrittenIn("It is Monday, November 13.")).isFalse();
    }

    @Test
    void failsWhatOneHearingRefutes() {
        Expectation ahead = Expectation.always(Fact.fromUtc(ZoneOffset.ofHours(9)));
        String words = "Tokyo is in Japan Standard Time, 9 hours ahead of UTC.";
        assertThat(fault(ahead, words, "nine hours behind you tea see", "nine hours a hat"))
                .contains("sound");
    }

    @Test
    void readsNamesWithAndWithoutAccents() {
        assertThat(Fact.words("zurich").isWrittenIn("It is 10:04 at night in Z\u00fcrich."))
                .isTrue();
        assertThat(Fact.words("zurich").isWrittenIn("It is 10:04 at night in Zug.")).isFalse();
    }

    @Test
    void tellsOffsetsApart() {
        Expectation ahead = Expectation.always(Fact.fromUtc(ZoneOffset.ofHours(9)));
        String words = "Tokyo is in Japan Standard Time, 9 hours ahead of UTC.";
        assertThat(fault(ahead, words, "japan time nine hours a hat of you tea see")).isEmpty();
        assertThat(fault(ahead, words, "japan time nine hours ahead of you tea see")).isEmpty();
        assertThat(fault(ahead, words, "japan time nine hours behind you tea see"))
                .contains("sound");
        assertThat(fault(ahead, words, "japan time one hour ahead of you tea see"))
                .contains("sound");
        assertThat(fault(ahead, "Tokyo is 9 hours behind UTC.", "nine hours ahead"))
                .contains("words");
    }

    @Test
    void wantsATimerToSayThatItIsDone() {
        // Given
        Questions questions = Questions.drawnFrom(1);
        Expectation ring = questions.ring();
        String seconds = questions.timer().toSeconds() + " seconds";
        String spoken = EnglishNumber.cardinal((int) questions.timer().toSeconds()) + " seconds";

        // When, Then
        assertThat(fault(ring, "Your timer is done.", "your timer is done")).isEmpty();
        assertThat(
                        fault(
                                ring,
                                "Your timer for " + seconds + " is done.",
                                "your timer for " + spoken + " is ben"))
                .isEmpty();
        assertThat(fault(ring, "Your timer is done.", "your timer is ben")).contains("sound");
        assertThat(
                        fault(
                                ring,
                                "Your timer is set for " + seconds + ".",
                                "your timer is set for " + spoken))
                .contains("words");
    }

    @Test
    void passesWhatIsHeardTheSecondTime() {
        // Given
        String words = "It is 10:04 AM in Tokyo.";
        String blurred = "it is ten for name into key oh";
        String right = "it is ten oh four a m in tokyo";

        // When, Then
        assertThat(fault(TIME, words, blurred)).contains("sound");
        assertThat(fault(TIME, words, blurred, right)).isEmpty();
        assertThat(fault(TIME, words, blurred, blurred)).contains("sound");
    }

    private static String fault(Expectation expectation, String words, String... hearings) {
        return Verdict.of(expectation, ASKED, ANSWERED, words, List.of(hearings)).fault();
    }
}
