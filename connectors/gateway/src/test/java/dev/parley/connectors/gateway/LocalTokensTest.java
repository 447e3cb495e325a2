package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokensTest {
    private static final UserId USER = new UserId("local");
    @TempDir Path folder;

    @Test
    void theTokenIsMadeOnceAndKeptForItsOwnerAlone() throws Exception {
        // Given
        Path file = folder.resolve("token");

        // When
        LocalTokens first = LocalTokens.in(file, USER);
        LocalTokens second = LocalTokens.in(file, USER);

        // Then
        assertThat(second.token()).isEqualTo(first.token()).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(second.authenticate(first.token())).contains(USER);
        assertThat(second.authenticate(first.token() + "x")).isEmpty();
        assertThat(second.authenticate("")).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatHoldsNoTokenIsNotTakenForOne() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "\n");

        assertThatThrownBy(() -> LocalTokens.in(file, USER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("delete it");
    }
}
