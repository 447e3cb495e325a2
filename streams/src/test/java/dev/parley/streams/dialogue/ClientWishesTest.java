package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session's client wants of the dialogue. */
class ClientWishesTest {
    private static final TurnId TURN = new TurnId("t1");

    private final Driver driver = new Driver(new Dialogue(DialogueConfig.defaults()));

    @BeforeEach
    void aSessionHasBegun() {
        hear(new Control.SessionStarted(new UserId("anna"), "test", "Europe/Berlin"));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void speechStopsNothingWhereTheClientDoesNotWantIt() {
        // Given: a session of an earlier gateway said nothing of it
        asked("help", Map.of());
        speech();
        List<Cancellation> unsaid = cancelled();

        // When
        interruptible(Control.Mode.SERVER_VAD, false);
        speech();
        interruptible(Control.Mode.NONE, true);
        speech();

        // Then
        assertThat(unsaid).isEmpty();
        assertThat(cancelled()).isEmpty();
    }

    @Test
    void callsTheClientsFunctionThatWasChosenAndSaysItsResult() {
        // Given
        declared("weather", new Control.ClientTool("weather", List.of("place"), List.of("place")));

        // When
        asked("time", Map.of("place", "tokyo", "day", "today"));
        Tool.Requested request = requests().getFirst();
        hear(
                new Tool.Succeeded(
                        request.call(),
                        TURN,
                        request.tool(),
                        Personal.of(Map.of("output", "It is sunny in Tokyo."))));

        // Then
        assertThat(request.tool()).isEqualTo("client:weather");
        assertThat(request.ofClient()).isTrue();
        assertThat(request.arguments().get()).isEqualTo(Map.of("place", "tokyo"));
        assertThat(sentences()).containsExactly("It is sunny in Tokyo.");
    }

    @Test
    void goesItsOwnWayWhereTheFunctionNeedsWhatWasNotSaid() {
        // Given
        declared("weather", new Control.ClientTool("weather", List.of("place"), List.of("place")));

        // When
        asked("time", Map.of());

        // Then
        assertThat(requests()).singleElement().extracting(Tool.Requested::tool).isEqualTo("clock");
    }

    @Test
    void callsNoFunctionThatWasNotChosenOrIsNoLongerDeclared() {
        // Given
        Control.ClientTool weather = new Control.ClientTool("weather", List.of("place"), List.of());
        declared(null, weather);
        asked("time", Map.of("place", "tokyo"));

        // When
        declared("weather", weather);
        declared(null);
        asked(new TurnId("t2"), "time", Map.of("place", "rome"));

        // Then
        assertThat(requests()).extracting(Tool.Requested::tool).containsOnly("clock");
    }

    @Test
    void speaksAgainWhenTheUserIsIdle() {
        hear(new Control.UserIdle(1000, 6000));

        assertThat(sentences()).containsExactly("Are you still there?");
    }

    private void interruptible(Control.Mode mode, boolean interrupt) {
        hear(new Control.TurnDetectionChosen(mode, null, null, true, interrupt));
    }

    private void declared(@Nullable String choice, Control.ClientTool... tools) {
        hear(new Control.ToolsDeclared(List.of(tools), choice));
    }

    private void speech() {
        hear(new Speech.Started(new UtteranceId("u1"), 100));
    }

    private void asked(String intent, Map<String, String> slots) {
        asked(TURN, intent, slots);
    }

    private void asked(TurnId turn, String intent, Map<String, String> slots) {
        hear(
                new Turn.Ended(
                        turn,
                        Personal.of("whatever"),
                        1,
                        true,
                        false,
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now()));
        hear(new Intent.Recognized(turn, intent, 1, "rule", Personal.of(slots)));
    }

    private void hear(Event event) {
        driver.hear(Topics.CONVERSATION, event);
    }

    private List<Cancellation> cancelled() {
        return driver.said(Topics.CANCELLATIONS, Cancellation.class);
    }

    private List<Tool.Requested> requests() {
        return driver.said(Topics.TOOL_REQUESTS, Tool.Requested.class);
    }

    private List<Reply.Sentence> replies() {
        return driver.said(Topics.REPLIES, Reply.Sentence.class);
    }

    private List<String> sentences() {
        return replies().stream().map(sentence -> sentence.text().get()).toList();
    }
}
