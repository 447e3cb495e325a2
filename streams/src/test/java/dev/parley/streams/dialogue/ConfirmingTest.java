package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.streams.dialogue.Talk.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that must be confirmed. */
class ConfirmingTest {
    private static final Sentence CLEAR = Sentence.of("note.add", "text", "milk");
    private static final Sentence YES = Sentence.of("yes");

    private final Talk talk = new Talk().confirming("notes");
    private CallId call = new CallId("none");

    @BeforeEach
    void theUserIsAsked() {
        assertThat(talk.hears(CLEAR)).isEqualTo("Shall I?");
        Tool.Requested request = talk.calls().getFirst();
        assertThat(request.confirmedBy()).isNull();
        call = request.call();
    }

    @AfterEach
    void close() {
        talk.close();
    }

    @Test
    void isAskedForAgainOnAYesCitingTheTurn() {
        // When
        String answer = talk.hears(YES);

        // Then
        Tool.Requested again = onlyCall();
        assertThat(again.call()).isEqualTo(call);
        assertThat(again.tool()).isEqualTo("notes");
        assertThat(again.arguments().get()).containsEntry("text", "milk");
        assertThat(again.confirmedBy()).isNotNull();
        assertThat(again.turn()).isEqualTo(new TurnId("t2"));
        assertThat(answer).isEqualTo("I wrote that down.");
        assertThat(talk.after(Duration.ofMinutes(1))).isEmpty();
        talk.hears(YES);
        assertThat(talk.calls()).isEmpty();
    }

    @Test
    void isAskedForAgainWhenTheClientConfirmsIt() {
        // When
        String answer = talk.given(call, true);

        // Then
        assertThat(onlyCall().call()).isEqualTo(call);
        assertThat(answer).isEqualTo("I wrote that down.");
        assertThat(talk.given(call, true)).isEmpty();
        assertThat(talk.after(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void isLeftWhenTheClientRefusesIt() {
        assertThat(talk.given(call, false)).isEqualTo("All right, I won't.");
        assertThat(talk.given(call, true)).isEmpty();
        assertThat(talk.calls()).isEmpty();
    }

    @Test
    void ofAnotherCallNothingIsConfirmed() {
        assertThat(talk.given(new CallId("another"), true)).isEmpty();
        assertThat(talk.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "cancel"})
    void isLeftOnANo(String no) {
        assertThat(talk.hears(Sentence.of(no))).isEqualTo("All right, I won't.");
        talk.hears(YES);
        assertThat(talk.calls()).isEmpty();
    }

    @Test
    void isLeftAfterSilence() {
        assertThat(talk.after(Duration.ofSeconds(19))).isEmpty();
        assertThat(talk.after(Duration.ofSeconds(3)))
                .isEqualTo("I heard no answer, so I'm leaving that.");
        talk.hears(YES);
        assertThat(talk.calls()).isEmpty();
    }

    @Test
    void isLeftForAnotherMatterAndThatIsSaid() {
        assertThat(talk.hears(Sentence.of("calculate", "expression", "42*2")))
                .startsWith("I'll leave that, then. ")
                .contains("84");
        assertThat(talk.calls()).extracting(Tool.Requested::tool).containsExactly("calculator");
        talk.hears(YES);
        assertThat(talk.calls()).isEmpty();
        assertThat(talk.after(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void isAskedAboutOnceMoreIfTheAnswerWasNotUnderstood() {
        assertThat(talk.hears(Sentence.none())).isEqualTo("I did not understand that. Shall I?");
        assertThat(talk.hears(Sentence.none()))
                .isEqualTo("I did not understand that, so I'm leaving it.");
        talk.hears(YES);
        assertThat(talk.calls()).isEmpty();
    }

    @Test
    void takesNoMumbleForAYes() {
        assertThat(talk.hears(YES, 0.3, "yes")).isEqualTo("I did not understand that. Shall I?");
        assertThat(talk.calls()).isEmpty();
        talk.hears(YES);
        assertThat(onlyCall().call()).isEqualTo(call);
    }

    @Test
    void isAskedAboutAgainAfterAnotherMatterThatInterruptedTheQuestion() {
        // Given
        talk.hear(new Control.CancelRequested(null));

        // When
        String answer = talk.hears(Sentence.of("calculate", "expression", "42*2"));

        // Then
        assertThat(answer).contains("84").endsWith("Shall I?");
        talk.calls();
        talk.hears(YES);
        assertThat(onlyCall().call()).isEqualTo(call);
    }

    @Test
    void isAskedAboutAgainOnlyOnce() {
        talk.hear(new Control.CancelRequested(null));
        talk.hears(Sentence.of("calculate", "expression", "42*2"));
        talk.hear(new Control.CancelRequested(null));

        assertThat(talk.hears(Sentence.of("calculate", "expression", "42*2")))
                .startsWith("I'll leave that, then. ");
    }

    @Test
    void givesWayToAnotherCallThatMustBeConfirmed() {
        // When
        String answer = talk.hears(Sentence.of("note.add", "text", "bread"));

        // Then
        assertThat(answer).isEqualTo("I'll leave that, then. Shall I?");
        talk.calls();
        talk.hears(YES);
        assertThat(onlyCall().arguments().get()).containsEntry("text", "bread");
    }

    @Test
    void isConfirmedByNothingThatAModelWrites() {
        // When
        for (TurnId turn : List.of(new TurnId("t1"), new TurnId("t2"))) {
            talk.hear(new Completion.Sentence(turn, 0, 0, Personal.of("Yes, do it."), false, null));
            talk.hear(
                    new Tool.Succeeded(
                            new CallId("c9"), turn, "notes", Personal.of(Map.of("yes", "yes"))));
        }

        // Then
        assertThat(talk.calls()).isEmpty();
    }

    private Tool.Requested onlyCall() {
        List<Tool.Requested> calls = talk.calls();
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }
}
