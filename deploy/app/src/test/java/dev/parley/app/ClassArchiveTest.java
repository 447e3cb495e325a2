package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir private Path folder;

    @Test
    void isMadeOfWholeLinesAndPutInPlaceAtTheEnd() throws Exception {
        // Given
        Path archive = folder.resolve("1.jsa");
        ClassArchive made = new ClassArchive(loaded("a/First\na/Second\na/Thi"), archive);

        // When
        ended(made.begin((fresh, list) -> List.of("/bin/cp", list.toString(), fresh.toString())));

        // Then
        assertThat(archive).hasContent("a/First\na/Second\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.{fresh,list}");
    }

    @Test
    void isNotThereWhenItsMakingFails() throws Exception {
        // Given
        Path archive = folder.resolve("1.jsa");
        ClassArchive failing = new ClassArchive(loaded("a/First\n"), archive);

        // When
        ended(
                failing.begin(
                        (fresh, list) ->
                                List.of("/bin/sh", "-c", "echo half >'" + fresh + "'; exit 1")));

        // Then
        assertThat(archive).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.{fresh,list}");
    }

    private Path loaded(String text) throws Exception {
        return Files.writeString(folder.resolve("1.classes"), text);
    }

    private static void ended(Process making) throws Exception {
        assertThat(making.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
