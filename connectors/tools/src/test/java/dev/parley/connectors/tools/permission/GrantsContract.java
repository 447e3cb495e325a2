package dev.parley.connectors.tools.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.tool.Tool.Access;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of grants holds to. */
abstract class GrantsContract {
    private static final UserId ADMIN = new UserId("admin");
    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");

    final UserId anna = new UserId("anna-" + UUID.randomUUID());
    private final UserId bert = new UserId("bert-" + UUID.randomUUID());

    abstract Grants open();

    private Grant granted(boolean granted, Instant until) {
        return new Grant(anna, "apps", Access.EXECUTE, granted, false, ADMIN, until);
    }

    @Test
    void keepsWhatWasGrantedToWhom() {
        // Given
        Grant forever = new Grant(anna, Grants.EVERY_TOOL, Access.READ, false, true, anna, null);

        // When
        open().put(granted(true, LATER));
        open().put(forever);

        // Then
        assertThat(open().of(anna)).containsExactlyInAnyOrder(granted(true, LATER), forever);
        assertThat(open().of(bert)).isEmpty();
    }

    @Test
    void putsAnEntryInPlaceOfTheOneBefore() {
        // When
        open().put(granted(true, LATER));
        open().put(granted(false, null));

        // Then
        assertThat(open().of(anna)).containsExactly(granted(false, null));
    }

    @Test
    void keepsTheUsersOwnEntryBesideTheAdministrators() {
        // Given
        Grant own = new Grant(anna, "apps", Access.EXECUTE, false, true, anna, null);
        open().put(granted(true, null));
        open().put(own);

        // When
        boolean removed = open().remove(anna, "apps", Access.EXECUTE, true);

        // Then
        assertThat(removed).isTrue();
        assertThat(open().of(anna)).containsExactly(granted(true, null));
        assertThat(open().remove(anna, "apps", Access.EXECUTE, true)).isFalse();
        assertThat(open().remove(anna, "apps", Access.READ, false)).isFalse();
    }
}
