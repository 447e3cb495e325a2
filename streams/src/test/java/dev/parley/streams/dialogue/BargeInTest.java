package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech while the agent speaks. */
class BargeInTest {
    private static final TurnId TURN = new TurnId("t1");
    private static final UtteranceId SOUND = new UtteranceId("u1");
    private static final long BEGAN = 10_000;

    private final Driver driver = new Driver(new Dialogue(DialogueConfig.defaults()));
    private ReplyId reply = new ReplyId("none");

    @BeforeEach
    void theAgentSpeaks() {
        hear(new Control.SessionStarted(new UserId("anna"), "test", "Europe/Berlin"));
        hear(new Control.TurnDetectionChosen(Control.Mode.SERVER_VAD, null, null, true, true));
        hear(turn(TURN, "what can you do", true));
        hear(new Intent.Recognized(TURN, "help", 1, "rule", Personal.of(Map.of())));
        reply = replies().getFirst().reply();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void pausesTheVoiceWithTheFirstSound() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));

        // Then
        assertThat(said()).containsExactly(new Cancellation.ReplyPaused(reply, TURN));
    }

    @Test
    void givesTheFloorOnceWordsHaveLasted() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(partial("please stop it", BEGAN + 999));
        List<Cancellation> before = said();
        hear(partial("please stop it", BEGAN + 1_000));
        hear(partial("please stop it now", BEGAN + 1_060));
        hear(utterance("please stop it now"));

        // Then
        assertThat(before).containsExactly(new Cancellation.ReplyPaused(reply, TURN));
        assertThat(said()).containsExactly(new Cancellation.ReplyCancelled(reply, TURN, "speech"));
    }

    @Test
    void givesTheFloorForAShortWordWhenItIsOver() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(utterance("stop"));

        // Then
        assertThat(said())
                .containsExactly(
                        new Cancellation.ReplyPaused(reply, TURN),
                        new Cancellation.ReplyCancelled(reply, TURN, "speech"));
    }

    @Test
    void trustsNoPartialsLastWord() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(partial("okay computer", BEGAN + 1_200));
        hear(utterance("okay"));

        // Then
        assertThat(said())
                .containsExactly(
                        new Cancellation.ReplyPaused(reply, TURN),
                        new Cancellation.ReplyResumed(reply, TURN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mhm", "mm hm", "okay", "Uh-huh.", "yeah right", "oh wow"})
    void goesOnAfterANoiseOrAssent(String text) {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(partial(text, BEGAN + 1_900));
        hear(utterance(text));

        // Then
        assertThat(said())
                .containsExactly(
                        new Cancellation.ReplyPaused(reply, TURN),
                        new Cancellation.ReplyResumed(reply, TURN));
    }

    @Test
    void doesNotAnswerAssent() {
        // Given
        hear(new Speech.Started(SOUND, BEGAN));
        hear(utterance("okay"));
        int before = replies().size();

        // When
        hear(turn(new TurnId("t2"), "okay", true));
        hear(new Intent.Recognized(new TurnId("t2"), "none", 1, "rule", Personal.of(Map.of())));

        // Then
        assertThat(replies()).hasSize(before);
        assertThat(driver.said(Topics.TIMER_REQUESTS, Event.class)).hasSize(2);
    }

    @Test
    void answersWhatFollowsAssent() {
        // Given
        hear(new Speech.Started(SOUND, BEGAN));
        hear(utterance("okay"));

        // When
        hear(turn(new TurnId("t2"), "okay what time is it", true));
        hear(new Intent.Recognized(new TurnId("t2"), "time", 1, "rule", Personal.of(Map.of())));
        hear(turn(new TurnId("t3"), "okay", true));
        hear(new Intent.Recognized(new TurnId("t3"), "none", 1, "rule", Personal.of(Map.of())));

        // Then
        assertThat(driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class)).hasSize(1);
        assertThat(replies()).extracting(Reply.Sentence::turn).contains(new TurnId("t3"));
    }

    @Test
    void remembersAssentThroughANoise() {
        // Given
        hear(new Speech.Started(SOUND, BEGAN));
        hear(utterance("okay"));
        hear(new Speech.Started(new UtteranceId("u2"), BEGAN + 2_000));
        hear(utterance(""));
        int before = replies().size();

        // When
        hear(turn(new TurnId("t2"), "okay", true));
        hear(new Intent.Recognized(new TurnId("t2"), "none", 1, "rule", Personal.of(Map.of())));

        // Then
        assertThat(replies()).hasSize(before);
    }

    @Test
    void assentToNothingIsAnswered() {
        // Given
        hear(new Control.PlaybackEnded(reply, TURN, 9_000, true));
        hear(new Speech.Started(SOUND, BEGAN));
        hear(utterance("okay"));
        int before = replies().size();

        // When
        hear(turn(new TurnId("t2"), "okay", true));
        hear(new Intent.Recognized(new TurnId("t2"), "none", 1, "rule", Personal.of(Map.of())));

        // Then
        assertThat(said()).isEmpty();
        assertThat(replies()).hasSizeGreaterThan(before);
    }

    @Test
    void aTypedTurnLeavesThePausedVoiceToWhatIsSaid() {
        // Given
        hear(new Speech.Started(SOUND, BEGAN));

        // When
        hear(turn(new TurnId("t2"), "okay", false));
        hear(utterance(""));

        // Then
        assertThat(said()).contains(new Cancellation.ReplyResumed(reply, TURN));
    }

    @Test
    void aPartialOfAnEarlierBuildWaitsForTheUtterancesEnd() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(new Speech.Partial(SOUND, Personal.of("stop it"), null));

        // Then
        assertThat(said()).containsExactly(new Cancellation.ReplyPaused(reply, TURN));
    }

    @Test
    void erasedWordsTakeNoFloor() {
        // When
        hear(new Speech.Started(SOUND, BEGAN));
        hear(new Speech.Partial(SOUND, Personal.erased(), BEGAN + 900));
        hear(utterance(Personal.erased()));

        // Then
        assertThat(said()).endsWith(new Cancellation.ReplyResumed(reply, TURN));
    }

    private static Speech.Partial partial(String text, long endMillis) {
        return new Speech.Partial(SOUND, Personal.of(text), endMillis);
    }

    private static Speech.Final utterance(String text) {
        return utterance(Personal.of(text));
    }

    private static Speech.Final utterance(Personal<String> text) {
        return new Speech.Final(
                SOUND,
                text,
                Personal.of(List.of()),
                0.9,
                BEGAN,
                BEGAN + 300,
                7,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                false);
    }

    private Turn.Ended turn(TurnId turn, String text, boolean spoken) {
        return new Turn.Ended(
                turn,
                Personal.of(text),
                1,
                spoken,
                false,
                driver.now(),
                driver.now(),
                driver.now(),
                driver.now(),
                driver.now());
    }

    private void hear(Event event) {
        driver.hear(Topics.CONVERSATION, event);
    }

    private List<Cancellation> said() {
        return driver.said(Topics.CANCELLATIONS, Cancellation.class);
    }

    private List<Reply.Sentence> replies() {
        return driver.said(Topics.REPLIES, Reply.Sentence.class);
    }
}
