package dev.parley.streams.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.authorization.Permissions.Decision;
import dev.parley.streams.tool.Tool.Access;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionMatrixTest {
    private static final UserId ANNA = new UserId("anna");
    private static final UserId ADMIN = new UserId("admin");
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");

    private final PermissionMatrix matrix =
            new PermissionMatrix(Map.of("user", Set.of(Access.READ, Access.WRITE)));

    @Test
    void withoutGrantsTheRoleDecides() {
        assertThat(decide(Access.WRITE)).isEqualTo(new Decision(true, "default:user"));
        assertThat(decide(Access.EXECUTE)).isEqualTo(new Decision(false, "default:user"));
        assertThat(matrix.decide("nobody", List.of(), "list", Access.READ, NOW))
                .isEqualTo(new Decision(false, "default:nobody"));
    }

    @Test
    void anAdministratorsGrantHoldsUntilItEnds() {
        Grant grant = granted("apps", true, NOW.plusSeconds(1));

        assertThat(matrix.decide("user", List.of(grant), "apps", Access.EXECUTE, NOW))
                .isEqualTo(new Decision(true, "granted:admin"));
        assertThat(
                        matrix.decide(
                                "user", List.of(grant), "apps", Access.EXECUTE, NOW.plusSeconds(1)))
                .isEqualTo(new Decision(false, "default:user"));
        assertThat(matrix.decide("user", List.of(grant), "list", Access.EXECUTE, NOW).permitted())
                .isFalse();
    }

    @Test
    void whatTheUserRefusedIsRefusedWhateverWasGranted() {
        Grant own = new Grant(ANNA, "apps", Access.EXECUTE, false, true, ANNA, null);

        assertThat(
                        matrix.decide(
                                "user",
                                List.of(granted("apps", true, null), own),
                                "apps",
                                Access.EXECUTE,
                                NOW))
                .isEqualTo(new Decision(false, "refused:user"));
    }

    @Test
    void anEntryForTheToolCountsBeforeOneForEveryTool() {
        List<Grant> grants =
                List.of(granted(Grants.EVERY_TOOL, true, null), granted("apps", false, null));

        assertThat(matrix.decide("user", grants, "apps", Access.EXECUTE, NOW))
                .isEqualTo(new Decision(false, "refused:admin"));
        assertThat(matrix.decide("user", grants, "scripts", Access.EXECUTE, NOW))
                .isEqualTo(new Decision(true, "granted:admin"));
    }

    @Test
    void nobodyGrantsThemselvesAnything() {
        assertThatThrownBy(() -> new Grant(ANNA, "apps", Access.READ, true, true, ANNA, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Decision decide(Access access) {
        return matrix.decide("user", List.of(), "list", access, NOW);
    }

    private static Grant granted(String tool, boolean granted, Instant until) {
        return new Grant(ANNA, tool, Access.EXECUTE, granted, false, ADMIN, until);
    }
}
