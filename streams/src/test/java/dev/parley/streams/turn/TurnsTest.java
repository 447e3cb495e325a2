package dev.parley.streams.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final UtteranceId ID = new UtteranceId("u0-0");

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
    void endsTheTurnOnceTheUserFallsSilent() {
        // Given
        started();
        said("what time is it", 0.9, 0, 1500);

        // When
        silence(660);
        assertThat(turns()).isEmpty();
        silence(720);
        silence(780);

        // Then
        assertThat(turns())
                .singleElement()
                .satisfies(
                        turn -> {
                            assertThat(turn.text().get()).isEqualTo("what time is it");
                            assertThat(turn.confidence()).isEqualTo(0.9);
                            assertThat(turn.spoken()).isTrue();
                            assertThat(turn.overlong()).isFalse();
                        });
    }

    @Test
    void prolongsTheTurnWhileTheUserGoesOn() {
        // Given
        said("what time", 0.9, 0, 800);
        silence(480);

        // When
        started();
        silence(900);
        assertThat(turns()).isEmpty();
        said("is it", 0.7, 1500, 2000);
        silence(720);

        // Then
        assertThat(turns())
                .singleElement()
                .satisfies(
                        turn -> {
                            assertThat(turn.text().get()).isEqualTo("what time is it");
                            assertThat(turn.confidence()).isEqualTo(0.7);
                        });
    }

    @Test
    void answersOverlongSpeechOnceHoweverLongItGoesOn() {
        // When: ten minutes without a pause
        for (int i = 0; i < 20; i++) {
            started();
            hear(utterance("la la la", 0.9, i * 30_000L, (i + 1) * 30_000L, true));
        }
        silence(3000);

        // Then
        assertThat(turns()).singleElement().satisfies(turn -> assertThat(turn.overlong()).isTrue());

        // And the next turn is heard again
        said("hello", 0.9, 700_000, 700_500);
        silence(720);
        assertThat(turns()).singleElement().extracting(t -> t.text().get()).isEqualTo("hello");
    }

    @Test
    void endsAtOnceWhenNoMoreSoundWillCome() {
        said("stop", 0.9, 0, 500);
        hear(new Speech.SilenceContinues(ID, 40, true, driver.now()));

        assertThat(turns()).singleElement().extracting(t -> t.text().get()).isEqualTo("stop");
    }

    @Test
    void takesATextForATurn() {
        hear(new Control.TextSubmitted(Personal.of("Hello there")));

        assertThat(turns())
                .singleElement()
                .satisfies(
                        turn -> {
                            assertThat(turn.text().get()).isEqualTo("Hello there");
                            assertThat(turn.spoken()).isFalse();
                            assertThat(turn.startedAt()).isEqualTo(turn.decidableAt());
                        });
    }

    @Test
    void makesNoTurnOfNoise() {
        // When
        started();
        hear(utterance("", 0, 0, 30_000, true));
        said("", 0, 30_000, 31_000);
        silence(720);
        hear(new Speech.SilenceContinues(ID, 3000, true, driver.now()));

        // Then
        assertThat(turns()).isEmpty();
    }

    @Test
    void keepsTheConfidenceOfWordsWhenNoiseFollows() {
        // Given
        said("good morning", 0.8, 0, 900);

        // When
        started();
        said("", 0, 1300, 1400);
        silence(720);

        // Then
        assertThat(turns())
                .singleElement()
                .satisfies(
                        turn -> {
                            assertThat(turn.text().get()).isEqualTo("good morning");
                            assertThat(turn.confidence()).isEqualTo(0.8);
                        });
    }

    private void started() {
        hear(new Speech.Started(ID, 0));
    }

    private void said(String text, double confidence, long from, long to) {
        hear(utterance(text, confidence, from, to, false));
    }

    private Speech.Final utterance(
            String text, double confidence, long from, long to, boolean cut) {
        return new Speech.Final(
                ID,
                Personal.of(text),
                Personal.of(List.of()),
                confidence,
                from,
                to,
                0,
                driver.now(),
                driver.now(),
                driver.now(),
                cut);
    }

    private void silence(long millis) {
        hear(new Speech.SilenceContinues(ID, millis, false, driver.now()));
    }

    private void hear(dev.parley.schemas.event.Event event) {
        driver.hear(Topics.CONVERSATION, event);
    }

    private List<Turn.Ended> turns() {
        return driver.said(Topics.TURNS, Turn.Ended.class);
    }
}
