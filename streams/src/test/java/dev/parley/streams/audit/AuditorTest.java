package dev.parley.streams.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Permission;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.PersonalDigests;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditorTest {
    private static final SessionId ELSEWHERE = SessionId.on(2, "elsewhere");

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

    @Test
    void whatItWritesIsAChain() {
        // When
        talk(driver);

        // Then
        assertThat(verified(driver.written(Topics.AUDIT))).isEqualTo(4);
    }

    @Test
    void goesOnWithTheChainWhereItsStoreEnds() {
        // Given
        talk(driver);
        List<TestRecord<byte[], byte[]>> chain = new ArrayList<>(driver.written(Topics.AUDIT));

        // When: another process takes over what the first one kept
        try (Driver heir = new Driver(Auditor.withoutDigests())) {
            heir.restore(driver.kept());
            heir.hear(Topics.CONTROL, heir.envelope("another", new Control.SessionEnded("done")));
            chain.addAll(heir.written(Topics.AUDIT));
        }

        // Then
        assertThat(verified(chain)).isEqualTo(5);
    }

    @Test
    void whatNobodyCanReadIsAccountedForAndBreaksNothing() {
        // Given
        talk(driver);

        // When: its own dead letter comes to it, too
        driver.hearBytes(Topics.TOOL_RESULTS, new byte[] {1}, new byte[] {2, 3});
        driver.hear(Topics.CONTROL, new Control.SessionEnded("done"));

        // Then
        List<TestRecord<byte[], byte[]>> chain = driver.written(Topics.AUDIT);
        assertThat(verified(chain)).isEqualTo(6);
        assertThat(entry(chain.get(4)).action()).isEqualTo("record.given-up");
        assertThat(entry(chain.get(4)).subject()).isEqualTo("parley.tool.results-0@1");
        assertThat(driver.said(Topics.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void anErasedUsersCallsStayInTheChain() {
        EphemeralKeys keys = new EphemeralKeys();
        try (Driver mine = new Driver(new Auditor(new PersonalDigests(keys)::of), keys)) {
            // Given
            mine.hear(Topics.TOOL_REQUESTS, requested());

            // When
            mine.erase(Driver.SESSION);
            mine.hear(
                    Topics.TOOL_RESULTS,
                    new Tool.Failed(CALL, TURN, "clock", Tool.Reason.DENIED, Personal.erased()));

            // Then
            List<TestRecord<byte[], byte[]>> chain = mine.written(Topics.AUDIT);
            assertThat(verified(chain)).isEqualTo(2);
            assertThat(((Audit.Entry) mine.decoded(chain.get(0)).event()).digest()).isNotNull();
            assertThat(((Audit.Entry) mine.decoded(chain.get(1)).event()).digest()).isNull();
        }
    }

    @Test
    void argumentsAreDigestedUnderTheirOwnersKey() {
        // Given
        EphemeralKeys keys = new EphemeralKeys();
        Owner owner = new Owner.Session(Driver.SESSION);
        PersonalDigests digests = new PersonalDigests(keys);
        try (Driver mine = new Driver(new Auditor(digests::of), keys)) {
            // When
            mine.hear(Topics.TOOL_REQUESTS, requested());
            mine.hear(
                    Topics.TOOL_CALLS,
                    new Tool.Authorized(
                            CALL, TURN, ANNA, "clock", requested().arguments(), "default"));

            // Then
            List<Audit.Entry> entries = mine.said(Topics.AUDIT, Audit.Entry.class);
            assertThat(entries.get(0).digest())
                    .isEqualTo(entries.get(1).digest())
                    .isEqualTo(digests.of(owner, requested().arguments()).orElseThrow())
                    .isNotEqualTo(
                            digests.of(owner, Personal.of(Map.of("place", "kyoto"))).orElseThrow())
                    .isNotEqualTo(
                            new PersonalDigests(new EphemeralKeys())
                                    .of(owner, requested().arguments())
                                    .orElseThrow());
        }
    }

    @Test
    void whatAUserMayDoIsChainedWhereItIsReadWhateverSessionItHappenedIn() {
        // When
        driver.hear(
                Topics.PERMISSIONS,
                driver.envelope(
                        EventId.of("gateway", 1),
                        ELSEWHERE,
                        new Permission.Changed(ANNA, "notes", true, "root", null, null, null)));
        driver.hear(
                Topics.PERMISSIONS,
                driver.envelope(
                        EventId.of("gateway", 2),
                        ELSEWHERE,
                        new Permission.Changed(ANNA, "notes", false, "root", null, null, null)));

        // Then
        List<TestRecord<byte[], byte[]>> chain = driver.written(Topics.AUDIT);
        assertThat(verified(chain)).isEqualTo(2);
        assertThat(chain)
                .extracting(each -> driver.decoded(each).session().partition())
                .containsOnly(0);
        assertThat(entry(chain.getFirst()).session()).isEqualTo(ELSEWHERE);
        assertThat(entry(chain.getFirst()).user()).isEqualTo(ANNA);
        assertThat(entry(chain.getFirst()).actor()).isEqualTo("root");
        assertThat(chain)
                .extracting(each -> entry(each).outcome())
                .containsExactly("granted", "revoked");
    }

    @Test
    void whatDoesntSayWhoseItIsIsOnBehalfOfItsSessionsUser() {
        // When
        driver.hear(Topics.CONTROL, new Control.SessionStarted(ANNA, "test", "UTC"));
        driver.hear(
                Topics.TOOL_RESULTS,
                new Tool.Succeeded(CALL, TURN, "clock", Personal.of(Map.of())));

        // Then
        assertThat(driver.said(Topics.AUDIT, Audit.Entry.class))
                .extracting(Audit.Entry::user)
                .containsExactly(ANNA, ANNA);
    }

    @Test
    void aRefusalIsADecisionOfAuthorization() {
        driver.hear(
                Topics.TOOL_RESULTS,
                driver.envelope(
                        "authorization",
                        new Tool.Failed(
                                CALL, TURN, "notes", Tool.Reason.DENIED, Personal.of("no"))));

        assertThat(driver.said(Topics.AUDIT, Audit.Entry.class))
                .extracting(entry -> entry.action() + " " + entry.outcome())
                .containsExactly("tool.decided denied");
    }

    private static Tool.Requested requested() {
        return new Tool.Requested(
                CALL, TURN, ANNA, "clock", Personal.of(Map.of("place", "tokyo")), null);
    }

    private static void talk(Driver driver) {
        driver.hear(Topics.CONTROL, new Control.SessionStarted(ANNA, "test", "UTC"));
        driver.hear(Topics.TOOL_REQUESTS, requested());
        driver.hear(
                Topics.TOOL_CALLS,
                new Tool.Authorized(CALL, TURN, ANNA, "clock", Personal.of(Map.of()), "default"));
        driver.hear(
                Topics.TOOL_RESULTS,
                new Tool.Succeeded(CALL, TURN, "clock", Personal.of(Map.of())));
    }

    private Audit.Entry entry(TestRecord<byte[], byte[]> record) {
        return (Audit.Entry) driver.decoded(record).event();
    }

    /** How long the chain is; fails if it isn't whole. */
    private static long verified(List<TestRecord<byte[], byte[]>> records) {
        ChainCheck check = new ChainCheck(0, ChainCheck.UNSIGNED);
        for (TestRecord<byte[], byte[]> each : records) {
            HashChain.Place place = HashChain.place(each.headers()).orElseThrow();
            check.accept(
                    new ChainedRecord(place.sequence(), place.link(), each.key(), each.value()));
        }
        assertThat(check.end()).isEmpty();
        return check.verified();
    }
}
