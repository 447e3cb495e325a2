package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.speech.RankedThreads.Rank;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Native memory is never freed under native work, which here is a wait for the test's end. */
class NativePoolTest {
    private static final Duration EVER = Duration.ofMinutes(2);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> happened = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        end.countDown();
    }

    @Test
    void freesOnceTheWorkIsDone() throws Exception {
        // Given
        NativePool pool = new NativePool("native", 1, EVER);
        CompletableFuture<String> work = working(pool);

        // When
        Thread closing = Thread.startVirtualThread(() -> pool.close(() -> happened.add("freed")));
        end.countDown();
        closing.join();

        // Then
        assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat(happened).containsExactly("worked", "freed");
    }

    @Test
    void freesNothingUnderWorkThatDoesNotEnd() throws Exception {
        // Given
        NativePool pool = new NativePool("native", 1, Duration.ofMillis(50));
        CompletableFuture<String> work = working(pool);

        // When
        pool.close(() -> happened.add("freed"));
        end.countDown();

        // Then
        assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat(happened).containsExactly("worked");
    }

    @Test
    void anInterruptedCloserWaitsAllTheSameAndStaysInterrupted() throws Exception {
        // Given
        NativePool pool = new NativePool("native", 1, EVER);
        CompletableFuture<String> work = working(pool);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        // When
        Thread.startVirtualThread(
                () -> {
                    Thread.currentThread().interrupt();
                    pool.close(() -> happened.add("freed"));
                    interrupted.complete(Thread.currentThread().isInterrupted());
                });
        end.countDown();

        // Then
        assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat(happened).containsExactly("worked", "freed");
    }

    @Test
    void leavesNobodyWaitingForWorkThatIsDropped() throws Exception {
        // Given
        NativePool pool = new NativePool("native", 1, Duration.ofMillis(50));
        working(pool);
        CompletableFuture<String> behind = new CompletableFuture<>();
        Thread waiting =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                behind.complete(pool.call(Rank.LIVE, () -> "worked too"));
                            } catch (IllegalStateException e) {
                                behind.complete("told");
                            }
                        });

        // When
        pool.close(() -> happened.add("freed"));

        // Then
        waiting.join(Duration.ofMinutes(1));
        assertThat(behind).isCompletedWithValue("told");
        assertThatThrownBy(() -> pool.call(Rank.LIVE, () -> "late"))
                .isInstanceOf(IllegalStateException.class);
    }

    private CompletableFuture<String> working(NativePool pool) throws InterruptedException {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.startVirtualThread(
                () ->
                        result.complete(
                                pool.call(
                                        Rank.LIVE,
                                        () -> {
                                            begun.countDown();
                                            awaitEndAsNativeCodeDoes();
                                            happened.add("worked");
                                            return "done";
                                        })));
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        return result;
    }

    /** Deaf to interrupts. */
    private void awaitEndAsNativeCodeDoes() {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
