package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Tool;
import dev.parley.streams.dialogue.Talk.Sentence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowUpsTest {
    private static final Sentence NEVER_MIND = Sentence.of("cancel");
    private static final Sentence YES = Sentence.of("yes");
    private static final Sentence NO = Sentence.of("no");

    private final Talk talk = new Talk();

    @AfterEach
    void close() {
        talk.close();
    }

    @Test
    void asksForWhatIsMissingAndChangesAddsAndCancels() {
        assertThat(talk.hears(Sentence.of("timer.set")))
                .isEqualTo("For how long should I set the timer?");
        assertThat(talk.hears(duration("PT10M"))).isEqualTo("Your timer is set for 10 minutes.");
        assertThat(talk.hears(number("20", "correction")))
                .isEqualTo("Your timer is now set for 20 minutes.");
        assertThat(talk.hears(number("5", "another")))
                .isEqualTo("Your second timer is set for 5 minutes.");
        assertThat(talk.hears(Sentence.of("timer.list")))
                .isEqualTo(
                        "You have two timers: the timer for 20 minutes with 20 minutes left and"
                                + " the timer for 5 minutes with 5 minutes left.");
        assertThat(talk.hears(NEVER_MIND.mentioning("ordinal", "2", "words", "the second one")))
                .isEqualTo("I cancelled the timer for 5 minutes.");
        talk.after(Duration.ofMinutes(2));
        assertThat(talk.hears(Sentence.of("timer.list").mentioning("referring", "that")))
                .isEqualTo("Your timer has 18 minutes left.");
        assertThat(talk.after(Duration.ofMinutes(18)))
                .isEqualTo("Your timer for 20 minutes is over.");
        assertThat(talk.hears(Sentence.of("timer.list"))).isEqualTo("You have no timers.");
    }

    @Test
    void correctsWhatWasMisheard() {
        // Given
        talk.hears(Sentence.of("timer.set", "duration", "PT50M", "label", "pizza"));
        talk.after(Duration.ofSeconds(10));

        // When
        String answer =
                talk.hears(Sentence.none().mentioning("manner", "correction", "duration", "PT15M"));

        // Then
        assertThat(answer).isEqualTo("Your pizza timer is now set for 15 minutes.");
        assertThat(talk.hears(Sentence.of("timer.list")))
                .isEqualTo("Your pizza timer has 14 minutes and 50 seconds left.");
    }

    @Test
    void takesUpWhatWasLeftOut() {
        // Given
        talk.hears(Sentence.of("time"));
        talk.calls();

        // When
        String answer =
                talk.hears(Sentence.none().mentioning("manner", "supplement", "place", "paris"));

        // Then
        assertThat(talk.calls()).extracting(Tool.Requested::tool).containsExactly("clock");
        assertThat(answer).isEqualTo("It is 10:00 in the morning in paris.");
    }

    @Test
    void takesUpADay() {
        // Given
        talk.hears(Sentence.of("date"));

        // When
        String answer =
                talk.hears(Sentence.none().mentioning("manner", "supplement", "date", "tomorrow"));

        // Then
        assertThat(answer).isEqualTo("Tomorrow is Tuesday, November 24.");
    }

    @Test
    void asksWhichOfSeveralIsMeant() {
        // Given
        talk.hears(Sentence.of("timer.set", "duration", "PT10M", "label", "pizza"));
        talk.hears(Sentence.of("timer.set", "duration", "PT8M", "label", "eggs"));

        // When
        String question = talk.hears(Sentence.of("timer.cancel"));

        // Then
        assertThat(question)
                .isEqualTo(
                        "You have two timers: the pizza timer with 10 minutes left and the eggs"
                                + " timer with 8 minutes left. Which one should I cancel?");
        assertThat(talk.hears(Sentence.none().mentioning("label", "pizza")))
                .isEqualTo("I cancelled the pizza timer.");
    }

    @Test
    void returnsToAQuestionFromWhichTheUserLedAway() {
        // Given
        talk.hears(Sentence.of("timer.set"));

        // When
        String answer = talk.hears(Sentence.of("time"));

        // Then
        assertThat(answer).isEqualTo("It is 10:00 in the morning. For how long, please?");
        assertThat(talk.hears(duration("PT10M"))).isEqualTo("Your timer is set for 10 minutes.");
    }

    @Test
    void asksTwiceAndLeavesItThen() {
        assertThat(talk.hears(Sentence.of("timer.set"))).contains("For how long");
        assertThat(talk.hears(Sentence.none())).isEqualTo("For how long, please?");
        assertThat(talk.hears(Sentence.none()))
                .isEqualTo("I did not understand that. Let's leave it.");
        assertThat(talk.hears(duration("PT10M"))).contains("did not understand");
    }

    @Test
    void dropsAQuestionOnRequest() {
        for (Sentence drop : List.of(NEVER_MIND, NO)) {
            talk.hears(Sentence.of("timer.set"));
            assertThat(talk.hears(drop)).isEqualTo("Okay, I'll leave it.");
            assertThat(talk.hears(Sentence.of("timer.list"))).isEqualTo("You have no timers.");
        }
    }

    @Test
    void saysItAgain() {
        assertThat(talk.hears(Sentence.of("repeat"))).isEqualTo("I haven't said anything yet.");
        talk.hears(Sentence.of("time"));
        for (int i = 0; i < 2; i++) {
            assertThat(talk.hears(Sentence.of("repeat"))).isEqualTo("It is 10:00 in the morning.");
        }
    }

    @Test
    void asksBackOnceWhereItMayHaveMisheard() {
        // When
        Sentence set = Sentence.of("timer.set", "duration", "PT10M");
        String question = talk.hears(set, 0.2, "set a timer for ten minutes");

        // Then
        assertThat(question).isEqualTo("Did you say: set a timer for ten minutes?");
        assertThat(talk.calls()).isEmpty();
        assertThat(talk.hears(YES, 0.2, "yes")).isEqualTo("Your timer is set for 10 minutes.");
    }

    @Test
    void saysWhatItUnderstoodWhereItMayHaveMisheardAgain() {
        // Given
        talk.hears(Sentence.of("timer.set", "duration", "PT10M"), 0.2, "a timer for ten minutes");

        // When
        String answer =
                talk.hears(
                        Sentence.of("timer.set", "duration", "PT5M"),
                        0.2,
                        "a timer for five minutes");

        // Then
        assertThat(answer)
                .isEqualTo(
                        "I understood: a timer for five minutes. Your timer is set for 5"
                                + " minutes.");
    }

    @Test
    void startsAnewWhereItMisheard() {
        // Given
        talk.hears(Sentence.of("timer.set", "duration", "PT10M"), 0.2, "a timer for ten minutes");

        // Then
        assertThat(talk.hears(NO)).isEqualTo("All right. Please say it again.");
        assertThat(talk.hears(Sentence.of("timer.set", "duration", "PT2M")))
                .isEqualTo("Your timer is set for 2 minutes.");
        assertThat(talk.hears(Sentence.of("timer.list")))
                .isEqualTo("Your timer has 2 minutes left.");
    }

    @Test
    void setsAnAlarmAtATimeThatIsAskedFor() {
        assertThat(talk.hears(Sentence.of("alarm.set")))
                .isEqualTo("For what time should I set the alarm?");
        assertThat(talk.hears(Sentence.none().mentioning("time", "07:30", "half", "open")))
                .isEqualTo("Your alarm is set for today at 7:30 in the evening.");
        assertThat(
                        talk.hears(
                                Sentence.none()
                                        .mentioning(
                                                "manner",
                                                "correction",
                                                "time",
                                                "07:30",
                                                "half",
                                                "known")))
                .isEqualTo("Your alarm is now set for tomorrow at 7:30 in the morning.");
        assertThat(talk.hears(Sentence.of("alarm.list")))
                .isEqualTo("Your alarm is set for tomorrow at 7:30 in the morning.");
        assertThat(talk.hears(NEVER_MIND.mentioning("referring", "it", "words", "it")))
                .isEqualTo("I cancelled the alarm tomorrow at 7:30 in the morning.");
    }

    @Test
    void wakesEveryWeekday() {
        // When
        String answer =
                talk.hears(
                        Sentence.of(
                                "alarm.set",
                                "time",
                                "06:45",
                                "half",
                                "known",
                                "repeat",
                                "weekdays"));

        // Then
        assertThat(answer).isEqualTo("Your alarm is set for weekdays at 6:45 in the morning.");
    }

    private static Sentence duration(String duration) {
        return Sentence.none().mentioning("duration", duration);
    }

    private static Sentence number(String number, String manner) {
        return Sentence.none().mentioning("number", number, "manner", manner);
    }
}
