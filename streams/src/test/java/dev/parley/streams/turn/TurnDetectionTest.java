package dev.parley.streams.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Control.Eagerness;
import dev.parley.schemas.event.Control.Mode;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Turns as the client wants them found; the installation's own silence is 700 ms. */
class TurnDetectionTest {
    private final Driver driver =
            new Driver(
                    new Turns(
                            TurnConfig.defaults(),
                            new SilenceEndsTurn(TurnConfig.defaults().silence())));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void endsTheTurnAfterTheSilenceThatTheClientChose() {
        // Given
        chosen(Mode.SERVER_VAD, null, 240, true);
        said("u1", "what time is it");

        // When
        silence("u1", 180);
        List<String> before = turns();
        silence("u1", 240);

        // Then
        assertThat(before).isEmpty();
        assertThat(turns()).containsExactly("what time is it");
    }

    @ParameterizedTest
    @CsvSource({"HIGH, 360, 420", "MEDIUM, 660, 720", "LOW, 1380, 1440"})
    void takesTheFloorAsEagerlyAsTheClientWants(Eagerness eagerness, int tooSoon, int enough) {
        // Given
        chosen(Mode.SEMANTIC_VAD, eagerness, null, true);
        said("u1", "hello");

        // When
        silence("u1", tooSoon);
        List<String> before = turns();
        silence("u1", enough);

        // Then
        assertThat(before).isEmpty();
        assertThat(turns()).containsExactly("hello");
    }

    @Test
    void endsATurnOfPushToTalkOnlyWhenAnAnswerIsRequested() {
        // Given
        chosen(Mode.NONE, null, null, false);
        said("u1", "what time is it");
        hear(new Speech.SilenceContinues(new UtteranceId("u1"), 60, true, driver.now()));
        said("u2", "in tokyo");
        hear(new Speech.SilenceContinues(new UtteranceId("u2"), 60, true, driver.now()));
        List<String> before = turns();

        // When
        requested("u2");

        // Then
        assertThat(before).isEmpty();
        assertThat(turns()).containsExactly("what time is it in tokyo");
    }

    @Test
    void waitsForTheTranscriptWhenAnAnswerIsRequestedBeforeIt() {
        // Given
        chosen(Mode.NONE, null, null, false);
        said("u1", "what time is it");

        // When
        requested("u2");
        List<String> before = turns();
        said("u2", "in tokyo");
        requested("u3");
        said("u3", "and in rome");

        // Then
        assertThat(before).isEmpty();
        assertThat(turns()).containsExactly("what time is it in tokyo", "and in rome");
    }

    @Test
    void answersAnUtteranceOfPushToTalkThatHoldsNoWords() {
        // Given
        chosen(Mode.NONE, null, null, false);
        said("u1", "");

        // When
        requested("u1");

        // Then
        assertThat(turns()).containsExactly("");
    }

    @Test
    void findsNoTurnWhereTheClientCreatesTheResponses() {
        // Given
        chosen(Mode.SERVER_VAD, null, null, false);
        said("u1", "what time is it");
        silence("u1", 3000);
        List<String> before = turns();

        // When
        requested("u1");

        // Then
        assertThat(before).isEmpty();
        assertThat(turns()).containsExactly("what time is it");
    }

    @Test
    void endsTheTurnAtOnceWhenAnAnswerIsRequestedInMidSilence() {
        // Given
        said("u1", "what time is it");

        // When
        hear(new Control.ResponseRequested(null));
        silence("u1", 900);

        // Then
        assertThat(turns()).containsExactly("what time is it");
    }

    @Test
    void endsNothingWhereNothingWasSaid() {
        hear(new Control.ResponseRequested(null));
        said("u1", "hello");

        assertThat(turns()).isEmpty();
    }

    private void chosen(
            Mode mode, @Nullable Eagerness eagerness, @Nullable Integer silence, boolean create) {
        hear(new Control.TurnDetectionChosen(mode, eagerness, silence, create, true));
    }

    private void requested(String after) {
        hear(new Control.ResponseRequested(new UtteranceId(after)));
    }

    private void said(String utterance, String text) {
        hear(
                new Speech.Final(
                        new UtteranceId(utterance),
                        Personal.of(text),
                        Personal.of(List.of()),
                        0.9,
                        0,
                        1000,
                        0,
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        false));
    }

    private void silence(String utterance, long millis) {
        hear(new Speech.SilenceContinues(new UtteranceId(utterance), millis, false, driver.now()));
    }

    private void hear(dev.parley.schemas.event.Event event) {
        driver.hear(Topics.CONVERSATION, event);
    }

    private List<String> turns() {
        return driver.said(Topics.TURNS, Turn.Ended.class).stream()
                .map(turn -> turn.text().get())
                .toList();
    }
}
