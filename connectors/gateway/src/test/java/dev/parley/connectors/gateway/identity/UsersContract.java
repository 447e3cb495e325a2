package dev.parley.connectors.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of users does. */
abstract class UsersContract {
    static final UserId ANNA = new UserId("u-anna");
    static final UserId BEN = new UserId("u-ben");
    private static final SessionId SESSION = new SessionId("s1-abcd");

    private Users users;

    /** An empty store. */
    abstract Users open() throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        users = open();
    }

    @Test
    void aTokenIsItsUsersAlone() {
        // Given
        SecretToken annas = SecretToken.mint();
        SecretToken bens = SecretToken.mint();
        users.add(ANNA, "Anna", Role.ADMIN);
        users.add(BEN, "Ben", Role.GUEST);

        // When
        Users.Token kept = users.keep(annas, ANNA, "laptop", false, null).orElseThrow();
        users.keep(bens, BEN, "page", true, null);

        // Then
        assertThat(users.caller(annas.digest()))
                .contains(new Caller(ANNA, Role.ADMIN, kept.id(), null, false));
        assertThat(users.caller(bens.digest()))
                .get()
                .satisfies(
                        caller -> {
                            assertThat(caller.user()).isEqualTo(BEN);
                            assertThat(caller.role()).isEqualTo(Role.GUEST);
                            assertThat(caller.browser()).isTrue();
                        });
        assertThat(users.caller(SecretToken.mint().digest())).isEmpty();
        assertThat(users.tokens(ANNA)).containsExactly(kept);
        assertThat(kept.name()).isEqualTo("laptop");
    }

    @Test
    void aRevokedTokenIsNoGood() {
        // Given
        SecretToken token = SecretToken.mint();
        users.add(ANNA, "Anna", Role.USER);
        users.add(BEN, "Ben", Role.USER);
        String id = users.keep(token, ANNA, "laptop", false, null).orElseThrow().id();

        // When
        boolean byAnother = users.revoke(BEN, id);
        boolean stillGood = users.unrevoked(List.of(id)).contains(id);
        boolean revoked = users.revoke(ANNA, id);
        users.keep(token, ANNA, "laptop again", false, null);

        // Then
        assertThat(byAnother).isFalse();
        assertThat(stillGood).isTrue();
        assertThat(revoked).isTrue();
        assertThat(users.caller(token.digest())).isEmpty();
        assertThat(users.unrevoked(List.of(id, "t-unknown"))).isEmpty();
        assertThat(users.find(token).orElseThrow().revoked()).isNotNull();
    }

    @Test
    void aTokenEndsWhenItWasSaidTo() {
        // Given
        users.add(ANNA, "Anna", Role.USER);
        SecretToken over = SecretToken.mint();
        SecretToken good = SecretToken.mint();
        Instant later = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);

        // When
        users.keep(over, ANNA, "old", false, Instant.now().minusSeconds(1));
        users.keep(good, ANNA, "new", false, later);

        // Then
        assertThat(users.caller(over.digest())).isEmpty();
        assertThat(users.caller(good.digest()).orElseThrow().expires()).isEqualTo(later);
    }

    @Test
    void aNameIsTakenOnce() {
        assertThat(users.add(ANNA, "Anna", Role.USER)).isTrue();
        assertThat(users.add(BEN, "Anna", Role.USER)).isFalse();
        assertThat(users.add(ANNA, "Anne", Role.USER)).isFalse();
        assertThat(users.all())
                .extracting(Users.User::id, Users.User::name, Users.User::role)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ANNA, "Anna", Role.USER));
    }

    @Test
    void nothingLetsARemovedUserInAgain() {
        // Given
        SecretToken token = SecretToken.mint();
        users.add(ANNA, "Anna", Role.ADMIN);
        users.add(BEN, "Ben", Role.USER);
        users.keep(token, BEN, "laptop", false, null);
        boolean begun = users.begin(SESSION, BEN);

        // When
        Users.Removal removal = users.remove(BEN);

        // Then
        assertThat(begun).isTrue();
        assertThat(removal).isEqualTo(Users.Removal.REMOVED);
        assertThat(users.caller(token.digest())).isEmpty();
        assertThat(users.find(token)).isEmpty();
        assertThat(users.present(List.of(ANNA, BEN))).containsExactly(ANNA);
        assertThat(users.keep(SecretToken.mint(), BEN, "again", false, null)).isEmpty();
        assertThat(users.begin(new SessionId("s1-efgh"), BEN)).isFalse();
        assertThat(users.enrol(BEN, Role.ADMIN)).isFalse();
        assertThat(users.add(BEN, "Ben", Role.USER)).isFalse();
        assertThat(users.add(new UserId("u-other"), "Ben", Role.USER)).isTrue();
    }

    @Test
    void aRemovalCanBeDoneAgainUntilItsSessionsAreForgotten() {
        // Given
        users.add(ANNA, "Anna", Role.ADMIN);
        users.add(BEN, "Ben", Role.USER);
        users.begin(SESSION, BEN);
        users.remove(BEN);

        // When
        Users.Removal again = users.remove(BEN);
        List<SessionId> left = users.sessions(BEN);
        users.forgetSessions(BEN);

        // Then
        assertThat(again).isEqualTo(Users.Removal.REMOVED);
        assertThat(left).containsExactly(SESSION);
        assertThat(users.sessions(BEN)).isEmpty();
        assertThat(users.remove(BEN)).isEqualTo(Users.Removal.UNKNOWN);
        assertThat(users.remove(new UserId("nobody"))).isEqualTo(Users.Removal.UNKNOWN);
    }

    @Test
    void aSessionIsItsFirstUsersForGood() {
        // Given
        users.add(ANNA, "Anna", Role.USER);
        users.add(BEN, "Ben", Role.USER);

        // Then
        assertThat(users.begin(SESSION, ANNA)).isTrue();
        assertThat(users.begin(SESSION, ANNA)).isTrue();
        assertThat(users.begin(SESSION, BEN)).isFalse();
        assertThat(users.sessions(ANNA)).containsExactly(SESSION);
        assertThat(users.sessions(BEN)).isEmpty();
    }

    @Test
    void theLastAdministratorStays() {
        // Given
        users.add(ANNA, "Anna", Role.ADMIN);
        users.add(BEN, "Ben", Role.ADMIN);

        // Then
        assertThat(users.remove(ANNA)).isEqualTo(Users.Removal.REMOVED);
        assertThat(users.remove(BEN)).isEqualTo(Users.Removal.LAST_ADMIN);
        assertThat(users.present(List.of(BEN))).containsExactly(BEN);
    }

    @Test
    void oneWhomAnotherHouseVouchesForHasTheRoleThatItGivesNow() {
        // When
        boolean first = users.enrol(ANNA, Role.USER);
        boolean second = users.enrol(ANNA, Role.ADMIN);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(users.all())
                .singleElement()
                .satisfies(
                        user -> {
                            assertThat(user.name()).isNull();
                            assertThat(user.role()).isEqualTo(Role.ADMIN);
                        });
        assertThat(users.begin(SESSION, ANNA)).isTrue();
    }
}
