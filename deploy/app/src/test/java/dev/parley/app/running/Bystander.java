package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A second session that asks all the time and wants right answers, whatever others do. */
final class Bystander implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Caller caller;
    private final Thread thread;
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile long slowestMillis;
    private volatile boolean open = true;

    Bystander(LocalInstallation parley) throws Exception {
        caller = Caller.of(parley);
        thread = Thread.ofVirtual().name("bystander").start(this::ask);
    }

    /** Waits for an answer to a question that was asked from now on, and for all to be right. */
    void assertUnharmed() throws InterruptedException {
        int before = answers.get();
        long until = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
        while (answers.get() < before + 2 && faults.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(faults).isEmpty();
        assertThat(answers.get()).isGreaterThanOrEqualTo(before + 2);
    }

    String figures() {
        return answers + " answers, the slowest after " + slowestMillis + " ms";
    }

    private void ask() {
        try {
            for (int number = 1; open; number++) {
                Exchange exchange = new Exchange();
                long asked = System.nanoTime();
                caller.client().say("what is " + number + " plus 4000");
                boolean answered = caller.await(exchange, Caller::isAnswered, PATIENCE);
                slowestMillis = Math.max(slowestMillis, (System.nanoTime() - asked) / 1_000_000);
                String right = Integer.toString(number + 4000);
                String words = answered ? Caller.reply(exchange).words().replace(",", "") : "";
                if (!words.contains(right)) {
                    faults.add("instead of " + right + ": " + words + exchange.closed());
                    return;
                }
                answers.incrementAndGet();
                Thread.sleep(300);
            }
        } catch (Exception e) {
            if (open) {
                faults.add(e.toString());
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        caller.close();
        thread.join();
    }
}
