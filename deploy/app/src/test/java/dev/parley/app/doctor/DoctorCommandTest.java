package dev.parley.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.CommandLineRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static final String ANY_PORT = "gateway.http-port=0";
    private static final String ANY_VOICE_PORT = "gateway.voice-port=0";

    @TempDir private Path folder;

    @Test
    void findsAMachineThatIsWellAndNoParley() {
        // When
        CommandLineRun run = doctor(ANY_PORT);

        // Then
        assertThat(run.out())
                .containsPattern("(?m)^ok    JDK ")
                .containsPattern("(?m)^ok    Redis .*v=7")
                .containsPattern("(?m)^warn  hearing +the starter model")
                .containsPattern("(?m)^ok    Parley +none runs on ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void failsOverAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandLineRun run = doctor("gateway.http-port=" + taken.getLocalPort());

            // Then
            assertThat(run.out())
                    .containsPattern(
                            "(?m)^fail  port %d +taken .* set gateway.http-port"
                                    .formatted(taken.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void tellsHowMuchIsKeptForReplayAndWarnsWhereTheOldestGoEarly() throws IOException {
        // Given
        Path partition =
                Files.createDirectories(folder.resolve("data/kafka/parley.conversation-1"));
        Files.write(partition.resolve("00000000000000000000.log"), new byte[3 << 20]);
        Files.write(partition.resolve("00000000000000000000.index"), new byte[1 << 20]);

        // Then
        assertThat(doctor(ANY_PORT).out())
                .containsPattern(
                        "(?m)^ok    replay +3\\.0 of at most 4096 MB kept for replay, for 168 h");

        // When
        try (RandomAccessFile sparse =
                new RandomAccessFile(partition.resolve("1.log").toFile(), "rw")) {
            sparse.setLength(4L << 30);
        }

        // Then
        assertThat(doctor(ANY_PORT).out())
                .containsPattern("(?m)^warn  replay .*retention\\.disk gives them more room");
    }

    @Test
    void failsOverAModelThatIsNone() {
        // When
        CommandLineRun run = doctor(ANY_PORT, "--set", "engines.vosk-model=" + folder);

        // Then
        assertThat(run.out()).containsPattern("(?m)^fail  hearing +.* holds no Vosk model");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void readsWhatEachStageCounts() {
        // Given
        String metrics =
                """
                # TYPE parley_stage_handled_total counter
                parley_stage_handled_total{stage="turn"} 58
                parley_stage_dead_letters_total{stage="turn"} 2
                parley_stage_handled_total{stage="intent"} 1
                parley_sessions 3
                """;

        // Then
        assertThat(RunningParley.counts(metrics))
                .isEqualTo(
                        Map.of(
                                "turn", Map.of("handled", 58L, "dead_letters", 2L),
                                "intent", Map.of("handled", 1L)));
    }

    @Test
    void tellsOnWhichPartitionsAStagesRecordsWait() {
        // Given
        String metrics =
                """
                parley_stage_lag_records{stage="hearing",topic="parley.audio.in",partition="0"} 3
                parley_stage_lag_records{stage="hearing",topic="parley.audio.in",partition="1"} 0
                parley_stage_lag_records{stage="hearing",topic="parley.audio.in",partition="12"} 40
                parley_stage_lag_records{stage="turn",topic="parley.conversation",partition="0"} 0
                """;

        // Then
        assertThat(RunningParley.counts(metrics).get("hearing")).containsEntry("lag_records", 43L);
        assertThat(RunningParley.waiting(metrics, "hearing"))
                .isEqualTo(" (parley.audio.in-12: 40, parley.audio.in-0: 3)");
        assertThat(RunningParley.waiting(metrics, "turn")).isEmpty();
    }

    private CommandLineRun doctor(String httpPort, String... more) {
        String[] arguments =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "doctor",
                                        "--data",
                                        folder.resolve("data").toString(),
                                        "--set",
                                        httpPort,
                                        "--set",
                                        ANY_VOICE_PORT),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new);
        return CommandLineRun.of(arguments);
    }
}
