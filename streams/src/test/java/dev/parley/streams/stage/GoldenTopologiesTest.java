package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audit.Auditor;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.timeline.Timelines;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A group in a rolling upgrade doesn't accept another shape. Who means to change one runs this with
 * {@code -Dparley.golden.write=true} and plans for a new application id.
 */
class GoldenTopologiesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Topology<?>> topologies() {
        return Stream.of(
                new Sequence(),
                new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700))),
                new Dialogue(DialogueConfig.defaults()),
                new Timers(),
                new Timelines(),
                Auditor.withoutDigests());
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void hasTheShapeThatItAlwaysHad(Topology<?> topology) throws IOException {
        String shape;
        try (Driver driver = new Driver(topology)) {
            shape = driver.description();
        }
        Path golden = GOLDEN.resolve(topology.name() + ".txt");
        if (Boolean.getBoolean("parley.golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, shape);
        }

        assertThat(shape).isEqualTo(Files.readString(golden));
    }
}
