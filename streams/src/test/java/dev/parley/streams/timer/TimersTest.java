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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final UserId ANNA = new UserId("anna");
    private static final TurnId TURN = new TurnId("t1");
    private static final SessionId KITCHEN = SessionId.on(0, "kitchen");
    private static final SessionId STUDY = SessionId.on(3, "study");

    private final Driver driver = new Driver(new Timers());
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
        driver.hear(
                Topics.PRESENCE,
                driver.envelope(
                        EventId.of("gateway", offset++),
                        session,
                        new Presence.Arrived(ANNA, session)));
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
