package dev.parley.connectors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    private static final UUID ID = UUID.randomUUID();

    @TempDir Path folder;

    @Test
    void isMadeOnceAndReadableByItsOwnerAlone() throws Exception {
        // Given
        Path file = folder.resolve("keys/master.key");
        byte[] key = new byte[32];

        // When
        byte[] wrapped = MasterKey.openOrCreate(file).wrap(ID, "user:anna", key);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKey.openOrCreate(file).unwrap(ID, "user:anna", wrapped)).isEqualTo(key);
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isTheSameForAllWhoMakeItAtOnce() throws Exception {
        // Given
        Path file = folder.resolve("master.key");
        List<Future<MasterKey>> opened = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                opened.add(threads.submit(() -> MasterKey.openOrCreate(file)));
            }
        }

        // Then
        byte[] wrapped = opened.getFirst().get().wrap(ID, "user:anna", new byte[32]);
        for (Future<MasterKey> master : opened) {
            assertThat(master.get().unwrap(ID, "user:anna", wrapped)).hasSize(32);
        }
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        // Given
        Path file = folder.resolve("master.key");
        MasterKey.openOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        // Then
        assertThatThrownBy(() -> MasterKey.openOrCreate(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesAFileOfAnotherSize() throws Exception {
        // Given
        Path file = folder.resolve("master.key");
        MasterKey.openOrCreate(file);
        Files.write(file, new byte[31]);

        // Then
        assertThatThrownBy(() -> MasterKey.openOrCreate(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("31 bytes instead of 32");
    }

    @Test
    void refusesAnyAlteredByteOfAWrappedKey() {
        // Given
        MasterKey master = MasterKey.openOrCreate(folder.resolve("master.key"));
        byte[] wrapped = master.wrap(ID, "user:anna", new byte[32]);

        for (int i = 0; i < wrapped.length; i++) {
            // When
            byte[] altered = wrapped.clone();
            altered[i] ^= 1;

            // Then
            assertThatThrownBy(() -> master.unwrap(ID, "user:anna", altered))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> master.unwrap(ID, "user:eve", wrapped))
                .isInstanceOf(IllegalStateException.class);
    }
}
