package dev.parley.load.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ConfigurationFuzz;
import dev.parley.app.replay.RecordingFuzz;
import dev.parley.connectors.gateway.ClientEventsFuzz;
import dev.parley.connectors.gateway.CursorsFuzz;
import dev.parley.connectors.gateway.FramesFuzz;
import dev.parley.connectors.gateway.TokensFuzz;
import dev.parley.connectors.gateway.UserRequestsFuzz;
import dev.parley.connectors.gateway.grpc.ProtosFuzz;
import dev.parley.connectors.gateway.grpc.speech.SpeechRequestsFuzz;
import dev.parley.connectors.gateway.http.TurnRequestsFuzz;
import dev.parley.connectors.reasoning.language.LanguageFuzz;
import dev.parley.schemas.codec.CodecFuzz;
import dev.parley.streams.audio.SoundFuzz;
import dev.parley.streams.audio.WavFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every committed input of every fuzz target, and a few variations of each. */
class FuzzCorpusTest {
    private static final Path CORPORA = Path.of("src/test/resources/fuzz");
    private static final int VARIATIONS = 100;

    private interface Parser {
        void accept(byte[] input) throws Exception;
    }

    private record Target(String name, Parser parser) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Target> targets() {
        return Stream.of(
                new Target("WavFuzz", WavFuzz::fuzzerTestOneInput),
                new Target("ClientEventsFuzz", ClientEventsFuzz::fuzzerTestOneInput),
                new Target("ProtosFuzz", ProtosFuzz::fuzzerTestOneInput),
                new Target("SpeechRequestsFuzz", SpeechRequestsFuzz::fuzzerTestOneInput),
                new Target("CursorsFuzz", CursorsFuzz::fuzzerTestOneInput),
                new Target("CodecFuzz", CodecFuzz::fuzzerTestOneInput),
                new Target("ConfigurationFuzz", ConfigurationFuzz::fuzzerTestOneInput),
                new Target("RecordingFuzz", RecordingFuzz::fuzzerTestOneInput),
                new Target("LanguageFuzz", LanguageFuzz::fuzzerTestOneInput),
                new Target("TokensFuzz", TokensFuzz::fuzzerTestOneInput),
                new Target("UserRequestsFuzz", UserRequestsFuzz::fuzzerTestOneInput),
                new Target("TurnRequestsFuzz", TurnRequestsFuzz::fuzzerTestOneInput),
                new Target("FramesFuzz", FramesFuzz::fuzzerTestOneInput),
                new Target("SoundFuzz", SoundFuzz::fuzzerTestOneInput));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void readsOrRefusesEveryInput(Target target) throws Exception {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPORA.resolve(target.name()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        Random random = new Random(1);
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            target.parser().accept(bytes);
            for (int i = 0; i < VARIATIONS; i++) {
                target.parser().accept(varied(bytes, random));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isTheOnlyListOfTargets(Target target) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            assertThat(sources.map(source -> source.getFileName().toString()))
                    .contains(target.name() + ".java")
                    .filteredOn(name -> name.endsWith("Fuzz.java"))
                    .hasSize((int) targets().count());
        }
    }

    private static byte[] varied(byte[] bytes, Random random) {
        byte[] varied = bytes.clone();
        if (varied.length == 0) {
            return varied;
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            varied[random.nextInt(varied.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(varied, random.nextInt(varied.length))
                : varied;
    }
}
