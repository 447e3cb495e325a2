package dev.parley.connectors.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokenTest {
    @TempDir Path folder;

    @Test
    void theTokenIsMadeOnceAndKeptForItsOwnerAlone() throws Exception {
        // Given
        Path file = folder.resolve("token");

        // When
        SecretToken first = LocalToken.in(file);
        SecretToken second = LocalToken.in(file);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(first.text()).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aTokenThatWasRevokedIsReplaced() throws Exception {
        // Given
        Path file = folder.resolve("token");
        SecretToken revoked = LocalToken.in(file);

        // When
        SecretToken renewed = LocalToken.renew(file);

        // Then
        assertThat(renewed).isNotEqualTo(revoked).isEqualTo(LocalToken.in(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatHoldsNoTokenIsNotTakenForOne() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "\n");

        assertThatThrownBy(() -> LocalToken.in(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("delete it");
    }

    @Test
    void aTokenIsNotShownByWhoeverLogsIt() {
        SecretToken token = SecretToken.mint();

        assertThat(token.toString()).doesNotContain(token.text().substring(0, 6));
        assertThat(token.digest()).hasSize(32).isNotEqualTo(SecretToken.mint().digest());
    }
}
