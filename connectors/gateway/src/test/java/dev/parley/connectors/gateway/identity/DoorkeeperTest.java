package dev.parley.connectors.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final UserId ANNA = new UserId("u-anna");
    private static final UserId GUS = new UserId("j-gus");
    private static final String FOREIGN = "a.b.c";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final MemoryUsers users = new MemoryUsers(now::get);
    private final SecretToken token = SecretToken.mint();
    private final Doorkeeper doorkeeper =
            new Doorkeeper(
                    VERTX,
                    users,
                    shown ->
                            shown.equals(FOREIGN)
                                    ? Optional.of(
                                            new Caller(
                                                    GUS,
                                                    Role.USER,
                                                    null,
                                                    now.get().plusSeconds(60),
                                                    false))
                                    : Optional.empty(),
                    now::get);
    private String id;

    @BeforeEach
    void anna() {
        users.add(ANNA, "Anna", Role.ADMIN);
        id = users.keep(token, ANNA, "laptop", false, null).orElseThrow().id();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asksOnceForATokenThatIsShownOften() throws Exception {
        // Given
        Caller caller = authenticate(token.text()).orElseThrow();
        int asked = users.asked();

        // When
        Optional<Caller> again = authenticate(token.text());

        // Then
        assertThat(again).contains(caller);
        assertThat(users.asked()).isEqualTo(asked);
    }

    @Test
    void noticesARevokedTokenWithinSeconds() throws Exception {
        // Given
        authenticate(token.text());
        users.revoke(ANNA, id);

        // When
        Optional<Caller> atOnce = authenticate(token.text());
        pass(Doorkeeper.FRESH);
        Optional<Caller> later = authenticate(token.text());

        // Then
        assertThat(atOnce).isPresent();
        assertThat(later).isEmpty();
    }

    @Test
    void noticesItAtOnceWhereItWasRevoked() throws Exception {
        // Given
        authenticate(token.text());
        users.revoke(ANNA, id);

        // When
        doorkeeper.recheck();

        // Then
        assertThat(authenticate(token.text())).isEmpty();
    }

    @Test
    void endsATokenInTimeThoughItWasFoundGoodAMomentAgo() throws Exception {
        // Given
        SecretToken brief = SecretToken.mint();
        users.keep(brief, ANNA, "brief", false, now.get().plusSeconds(1));
        Optional<Caller> before = authenticate(brief.text());

        // When
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(before).isPresent();
        assertThat(authenticate(brief.text())).isEmpty();
    }

    @Test
    void letsThoseInWhomItKnowsWhileTheStoreIsAwayButNotForEver() throws Exception {
        // Given
        authenticate(token.text());
        users.away = true;

        // When
        pass(Duration.ofMinutes(1));
        Optional<Caller> known = authenticate(token.text());
        Future<Optional<Caller>> unknown = doorkeeper.authenticate(SecretToken.mint().text());
        pass(Doorkeeper.STALE);
        Future<Optional<Caller>> tooLate = doorkeeper.authenticate(token.text());

        // Then
        assertThat(known).isPresent();
        assertThat(fails(unknown)).isTrue();
        assertThat(fails(tooLate)).isTrue();
    }

    @Test
    void whatCanBeNoTokenIsNotLookedUp() throws Exception {
        int asked = users.asked();

        assertThat(authenticate("")).isEmpty();
        assertThat(authenticate("' or 1=1 --")).isEmpty();
        assertThat(authenticate("x".repeat(100_000))).isEmpty();
        assertThat(users.asked()).isEqualTo(asked);
    }

    @Test
    void trustsAnotherHouseButNotForAUserWhoWasRemovedHere() throws Exception {
        // Given
        Optional<Caller> before = authenticate(FOREIGN);

        // When
        users.remove(GUS);
        doorkeeper.recheck();

        // Then
        assertThat(before).map(Caller::user).contains(GUS);
        assertThat(authenticate(FOREIGN)).isEmpty();
    }

    @Test
    void tellsWhoMayNotStay() throws Exception {
        // Given
        Caller anna = authenticate(token.text()).orElseThrow();
        Caller gus = authenticate(FOREIGN).orElseThrow();
        Set<Caller> none = lapsed(anna, gus);

        // When
        users.revoke(ANNA, id);
        Set<Caller> revoked = lapsed(anna, gus);
        pass(Duration.ofSeconds(60));
        Set<Caller> ended = lapsed(gus);

        // Then
        assertThat(none).isEmpty();
        assertThat(revoked).containsExactly(anna);
        assertThat(ended).as("who came in before the end of a token").isEmpty();
        users.remove(GUS);
        assertThat(lapsed(gus)).containsExactly(gus);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private Set<Caller> lapsed(Caller... callers) throws Exception {
        return doorkeeper
                .lapsed(List.of(callers))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private Optional<Caller> authenticate(String shown) throws Exception {
        return doorkeeper
                .authenticate(shown)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static boolean fails(Future<?> future) throws Exception {
        return future.<Boolean>transform(done -> Future.succeededFuture(done.failed()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
