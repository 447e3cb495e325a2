package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.speech.RankedThreads.Rank;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who goes first. */
class RankedThreadsTest {
    private final RankedThreads threads = new RankedThreads("ranked", 1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whatIsLiveGoesBeforeWhatCanWaitAndOfEachWhatCameFirst() throws Exception {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        threads.execute(Rank.LIVE, () -> await(busy));

        // When
        threads.execute(Rank.PATIENT, () -> done.add("patient 1"));
        threads.execute(Rank.PATIENT, () -> done.add("patient 2"));
        threads.execute(Rank.LIVE, () -> done.add("live 1"));
        threads.execute(Rank.LIVE, () -> done.add("live 2"));
        busy.countDown();
        threads.stop();

        // Then
        assertThat(threads.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(done).containsExactly("live 1", "live 2", "patient 1", "patient 2");
    }

    @Test
    void takesNothingOnceStopped() {
        threads.stop();

        assertThatThrownBy(() -> threads.execute(Rank.LIVE, () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
