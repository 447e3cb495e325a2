package dev.parley.connectors.reasoning.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.parley.streams.stage.PassingFaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MiniLmIT {
    private static final Path FOLDER = Path.of("target", "tokenizers");
    private static MiniLm encoder;

    @BeforeAll
    static void load() {
        encoder = new MiniLm(FOLDER, 2);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void givesVectorsOfLengthOneThatLieCloseForLikeMeaning() {
        // When
        float[] timer = encoder.encode("set a timer for ten minutes");
        float[] countdown = encoder.encode("start a countdown of ten minutes");
        float[] weather = encoder.encode("will it rain in paris");

        // Then
        assertThat(timer).hasSize(384);
        assertThat(cosine(timer, timer)).isCloseTo(1, within(1e-4));
        assertThat(cosine(timer, countdown)).isGreaterThan(0.6);
        assertThat(cosine(timer, weather)).isLessThan(0.3);
    }

    @Test
    void unpacksTheTokenizerWhereItWasTold() throws Exception {
        try (var files = Files.walk(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.contains("tokenizers") && name.contains("."));
        }
    }

    @Test
    void givesManyVirtualThreadsTheSameVector() throws Exception {
        // Given
        float[] alone = encoder.encode("what is the time");

        // When
        List<float[]> together;
        try (var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked =
                    IntStream.range(0, 40)
                            .mapToObj(i -> lanes.submit(() -> encoder.encode("what is the time")))
                            .toList();
            together = new java.util.ArrayList<>();
            for (var vector : asked) {
                together.add(vector.get());
            }
        }

        // Then
        assertThat(together)
                .hasSize(40)
                .allSatisfy(vector -> assertThat(cosine(vector, alone)).isCloseTo(1, within(1e-4)));
    }

    @Test
    void anInterruptedWaitIsAPassingFault() {
        // Given
        Thread.currentThread().interrupt();

        // When / Then
        assertThatExceptionOfType(PassingFaultException.class)
                .isThrownBy(() -> encoder.encode("what is the time"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aClosedEncoderSaysSo() {
        // Given
        var closed = new MiniLm(FOLDER, 1);
        closed.close();

        // When / Then
        assertThatExceptionOfType(PassingFaultException.class)
                .isThrownBy(() -> closed.encode("what is the time"))
                .withMessageContaining("closed");
    }

    private static double cosine(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
