package dev.parley.connectors.tools.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.Tool.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredPermissionsTest {
    private static final UserId ANNA = new UserId("anna");
    private static final Tool.Descriptor APPS = Tool.Descriptor.of("apps", "").build();

    private Instant now = Instant.parse("2026-11-23T14:00:00Z");
    private final MemoryGrants grants = new MemoryGrants();
    private final StoredPermissions permissions =
            new StoredPermissions(
                    new PermissionMatrix(Map.of("user", Set.of(Access.READ))),
                    grants,
                    user -> user.equals(ANNA) ? Optional.of("user") : Optional.empty(),
                    () -> now,
                    () -> now.getEpochSecond() * 1_000_000_000L);

    @Test
    void hearsOfAChangeOnceWhatItLookedUpIsOld() {
        // Given
        assertThat(permits(Access.EXECUTE)).isFalse();
        grants.put(new Grant(ANNA, "apps", Access.EXECUTE, true, false, ANNA, null));

        // When
        boolean atOnce = permits(Access.EXECUTE);
        now = now.plus(StoredPermissions.LAG);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(grants.asked).isEqualTo(1);
        assertThat(permits(Access.EXECUTE)).isTrue();
    }

    @Test
    void aGrantEndsOnTheSecondThoughItWasLookedUpBefore() {
        // Given
        Instant end = now.plusSeconds(1);
        grants.put(new Grant(ANNA, "apps", Access.EXECUTE, true, false, ANNA, end));

        // Then
        assertThat(permits(Access.EXECUTE)).isTrue();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(permits(Access.EXECUTE)).isFalse();
    }

    @Test
    void permitsNothingToSomebodyWhomNobodyKnows() {
        assertThat(permissions.decide(new UserId("stranger"), APPS, Access.READ).permitted())
                .isFalse();
        assertThat(permits(Access.READ)).isTrue();
    }

    private boolean permits(Access access) {
        return permissions.decide(ANNA, APPS, access).permitted();
    }
}
