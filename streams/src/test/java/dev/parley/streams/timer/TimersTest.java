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
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.timer.TimerState.Waiting;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimersTest {
    private static final UserId ANNA = new UserId("anna");
    private static final TurnId TURN = new TurnId("t1");
    private static final SessionId KITCHEN = SessionId.on(0, "kitchen");
    private static final SessionId STUDY = SessionId.on(3, "study");
    private static final SessionId HALL = SessionId.on(2, "hall");
    private static final TurnId ASKING = new TurnId("t2");

    private static final UserId BEN = new UserId("ben");
    private static final List<String> DAILY =
            Stream.of(DayOfWeek.values()).map(DayOfWeek::name).toList();

    private final Timers timers = new Timers();
    private final Keys keys = new EphemeralKeys();
    private final Driver driver = new Driver(timers, keys);
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

    @Test
    void listsWhatRingsInTheOrderInWhichItWasSet() {
        // Given
        Timer.Ring ring = new Timer.Ring(Timer.Kind.TIMER, 300_000L, null, "UTC", List.of());
        request(KITCHEN, "d1", Timer.Purpose.DEADLINE, Duration.ofSeconds(15));
        request(KITCHEN, "tea", Duration.ofMinutes(5), ring);
        request(STUDY, "eggs", Duration.ofMinutes(3), ring);

        // When
        inquires(STUDY);

        // Then
        List<Envelope<?>> said = fired();
        assertThat(said)
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.session()).isEqualTo(STUDY);
                            assertThat(((Timer.Standing) each.event()).turn()).isEqualTo(ASKING);
                        });
        assertThat(kept(said))
                .containsExactly(
                        new Timer.Kept(
                                new TimerId("tea"),
                                driver.now().plus(Duration.ofMinutes(5)),
                                Personal.of("tea timer"),
                                ring),
                        new Timer.Kept(
                                new TimerId("eggs"),
                                driver.now().plus(Duration.ofMinutes(3)),
                                Personal.of("tea timer"),
                                ring));
    }

    @Test
    void whatIsSetAnewKeepsItsPlaceAndRingsOnce() {
        // Given
        arrives(KITCHEN);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        request(KITCHEN, "eggs", Timer.Purpose.RING, Duration.ofSeconds(30));

        // When
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(8));

        // Then
        assertThat(standing()).containsExactly("tea", "eggs");
        driver.pass(Duration.ofSeconds(6));
        assertThat(fired()).isEmpty();
        driver.pass(Duration.ofSeconds(2));
        assertThat(rung()).containsExactly("tea");
        assertThat(standing()).containsExactly("eggs");
    }

    @Test
    void ringsAgainUnderAnotherNameIfItIsSetAnewAfterwards() {
        // Given
        arrives(KITCHEN);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofSeconds(5));
        TimerId first = ((Timer.Fired) fired().getFirst().event()).occurrence();

        // When
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofSeconds(5));

        // Then
        assertThat(((Timer.Fired) fired().getFirst().event()).occurrence()).isNotEqualTo(first);
    }

    @Test
    void whatWasWithdrawnIsNeitherListedNorHeard() {
        // Given
        arrives(KITCHEN);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        request(KITCHEN, "eggs", Timer.Purpose.RING, Duration.ofSeconds(5));

        // When
        hear(KITCHEN, new Timer.Withdrawn(new TimerId("tea"), TURN, ANNA));

        // Then
        assertThat(standing()).containsExactly("eggs");
        driver.pass(Duration.ofSeconds(5));
        assertThat(rung()).containsExactly("eggs");
    }

    @Test
    void usersHearNothingOfEachOther() {
        // Given: timers of the same name, and both are there
        arrives(KITCHEN);
        hear(new Presence.Arrived(BEN, STUDY));
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        hear(STUDY, ring(BEN, "tea", Duration.ofSeconds(5)));
        hear(STUDY, ring(BEN, "bens", Duration.ofSeconds(9)));

        // When
        hear(STUDY, new Timer.Withdrawn(new TimerId("tea"), TURN, BEN));

        // Then
        assertThat(standing()).containsExactly("tea");
        driver.pass(Duration.ofSeconds(9));
        assertThat(fired())
                .extracting(each -> each.session() + " " + ((Timer.Fired) each.event()).timer())
                .containsExactlyInAnyOrder(KITCHEN + " tea", STUDY + " bens");
    }

    @Test
    void saysWhenItShouldHaveRungIfNobodyWasThere() {
        // Given
        Instant due = driver.now().plusSeconds(5);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        driver.pass(Duration.ofHours(20));

        // When
        arrives(STUDY);
        assertThat(standing()).containsExactly("tea");
        driver.pass(Duration.ofMillis(50));
        driver.pass(Duration.ofHours(1));

        // Then
        assertThat(fired())
                .singleElement()
                .satisfies(each -> assertThat(((Timer.Fired) each.event()).due()).isEqualTo(due));
    }

    @Test
    void ringsWhereTheUserArrivedLastOnceTheSessionThatAskedIsLeft() {
        // Given
        arrives(KITCHEN);
        arrives(STUDY);
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        arrives(HALL);

        // When
        hear(new Presence.Left(ANNA, KITCHEN));
        driver.pass(Duration.ofSeconds(5));

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactly(HALL);
    }

    @Test
    void goesOnAfterARestart() {
        // Given
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        alarm("wake", "2026-11-22T12:00", "Europe/Berlin", DAILY);

        try (Driver next = new Driver(timers, keys)) {
            // When
            next.restore(driver.kept());
            next.pass(Duration.ofHours(1));
            Presence event = new Presence.Arrived(ANNA, STUDY);
            next.hear(
                    Topics.PRESENCE, next.envelope(EventId.of("gateway", offset++), STUDY, event));
            next.pass(Duration.ofMillis(50));
            Instant last = Instant.parse("2026-11-22T11:00:00Z");

            // Then
            List<Timer.Fired> fired = next.said(Topics.TIMER_FIRED, Timer.Fired.class);
            assertThat(fired)
                    .extracting(each -> each.timer().value())
                    .containsExactly("tea", "wake");
            assertThat(fired.getLast().due()).isEqualTo(last);
            assertThat(((TimerState) next.stateOf(ANNA.value())).waiting())
                    .extracting(each -> each.due())
                    .containsExactly(last.plus(Duration.ofDays(1)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2027-03-27T02:30, 01:30Z 01:30Z 00:30Z",
        "Europe/Berlin, 2027-10-30T02:30, 00:30Z 00:30Z 01:30Z",
        "America/New_York, 2027-03-13T02:30, 07:30Z 07:30Z 06:30Z",
        "America/New_York, 2027-11-06T01:30, 05:30Z 05:30Z 06:30Z",
        "Australia/Lord_Howe, 2027-10-02T02:15, 15:45Z 15:45Z 15:15Z",
        "Australia/Lord_Howe, 2027-04-03T01:45, 14:45Z 14:45Z 15:15Z"
    })
    void ringsOnceADayHoweverTheClocksAreChanged(String zone, String first, String times) {
        // Given
        alarm("wake", first, zone, DAILY);
        Instant due = LocalDateTime.parse(first).atZone(ZoneId.of(zone)).toInstant();
        passTo(due.minus(Duration.ofHours(1)));
        arrives(KITCHEN);

        // When
        for (int quarter = 0; quarter < 3 * 24 * 4 - 8; quarter++) {
            driver.pass(Duration.ofMinutes(15));
            stays(KITCHEN);
            driver.pass(Duration.ofMillis(50));
        }

        // Then
        assertThat(fired())
                .extracting(each -> ((Timer.Fired) each.event()).due())
                .map(each -> each.toString().substring(11, 16) + "Z")
                .containsExactly(times.split(" "));
    }

    @Test
    void ofTheDaysThatPassedWhileNobodyWasThereTheLastRingsForAll() {
        // Given: a Sunday
        alarm("wake", "2026-11-23T07:30", "Europe/Berlin", DAILY.subList(0, 5));
        passTo(Instant.parse("2026-11-27T20:00:00Z"));

        // When
        arrives(KITCHEN);
        driver.pass(Duration.ofMillis(50));

        // Then
        assertThat(fired())
                .extracting(each -> ((Timer.Fired) each.event()).due())
                .containsExactly(Instant.parse("2026-11-27T06:30:00Z"));
        inquires(KITCHEN);
        assertThat(kept(fired()))
                .extracting(Timer.Kept::due)
                .containsExactly(Instant.parse("2026-11-30T06:30:00Z"));
    }

    @Test
    void reckonsATimeOfDayItself() {
        // When: whoever asked was wrong by an hour
        alarm("wake", "2028-02-29T07:30", "Asia/Kathmandu", List.of());
        inquires(KITCHEN);

        // Then
        assertThat(kept(fired()))
                .extracting(Timer.Kept::due)
                .containsExactly(Instant.parse("2028-02-29T01:45:00Z"));
    }

    @Test
    void givesUpARingAtATimeThatThereIsNot() {
        // When
        alarm("wake", "2027-02-31T07:30", "Europe/Berlin", List.of());

        // Then
        assertThat(driver.said(Topics.DEAD_LETTERS)).hasSize(1);
        assertThat(standing()).isEmpty();
    }

    @Test
    void theFirstWordOfWhereItRingsCounts() {
        // Given
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        Instant due = driver.now().plusSeconds(5);
        driver.pass(Duration.ofSeconds(6));

        // When: two owners wrote it, the first of which died
        for (SessionId session : List.of(STUDY, KITCHEN)) {
            driver.hear(
                    Topics.TIMER_REQUESTS,
                    driver.envelope(
                            EventId.of("timer", offset++, 0),
                            session,
                            new Timer.Assigned(new TimerId("tea"), TURN, ANNA, due)));
        }

        // Then
        assertThat(fired()).extracting(Envelope::session).containsExactly(STUDY);
    }

    @Test
    void aWordOfAnEarlierMomentIsNoneOfALaterOne() {
        // Given
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(5));
        Instant due = driver.now().plusSeconds(5);

        // When
        request(KITCHEN, "tea", Timer.Purpose.RING, Duration.ofSeconds(50));
        hear(KITCHEN, new Timer.Assigned(new TimerId("tea"), TURN, ANNA, due));

        // Then
        assertThat(fired()).isEmpty();
        assertThat(standing()).containsExactly("tea");
    }

    @Test
    void saysAgainWhereItRingsIfNobodyCouldReadIt() {
        // Given
        TimerState state =
                timers.on(
                                new TimerState(
                                        List.of(waiting("tea", driver.now())), List.of(), Map.of()),
                                heard(new Presence.Stayed(ANNA, KITCHEN)))
                        .state();
        TimerState said = timers.onTime(state, driver.now(), driver.now()).state();

        // Then
        Instant again = driver.now().plus(Timers.AGAIN);
        assertThat(timers.due(said)).contains(again);
        assertThat(timers.onTime(said, again.minusSeconds(40), driver.now()).outputs()).isEmpty();
        TimerState there =
                new TimerState(said.waiting(), said.present(), Map.of(KITCHEN.value(), again));
        assertThat(timers.onTime(there, again, driver.now()).outputs()).hasSize(1);
    }

    @Test
    void ofAThousandTimersKeepsWhatItCanAndSaysWhatItCannot() {
        // Given
        arrives(KITCHEN);
        for (int i = 0; i < 1_000; i++) {
            request(KITCHEN, "timer" + i, Timer.Purpose.RING, Duration.ofSeconds(20));
        }

        // When
        request(KITCHEN, "timer7", Timer.Purpose.RING, Duration.ofSeconds(21));
        request(KITCHEN, "d1", Timer.Purpose.DEADLINE, Duration.ofSeconds(15));

        // Then
        assertThat(driver.said(Topics.DEAD_LETTERS)).hasSize(1_000 - Timers.MOST_RINGS);
        assertThat(standing()).hasSize(Timers.MOST_RINGS).startsWith("timer0", "timer1");
        driver.pass(Duration.ofSeconds(15));
        assertThat(rung()).containsExactly("d1");
        driver.pass(Duration.ofSeconds(5));
        assertThat(rung()).hasSize(Timers.MOST_RINGS - 1).doesNotHaveDuplicates();
        driver.pass(Duration.ofSeconds(1));
        assertThat(rung()).containsExactly("timer7");
        assertThat(driver.said(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void refusesRingsThatSayTooMuchForOneRecord() {
        // Given
        String text = "long ".repeat(2_000);
        for (int i = 0; i < 10; i++) {
            hear(KITCHEN, ring(ANNA, "reminder" + i, Duration.ofHours(1), text));
        }
        assertThat(driver.said(Topics.DEAD_LETTERS)).isEmpty();

        // When
        hear(KITCHEN, ring(ANNA, "reminder10", Duration.ofHours(1), "one more"));

        // Then
        assertThat(driver.said(Topics.DEAD_LETTERS)).hasSize(1);
        assertThat(standing()).hasSize(10);
    }

    private void arrives(SessionId session) {
        hear(new Presence.Arrived(ANNA, session));
    }

    private void passTo(Instant moment) {
        driver.pass(Duration.between(driver.now(), moment));
    }

    private void inquires(SessionId session) {
        hear(session, new Timer.Inquired(ASKING, ANNA));
    }

    private List<String> standing() {
        assertThat(fired()).isEmpty();
        inquires(KITCHEN);
        return kept(fired()).stream().map(each -> each.timer().value()).toList();
    }

    private List<String> rung() {
        return fired().stream().map(each -> ((Timer.Fired) each.event()).timer().value()).toList();
    }

    private static List<Timer.Kept> kept(List<Envelope<?>> said) {
        return ((Timer.Standing) said.getFirst().event()).kept();
    }

    private Timer.Requested ring(UserId user, String timer, Duration in) {
        return ring(user, timer, in, "tea timer");
    }

    private Timer.Requested ring(UserId user, String timer, Duration in, String label) {
        return new Timer.Requested(
                new TimerId(timer),
                TURN,
                user,
                Timer.Purpose.RING,
                driver.now().plus(in),
                Personal.of(label));
    }

    private void request(SessionId session, String timer, Duration in, Timer.Ring ring) {
        hear(
                session,
                new Timer.Requested(
                        new TimerId(timer),
                        TURN,
                        ANNA,
                        Timer.Purpose.RING,
                        driver.now().plus(in),
                        Personal.of("tea timer"),
                        ring));
    }

    private void alarm(String timer, String local, String zone, List<String> repeats) {
        request(
                KITCHEN,
                timer,
                Duration.ofHours(9),
                new Timer.Ring(Timer.Kind.ALARM, null, local, zone, repeats));
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
