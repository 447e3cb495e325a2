package dev.parley.streams.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.timer.TimerState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final UserId ANNA = new UserId("anna");
    private static final TurnId TURN = new TurnId("t1");
    private static final SessionId KITCHEN = SessionId.on(0, "kitchen");
    private static final SessionId STUDY = SessionId.on(3, "study");

    private final Timers timers = new Timers();
    private final Driver driver = new Driver(timers);
    private long offset = 1000;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void firesADeadlineInItsSession() {
        // Given
        request(KITCHEN, "d1", Timer.Purpose.DEADLINE, Duration.ofSeconds(15));

        // When
        driver.pass(Duration.ofSeconds(14));
        assertThat(fired()).isEmpty();
        driver.pass(Duration.ofSeconds(1));
        driver.pass(Duration.ofSeconds(15));

        // Then
        assertThat(fired())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.session()).isEqualTo(KITCHEN);
                            assertThat(((Timer.Fired) each.event()).timer())
                                    .isEqualTo(new TimerId("d1"));
                        });
    }

    @Test
    void ringsOnceTheUserIsThere() {
        // Given
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofSeconds(20));
        assertThat(fired()).isEmpty();

        // When
        arrives(STUDY);
        driver.pass(Duration.ofMillis(100));

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactly(STUDY);
    }

    @Test
    void ringsWhereItWasSetWhileTheUserIsStillThere() {
        // Given
        arrives(KITCHEN);
        arrives(STUDY);

        // When
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofSeconds(5));

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactly(KITCHEN);
    }

    @Test
    void doesNotRingInASessionWhoseGatewayDiedWithoutAFarewell() {
        // Given
        arrives(KITCHEN);
        driver.pass(Timers.LEASE.plusSeconds(1));
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofSeconds(20));
        assertThat(fired()).isEmpty();

        // When
        arrives(STUDY);
        driver.pass(Duration.ofMillis(100));

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactly(STUDY);
    }

    @Test
    void ringsInASessionOfWhichItIsSaidAgainAndAgainThatItIsThere() {
        // Given
        arrives(KITCHEN);
        arrives(STUDY);
        request(SessionId.on(1, "left"), "tea", Timer.Purpose.RING, Duration.ofSeconds(60));

        // When
        for (int i = 0; i < 6; i++) {
            driver.pass(Presence.SAID_EVERY);
            stays(STUDY);
            stays(KITCHEN);
        }
        driver.pass(Duration.ofMillis(100));

        // Then: where the user arrived last, though another was heard of later
        assertThat(fired()).extracting(Envelope::session).containsExactly(STUDY);
    }

    @Test
    void believesNothingThatWasSaidBeforeItBeganToHear() {
        // Given: a Parley that was killed, and started again a second before the time
        Instant due = driver.now();
        Instant since = due.minusSeconds(1);
        Instant lately = since.minusSeconds(1);
        TimerState state =
                new TimerState(
                        List.of(waiting("tea", due)),
                        List.of(KITCHEN),
                        Map.of(KITCHEN.value(), lately));
        assertThat(timers.due(state)).contains(due);

        // When
        Topology.Step<TimerState> after = timers.onTime(state, due, since);
        Topology.Step<TimerState> unkilled = timers.onTime(state, due, lately);

        // Then
        assertThat(unkilled.outputs()).hasSize(1);
        assertThat(after.outputs()).isEmpty();
        assertThat(after.state().present()).isEmpty();
        assertThat(after.state().waiting()).isEqualTo(state.waiting());
        assertThat(timers.due(after.state())).isEmpty();
    }

    @Test
    void believesAgainOfWhomItIsSaidAgain() {
        // Given
        TimerState forgotten =
                new TimerState(List.of(waiting("tea", driver.now())), List.of(), Map.of());

        // When
        TimerState state = timers.on(forgotten, heard(new Presence.Stayed(ANNA, KITCHEN))).state();

        // Then
        assertThat(timers.due(state)).contains(driver.now());
        assertThat(timers.onTime(state, driver.now(), driver.now()).outputs())
                .extracting(Topology.Output::session)
                .containsExactly(KITCHEN);
    }

    @Test
    void forgetsTheSessionsThatNobodySpeaksOfAnyMore() {
        // Given
        arrives(KITCHEN);
        driver.pass(Timers.LEASE.plusSeconds(1));

        // When
        arrives(STUDY);

        // Then
        TimerState state = (TimerState) driver.stateOf(ANNA.value());
        assertThat(state.present()).containsExactly(STUDY);
        assertThat(state.heardOf()).containsOnlyKeys(STUDY.value());
    }

    @Test
    void aStateOfBeforeTheLeasesIsRead() {
        // Given
        TimerState old =
                new TimerState(List.of(waiting("tea", driver.now())), List.of(KITCHEN), Map.of());

        // Then
        assertThat(timers.onTime(old, driver.now(), Instant.EPOCH).outputs()).isEmpty();
    }

    @Test
    void doesNotFireWhatWasWithdrawn() {
        // Given
        request(KITCHEN, "d1", Timer.Purpose.DEADLINE, Duration.ofSeconds(15));

        // When
        hear(KITCHEN, new Timer.Withdrawn(new TimerId("d1"), TURN, ANNA));
        driver.pass(Duration.ofSeconds(20));

        // Then
        assertThat(fired()).isEmpty();
    }

    @Test
    void hearsEverySessionOfAUserThoughTheirOffsetsAreNotComparable() {
        // Given: a session on a long partition, then one on a short one
        offset = 5000;
        request(KITCHEN, "d1", Timer.Purpose.DEADLINE, Duration.ofSeconds(5));
        offset = 10;
        request(STUDY, "d2", Timer.Purpose.DEADLINE, Duration.ofSeconds(5));

        // When
        driver.pass(Duration.ofSeconds(5));

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactlyInAnyOrder(KITCHEN, STUDY);
        assertThat(driver.figures().repeated()).isZero();
    }

    @Test
    void stillFiresAfterTheKeyOfTheSessionIsGone() {
        // Given
        arrives(KITCHEN);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.erase(KITCHEN);

        // When
        driver.pass(Duration.ofSeconds(5));

        // Then
        assertThat(fired())
                .singleElement()
                .satisfies(
                        each ->
                                assertThat(((Timer.Fired) each.event()).label().isErased())
                                        .isTrue());
    }

    private void arrives(SessionId session) {
        hear(new Presence.Arrived(ANNA, session));
    }

    private void stays(SessionId session) {
        hear(new Presence.Stayed(ANNA, session));
    }

    private void hear(Presence event) {
        driver.hear(
                Topics.PRESENCE,
                driver.envelope(EventId.of("gateway", offset++), event.at(), event));
    }

    private Heard heard(Presence event) {
        return new Heard(
                Topics.PRESENCE,
                offset,
                "timer",
                driver.envelope(EventId.of("gateway", offset++), event.at(), event));
    }

    private static Waiting waiting(String timer, Instant due) {
        return new Waiting(
                new TimerId(timer),
                TURN,
                ANNA,
                KITCHEN,
                Timer.Purpose.RING,
                due,
                Personal.of("tea timer"),
                null,
                null);
    }

    private void request(SessionId session, String timer, Timer.Purpose purpose, Duration in) {
        hear(
                session,
                new Timer.Requested(
                        new TimerId(timer),
                        TURN,
                        ANNA,
                        purpose,
                        driver.now().plus(in),
                        Personal.of("tea timer")));
    }

    private void hear(SessionId session, Timer event) {
        driver.hear(
                Topics.TIMER_REQUESTS,
                driver.envelope(EventId.of("dialogue", offset++, 0), session, event));
    }

    private List<Envelope<?>> fired() {
        return driver.said(Topics.TIMER_FIRED);
    }
}
