package dev.parley.connectors.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileToolsTest {
    private static final Tool.Circumstances NOW =
            new Tool.Circumstances(
                    Instant.EPOCH, ZoneOffset.UTC, new UserId("ada"), new CallId("call"));
    private static final int LONGEST = 100;

    @TempDir Path outside;
    private Path folder;
    private Tool read;
    private Tool list;

    @BeforeEach
    void fill() throws Exception {
        folder = Files.createDirectories(outside.resolve("allowed"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("note.txt"), "Grüße\nfrom here");
        Files.createDirectories(folder.resolve("deep/deeper"));
        Files.writeString(folder.resolve("deep/deeper/note.txt"), "deep");
        Files.writeString(folder.resolve(".hidden"), "hidden");
        Files.write(folder.resolve("picture.bin"), new byte[] {(byte) 0xFF, (byte) 0xD8, 0, 1});
        Files.write(folder.resolve("nul.txt"), new byte[] {'a', 0, 'b'});
        Files.writeString(folder.resolve("long.txt"), "x".repeat(LONGEST + 1));
        Files.writeString(folder.resolve("full.txt"), "x".repeat(LONGEST));
        Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        read = new FileReadTool(folder, LONGEST);
        list = new FileListTool(folder, 3);
    }

    @Test
    void aTextFileIsRead() throws Exception {
        assertThat(read.call(Map.of("path", "note.txt"), NOW))
                .containsEntry("text", "Grüße\nfrom here");
        assertThat(read.call(Map.of("path", "deep/./deeper//note.txt"), NOW))
                .containsEntry("text", "deep");
        assertThat(read.call(Map.of("path", "full.txt"), NOW).get("text")).hasSize(LONGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "../secret.txt, in the folder that was set up",
        "deep/../../secret.txt, in the folder that was set up",
        "deep/../note.txt, in the folder that was set up",
        "/etc/passwd, in the folder that was set up",
        "~/note.txt, in the folder that was set up",
        "..\\secret.txt, in the folder that was set up",
        "link.txt, I don't follow links",
        "linked/secret.txt, I don't follow links",
        "loop, I don't follow links",
        "loop/x, I don't follow links",
        "pipe, no ordinary file",
        "picture.bin, isn't text",
        "nul.txt, isn't text",
        "long.txt, too long",
        ".hidden, hidden",
        "deep/.git/config, hidden",
        "deep, a folder",
        ".., in the folder that was set up",
        "., a folder",
        "missing.txt, no file of that name",
        "missing/note.txt, no file of that name",
    })
    void whatMayNotBeReadIsRefusedWithASentence(String path, String why) {
        assertThatThrownBy(() -> read.call(Map.of("path", path), NOW))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(Reason.BAD_ARGUMENTS);
                            assertThat(refused).hasMessageContaining(why);
                        });
    }

    @Test
    void aDeviceIsNotRead() {
        // Given
        Tool devices = new FileReadTool(Path.of("/dev"), LONGEST);

        // When, Then
        for (String device : new String[] {"zero", "null", "random"}) {
            assertThatThrownBy(() -> devices.call(Map.of("path", device), NOW))
                    .isInstanceOf(ToolFailureException.class)
                    .hasMessageContaining("no ordinary file");
        }
    }

    @Test
    void aNameWithAZeroByteIsRefused() {
        assertThatThrownBy(() -> read.call(Map.of("path", "note.txt\0.png"), NOW))
                .isInstanceOf(ToolFailureException.class);
    }

    @Test
    void theListNamesWhatCanBeReadAndCountsTheRest() throws Exception {
        // When
        Map<String, String> listed = list.call(Map.of(), NOW);

        // Then: links, the pipe and what is hidden are no files to be read
        assertThat(listed)
                .containsEntry("names", "deep/\nfull.txt\nlong.txt")
                .containsEntry("count", "6");
        assertThat(list.call(Map.of("path", "deep"), NOW)).containsEntry("names", "deeper/");
    }

    @ParameterizedTest
    @CsvSource({"..", "linked", "/", "note.txt", "missing"})
    void noOtherFolderIsListed(String path) {
        assertThatThrownBy(() -> list.call(Map.of("path", path), NOW))
                .isInstanceOf(ToolFailureException.class);
    }
}
