package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.CommandLineRun;
import dev.parley.app.client.Exchange;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.speech.Recordings;
import dev.parley.connectors.speech.Recordings.Recording;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that were held are replayed, exported and made into scenarios. */
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int INTERRUPTING = 8;
    private static final double FAST = 4;

    private static final List<List<String>> TYPED =
            List.of(
                    List.of("what is six times seven", "and divided by two", "what time is it"),
                    List.of(
                            "set a timer",
                            "ten minutes",
                            "make it twenty",
                            "and another one for five",
                            "cancel the second one"),
                    List.of(
                            "put milk and bread on my shopping list",
                            "what is on my shopping list",
                            "never mind",
                            "what time is it in tokyo",
                            "and in paris"));

    private final LocalInstallation parley;
    private final List<SessionId> held = new ArrayList<>();
    private SessionId overlapping = new SessionId("s0-none");

    ReplayIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @BeforeAll
    void conversationsAreHeld() throws Exception {
        for (List<String> sentences : TYPED) {
            try (Caller caller = caller()) {
                for (String sentence : sentences) {
                    Exchange exchange = new Exchange();
                    caller.client().say(sentence);
                    assertThat(caller.await(exchange, Caller::isAnswered, PATIENCE))
                            .as(sentence)
                            .isTrue();
                }
            }
        }
        try (Caller caller = caller()) {
            ask(caller, Caller.spoken("set a timer for five seconds"), 2);
        }
        try (Caller caller = caller()) {
            ask(caller, Caller.spoken("what is nineteen times seven"), 1);
        }
        try (Caller caller = caller()) {
            overlapping = caller.session();
            for (Recording recording : Recordings.all().subList(0, INTERRUPTING)) {
                Exchange exchange = new Exchange();
                caller.say(recording.samples(), FAST);
                caller.await(exchange, Caller::isAnswered, PATIENCE);
            }
        }
    }

    @Test
    void everySessionReplaysTwiceWithoutADifference(@TempDir Path folder) throws Exception {
        // Given
        RecordedSessions recorded = new RecordedSessions(parley, ParleyConfig.defaults());

        // When
        Map<SessionId, List<Difference>> ofTheLog = new LinkedHashMap<>();
        Map<SessionId, List<Difference>> ofTheFile = new LinkedHashMap<>();
        int events = 0;
        for (SessionId session : held) {
            var recording = recorded.await(session, PATIENCE);
            events += recording.of(Topics.CONVERSATION).size();
            ofTheLog.put(session, recorded.differences(recording));
            ofTheFile.put(
                    session,
                    recorded.differencesOfItsExport(recording, folder.resolve(session + ".jsonl")));
        }

        // Then
        System.out.printf("replay: %d sessions replayed twice, %d events%n", held.size(), events);
        assertThat(held).hasSize(TYPED.size() + 3);
        assertThat(events).isGreaterThan(100);
        assertThat(ofTheLog).allSatisfy((session, found) -> assertThat(found).isEmpty());
        assertThat(ofTheFile).allSatisfy((session, found) -> assertThat(found).isEmpty());
    }

    /** But for one in which four times the pace of people speaks into replies that have no time. */
    @Test
    void whatIsMadeOfAConversationForTestsGoesAsItWent(@TempDir Path folder) throws Exception {
        // Given
        RecordedSessions recorded = new RecordedSessions(parley, ParleyConfig.defaults());
        List<SessionId> sessions =
                held.stream().filter(session -> !session.equals(overlapping)).toList();
        for (SessionId session : sessions) {
            recorded.await(session, PATIENCE);
            CommandLineRun exported =
                    CommandLineRun.of(
                            "export",
                            session.value(),
                            "--scenario",
                            folder.resolve(session + ".yaml").toString(),
                            "--data",
                            parley.data().toString());
            assertThat(exported.exitCode()).as(exported.err()).isZero();
        }

        // When
        CommandLineRun test =
                CommandLineRun.of("test", folder.toString(), "--set", "data=" + parley.data());

        // Then
        assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
        assertThat(test.out()).contains(sessions.size() + " conversations");
    }

    @Test
    void aChangeOfTheDialogueIsFoundAndShown() throws Exception {
        // Given
        SessionId session = held.getFirst();
        new RecordedSessions(parley, ParleyConfig.defaults()).await(session, PATIENCE);

        // When
        CommandLineRun today =
                CommandLineRun.of("replay", session.value(), "--data", parley.data().toString());
        CommandLineRun changed =
                CommandLineRun.of(
                        "replay",
                        session.value(),
                        "--data",
                        parley.data().toString(),
                        "--set",
                        "dialogue.deadline=9s");

        // Then
        assertThat(today.exitCode()).as(today.out() + today.err()).isZero();
        assertThat(today.out()).contains("no difference", session.value());
        assertThat(changed.exitCode()).as(changed.err()).isEqualTo(1);
        assertThat(changed.out())
                .containsPattern("timer\\.requests  dialogue/\\d+\\.0  Timer\\.Requested")
                .containsPattern("  due\\R  - \"2\\S+Z\"\\R  \\+ \"2\\S+Z\"")
                .containsPattern("✗ \\d+ differences?  " + session.value());
    }

    private void ask(Caller caller, short[] question, int replies) throws Exception {
        Exchange exchange = new Exchange();
        caller.say(question, 1);
        assertThat(
                        caller.await(
                                exchange,
                                e ->
                                        e.replies().stream().filter(Caller::isCompleted).count()
                                                == replies,
                                PATIENCE))
                .as("heard " + exchange.heard())
                .isTrue();
    }

    private Caller caller() throws Exception {
        Caller caller = Caller.of(parley);
        held.add(caller.session());
        return caller;
    }
}
