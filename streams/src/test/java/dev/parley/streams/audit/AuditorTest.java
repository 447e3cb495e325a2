package dev.parley.streams.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditorTest {
    private static final UserId ANNA = new UserId("anna");
    private static final CallId CALL = new CallId("c1");
    private static final TurnId TURN = new TurnId("t1");

    private final Driver driver = new Driver(Auditor.withoutDigests());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void accountsForACallFromItsRequestToItsEnd() {
        // When
        driver.hear(Topics.CONTROL, new Control.SessionStarted(ANNA, "test", "UTC"));
        driver.hear(
                Topics.TOOL_REQUESTS,
                new Tool.Requested(CALL, TURN, ANNA, "clock", Personal.of(Map.of()), null));
        driver.hear(
                Topics.TOOL_CALLS,
                new Tool.Authorized(CALL, TURN, ANNA, "clock", Personal.of(Map.of()), "default"));
        driver.hear(
                Topics.TOOL_RESULTS,
                new Tool.Failed(
                        CALL, TURN, "clock", Tool.Reason.TIMED_OUT, Personal.of("secret words")));

        // Then
        List<Envelope<?>> said = driver.said(Topics.AUDIT);
        assertThat(said)
                .extracting(each -> (Audit.Entry) each.event())
                .extracting(entry -> entry.action() + " " + entry.outcome())
                .containsExactly(
                        "session.started accepted",
                        "tool.requested pending",
                        "tool.decided authorized",
                        "tool.finished timed_out");
        assertThat(said.toString()).doesNotContain("secret");
    }

    @Test
    void namesItsEntriesInOrderThoughTheyComeFromSeveralTopics() {
        // When: each input is the first of its topic
        driver.hear(Topics.CONTROL, new Control.SessionStarted(ANNA, "test", "UTC"));
        driver.hear(Topics.CONTROL, new Control.SessionEnded("done"));
        driver.hear(
                Topics.TOOL_RESULTS,
                new Tool.Succeeded(CALL, TURN, "clock", Personal.of(Map.of())));

        // Then
        assertThat(driver.said(Topics.AUDIT))
                .extracting(each -> each.id().toString())
                .containsExactly("audit/0", "audit/1", "audit/2");
    }

    @Test
    void doesNotAccountForTheSameEventTwice() {
        // Given
        Envelope<?> ended = driver.envelope("gateway", new Control.SessionEnded("done"));

        // When
        driver.hear(Topics.CONTROL, ended);
        driver.hear(Topics.CONTROL, ended);

        // Then
        assertThat(driver.said(Topics.AUDIT)).hasSize(1);
    }
}
