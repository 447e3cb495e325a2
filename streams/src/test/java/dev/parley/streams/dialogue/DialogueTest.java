package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private static final TurnId TURN = new TurnId("t1");
    private static final UserId ANNA = new UserId("anna");

    private final Driver driver = new Driver(new Dialogue(DialogueConfig.defaults()));

    @BeforeEach
    void aSessionHasBegun() {
        driver.hear(Topics.CONVERSATION, new Control.SessionStarted(ANNA, "test", "Europe/Berlin"));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void asksAToolAndSaysItsResult() {
        // Given
        turnEnded();
        intent("time", Map.of("place", "tokyo"));

        // When
        Tool.Requested request = driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class).getFirst();
        driver.hear(
                Topics.CONVERSATION,
                new Tool.Succeeded(
                        request.call(),
                        TURN,
                        "clock",
                        Personal.of(Map.of("time", "22:04", "place", "Tokyo"))));

        // Then
        assertThat(request.tool()).isEqualTo("clock");
        assertThat(request.user()).isEqualTo(ANNA);
        assertThat(request.arguments().get())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("place", "tokyo", "home", "Europe/Berlin"));
        assertThat(sentences()).containsExactly("It is 10:04 at night in Tokyo.");
    }

    @Test
    void answersATurnOnce() {
        // Given
        turnEnded();
        intent("greeting", Map.of());
        assertThat(sentences()).containsExactly("Hello!", "What can I do for you?");

        // When
        intent("greeting", Map.of());
        driver.hear(
                Topics.CONVERSATION,
                new Timer.Fired(
                        new TimerId("deadline_t1"),
                        TURN,
                        ANNA,
                        Timer.Purpose.DEADLINE,
                        driver.now(),
                        Personal.of("")));

        // Then
        assertThat(sentences()).isEmpty();
    }

    @Test
    void leavesNoTurnWithoutAnAnswerHoweverManyAreOpen() {
        // Given
        List<TurnId> turns = IntStream.range(0, 100).mapToObj(i -> new TurnId("turn" + i)).toList();
        turns.forEach(turn -> turnEnded(turn, false));
        List<TurnId> refused = answered();

        // When
        turns.forEach(turn -> intent(turn, "greeting", Map.of()));

        // Then
        assertThat(refused).hasSize(36);
        assertThat(Stream.concat(refused.stream(), answered().stream()))
                .containsExactlyInAnyOrderElementsOf(turns);
    }

    @Test
    void dropsAnEventThatWasHeardBefore() {
        // Given
        turnEnded();
        Envelope<?> intent =
                driver.envelope(
                        "intent",
                        new Intent.Recognized(TURN, "time", 1, "rule", Personal.of(Map.of())));

        // When
        driver.hear(Topics.CONVERSATION, intent);
        driver.hear(Topics.CONVERSATION, intent);

        // Then
        assertThat(driver.said(Topics.TOOL_REQUESTS)).hasSize(1);
        assertThat(driver.figures().repeated()).isEqualTo(1);
    }

    @Test
    void apologisesOnceTheDeadlineHasPassed() {
        // Given
        turnEnded();
        Timer.Requested deadline =
                driver.said(Topics.TIMER_REQUESTS, Timer.Requested.class).getFirst();
        assertThat(deadline.due()).isEqualTo(driver.now().plus(Duration.ofSeconds(15)));

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Timer.Fired(
                        deadline.timer(),
                        TURN,
                        ANNA,
                        Timer.Purpose.DEADLINE,
                        deadline.due(),
                        Personal.of("")));

        // Then
        assertThat(sentences()).first().asString().contains("took too long");
    }

    @Test
    void setsATimerThatRingsOnce() {
        // Given
        turnEnded();
        intent("timer.set", Map.of("duration", "PT5S"));
        Tool.Requested request = driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class).getFirst();
        driver.hear(
                Topics.CONVERSATION,
                new Tool.Succeeded(
                        request.call(), TURN, "timer", Personal.of(Map.of("duration", "PT5S"))));
        driver.hear(Topics.CONVERSATION, new Timer.Standing(TURN, ANNA, List.of()));
        assertThat(sentences()).containsExactly("Your timer is set for 5 seconds.");
        Timer.Requested ring =
                driver.said(Topics.TIMER_REQUESTS, Timer.Requested.class).stream()
                        .filter(timer -> timer.purpose() == Timer.Purpose.RING)
                        .findFirst()
                        .orElseThrow();

        // When
        Timer.Fired fired =
                new Timer.Fired(
                        ring.timer(),
                        TURN,
                        ANNA,
                        Timer.Purpose.RING,
                        ring.due(),
                        ring.label(),
                        ring.ring());
        driver.hear(Topics.CONVERSATION, fired);
        driver.hear(Topics.CONVERSATION, fired);

        // Then
        assertThat(sentences()).containsExactly("Your timer for 5 seconds is over.");
    }

    @Test
    void putsAFailureIntoWords() {
        // Given
        turnEnded();
        intent("calculate", Map.of("expression", "1 / 0"));
        Tool.Requested request = driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class).getFirst();

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Tool.Failed(
                        request.call(),
                        TURN,
                        "calculator",
                        Tool.Reason.BAD_ARGUMENTS,
                        Personal.of("I can't divide by zero.")));

        // Then
        assertThat(sentences()).containsExactly("I can't divide by zero.");
    }

    @Test
    void apologisesForAStageThatFailed() {
        // Given
        turnEnded();

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Failure.StageFailed("intent", "Fault", EventId.of("context", 1), TURN));

        // Then
        assertThat(sentences()).first().asString().contains("went wrong");
    }

    @Test
    void apologisesOnceForAFaultThatLostWhatWasSaid() {
        // When
        soundWasLost(7);
        soundWasLost(8);

        // Then
        assertThat(driver.said(Topics.REPLIES, Reply.Sentence.class))
                .singleElement()
                .satisfies(
                        sentence -> {
                            assertThat(sentence.text().get())
                                    .isEqualTo("Sorry, I missed what you said.");
                            assertThat(sentence.last()).isTrue();
                        });
    }

    @Test
    void apologisesAgainForWhatIsLostAfterTheApology() {
        // Given
        soundWasLost(7);
        Reply.Sentence first = driver.said(Topics.REPLIES, Reply.Sentence.class).getFirst();
        driver.hear(
                Topics.CONVERSATION,
                new Control.PlaybackEnded(first.reply(), first.turn(), 1800, true));

        // When
        soundWasLost(90);

        // Then
        assertThat(driver.said(Topics.REPLIES, Reply.Sentence.class))
                .singleElement()
                .satisfies(
                        second -> {
                            assertThat(second.turn()).isNotEqualTo(first.turn());
                            assertThat(second.reply()).isNotEqualTo(first.reply());
                        });
    }

    @Test
    void apologisesForLostSoundAlsoWhileItOwesAnAnswer() {
        // Given
        turnEnded();

        // When
        soundWasLost(7);
        intent("greeting", Map.of());

        // Then
        assertThat(sentences())
                .containsExactly(
                        "Sorry, I missed what you said.", "Hello!", "What can I do for you?");
    }

    @Test
    void leavesAFaultThatMayBeOfAnOpenTurnToItsDeadline() {
        // Given
        turnEnded();

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Failure.StageFailed("intent", "Fault", EventId.of("context", 1), null));

        // Then
        assertThat(sentences()).isEmpty();
    }

    @Test
    void apologisesToNobodyWhoseSessionNeverBegan() {
        // Given
        SessionId stranger = SessionId.on(0, "stranger");

        // When
        driver.hear(
                Topics.CONVERSATION,
                driver.envelope(
                        EventId.of("hearing", 1),
                        stranger,
                        new Failure.StageFailed(
                                "hearing", "AudioLost", EventId.of("gateway", 1), null)));

        // Then
        assertThat(driver.figures().handled()).isEqualTo(2);
        assertThat(sentences()).isEmpty();
    }

    @Test
    void cancelsTheReplyThatIsBeingSaid() {
        // Given
        turnEnded();
        intent("help", Map.of());
        Reply.Sentence sentence = driver.said(Topics.REPLIES, Reply.Sentence.class).getFirst();

        // When
        driver.hear(Topics.CONVERSATION, new Control.CancelRequested(null));
        driver.hear(Topics.CONVERSATION, new Control.CancelRequested(sentence.reply()));

        // Then
        assertThat(driver.said(Topics.CANCELLATIONS, Cancellation.ReplyCancelled.class))
                .containsExactly(new Cancellation.ReplyCancelled(sentence.reply(), TURN, "client"));
    }

    @Test
    void silencesAllThatIsBeingSaidWhenNoReplyIsNamed() {
        // Given
        turnEnded();
        intent("help", Map.of());
        turnEnded(new TurnId("t2"), false);
        intent(new TurnId("t2"), "about", Map.of());
        List<ReplyId> replies =
                driver.said(Topics.REPLIES, Reply.Sentence.class).stream()
                        .map(Reply.Sentence::reply)
                        .distinct()
                        .toList();
        assertThat(replies).hasSize(2);

        // When
        driver.hear(Topics.CONVERSATION, new Control.CancelRequested(null));

        // Then
        assertThat(driver.said(Topics.CANCELLATIONS, Cancellation.ReplyCancelled.class))
                .extracting(Cancellation.ReplyCancelled::reply)
                .isEqualTo(replies);
    }

    @Test
    void keepsTwoOpenTurnsApart() {
        // Given
        turnEnded();
        turnEnded(new TurnId("t2"), false);
        intent("time", Map.of());
        intent(new TurnId("t2"), "date", Map.of());
        List<Tool.Requested> requests = driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class);

        // When: the second is done first
        succeed(requests.get(1), Map.of("date", "2026-11-22"));
        succeed(requests.get(0), Map.of("time", "10:04"));

        // Then
        assertThat(sentences())
                .containsExactly("It is Sunday, November 22.", "It is 10:04 in the morning.");
    }

    @Test
    void answersAnOverlongTurnAtOnceAndPassesItsIntentBy() {
        // When
        turnEnded(TURN, true);
        intent("greeting", Map.of());

        // Then
        assertThat(sentences()).hasSize(2).first().asString().contains("too long");
        assertThat(driver.said(Topics.TIMER_REQUESTS)).isEmpty();
    }

    @Test
    void answersThoughWhatWasSaidIsErased() {
        // Given
        turnEnded();
        driver.hear(
                Topics.CONVERSATION,
                new Intent.Recognized(TURN, "time", 1, "rule", Personal.erased()));
        Tool.Requested request = driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class).getFirst();

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Tool.Succeeded(request.call(), TURN, "clock", Personal.erased()));

        // Then
        assertThat(sentences()).containsExactly("Sorry, I can't put the answer into words.");
    }

    @Test
    void saysHonestlyThatItDidNotUnderstand() {
        turnEnded();
        intent(Intent.NONE, Map.of());

        assertThat(sentences()).first().asString().contains("did not understand");
    }

    @Test
    void passesByWhatItCannotRead() {
        // Given
        byte[] key = Driver.SESSION.value().getBytes(StandardCharsets.UTF_8);

        // When
        driver.hearBytes(Topics.CONVERSATION, key, new byte[] {1, 2, 3});
        turnEnded();
        intent("greeting", Map.of());

        // Then
        assertThat(driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class))
                .singleElement()
                .satisfies(letter -> assertThat(letter.record()).containsExactly(1, 2, 3));
        assertThat(sentences()).isNotEmpty();
    }

    private void soundWasLost(long record) {
        driver.hear(
                Topics.CONVERSATION,
                new Failure.StageFailed(
                        "hearing", "AudioLost", EventId.of("gateway", record), null));
    }

    private void succeed(Tool.Requested request, Map<String, String> result) {
        driver.hear(
                Topics.CONVERSATION,
                new Tool.Succeeded(
                        request.call(), request.turn(), request.tool(), Personal.of(result)));
    }

    private void turnEnded() {
        turnEnded(TURN, false);
    }

    private void turnEnded(TurnId turn, boolean overlong) {
        driver.hear(
                Topics.CONVERSATION,
                new Turn.Ended(
                        turn,
                        Personal.of("whatever"),
                        1,
                        true,
                        overlong,
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now()));
    }

    private void intent(String intent, Map<String, String> slots) {
        intent(TURN, intent, slots);
    }

    private void intent(TurnId turn, String intent, Map<String, String> slots) {
        driver.hear(
                Topics.CONVERSATION,
                new Intent.Recognized(turn, intent, 1, "rule", Personal.of(slots)));
    }

    private List<TurnId> answered() {
        return driver.said(Topics.REPLIES, Reply.Sentence.class).stream()
                .filter(Reply.Sentence::last)
                .map(Reply.Sentence::turn)
                .toList();
    }

    private List<String> sentences() {
        return driver.said(Topics.REPLIES, Reply.Sentence.class).stream()
                .map(sentence -> sentence.text().get())
                .toList();
    }
}
