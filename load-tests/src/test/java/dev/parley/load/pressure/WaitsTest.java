package dev.parley.load.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.load.scale.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Instant SAID = Instant.EPOCH;

    @Test
    void takesEachSessionsLongestWait() {
        Waits waits = Waits.longest(List.of(waited(1, 30, 2), waited(5)));

        assertThat(waits.sorted()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    @Test
    void countsCatchingUpToTheLastFinalThatCameLate() {
        // Given: a second after it was said isn't late
        List<Listener.Arrival> session = waited(4, 9, 1);

        // When
        Waits waits = Waits.catchingUp(List.of(session), SAID.plusSeconds(3));

        // Then
        assertThat(waits.sorted()).containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void isFairWhileTheSlowestIsNearTheMedian() {
        assertThat(sessions(20, 21).fair()).isTrue();
        assertThat(sessions(20, 42).fair()).isTrue();
        assertThat(sessions(20, 43).fair()).isFalse();
    }

    private static Waits sessions(int seconds, int slowest) {
        return Waits.longest(
                IntStream.range(0, 10).mapToObj(i -> waited(i == 4 ? slowest : seconds)).toList());
    }

    private static List<Listener.Arrival> waited(int... seconds) {
        return IntStream.of(seconds)
                .mapToObj(each -> new Listener.Arrival(SAID, SAID.plusSeconds(each)))
                .toList();
    }
}
