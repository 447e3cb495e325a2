package dev.parley.app.running;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.Microphone;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.SpokenReply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that goes on turn by turn, one question after the other was answered and heard,
 * until it is enough. Each question in writing has another answer.
 */
final class RollingTalk {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(180);
    private static final Duration STRAGGLERS = Duration.ofSeconds(3);
    private static final int SPOKEN_SUM = 13;

    private final int number;
    private final RealtimeClient client;
    private final short @Nullable [] question;
    private final AtomicBoolean enough;
    private final Listening listening;
    private final Exchange exchange;
    private final List<Integer> expected = new ArrayList<>();
    private final List<Long> answeredAfter = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Thread talking;
    private volatile int turns;

    /**
     * @param question to be spoken each time, at 16 kHz; null to type sums
     */
    RollingTalk(
            int number, RealtimeClient client, short @Nullable [] question, AtomicBoolean enough) {
        this.number = number;
        this.client = client;
        this.listening = new Listening(client);
        this.exchange = listening.exchange();
        this.question = question;
        this.enough = enough;
        this.talking = Thread.ofVirtual().unstarted(this::talk);
    }

    /** What came of several. */
    record Figures(
            int turns,
            int answered,
            int resumed,
            int byBefore,
            int byAfter,
            int other,
            long medianMillis,
            long p99Millis,
            List<String> faults) {
        static Figures of(List<RollingTalk> talks) {
            List<String> said =
                    talks.stream()
                            .flatMap(talk -> talk.exchange.replies().stream())
                            .map(SpokenReply::words)
                            .toList();
            List<Long> after =
                    talks.stream().flatMap(talk -> talk.answeredAfter.stream()).sorted().toList();
            int before = begunWith(said, NextBuild.BEFORE);
            int next = begunWith(said, NextBuild.AFTER);
            return new Figures(
                    talks.stream().mapToInt(RollingTalk::turns).sum(),
                    said.size(),
                    talks.stream().mapToInt(talk -> talk.listening.resumes()).sum(),
                    before,
                    next,
                    said.size() - before - next,
                    after.isEmpty() ? 0 : after.get(after.size() / 2),
                    after.isEmpty() ? 0 : after.get(after.size() * 99 / 100),
                    talks.stream().flatMap(talk -> talk.faults.stream()).toList());
        }

        private static int begunWith(List<String> said, String words) {
            return (int) said.stream().filter(each -> each.startsWith(words)).count();
        }

        @Override
        public String toString() {
            return ("%d turns, %d replies (%d by the present build, %d by the next, %d others), %d"
                            + " faults, %d resumes, answered after %d ms (median) and %d ms (p99)")
                    .formatted(
                            turns,
                            answered,
                            byBefore,
                            byAfter,
                            other,
                            faults.size(),
                            resumed,
                            medianMillis,
                            p99Millis);
        }
    }

    void start() {
        talking.start();
    }

    int turns() {
        return turns;
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (!talking.join(patience)) {
            throw new AssertionError("conversation " + number + " doesn't end");
        }
    }

    private void talk() {
        try (client;
                Microphone microphone =
                        question == null ? null : Microphone.open(client, Caller.RATE)) {
            while (!enough.get()) {
                turn(microphone);
                listening.await(
                        next -> enough.get(), Duration.ofSeconds(10 + (number + turns) % 7));
            }
            listening.await(next -> false, STRAGGLERS);
            int replies = exchange.replies().size();
            if (replies != turns) {
                faults.add(
                        "conversation %d: %d turns, %d replies".formatted(number, turns, replies));
            }
        } catch (IOException | ExecutionException | RuntimeException e) {
            faults.add("conversation %d: %s %s".formatted(number, e, exchange.closed()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(@Nullable Microphone microphone)
            throws IOException, InterruptedException, ExecutionException {
        int sum = question == null ? 100 * (number + 1) + turns : SPOKEN_SUM;
        turns++;
        int before = exchange.replies().size();
        long asked = System.nanoTime();
        if (microphone == null || question == null) {
            client.say("what is %d plus %d".formatted(sum - 7, 7));
        } else {
            asked = microphone.say(question).get();
        }
        boolean answered =
                listening.await(
                        next ->
                                exchange.replies().size() > before
                                        && exchange.replies().getLast().isHeardToItsEnd(),
                        ANSWERED_WITHIN);
        if (!answered) {
            faults.add(
                    "conversation %d (%s), turn %d at %s: not answered by %d replies, after %d resumes; %s %s %s"
                            .formatted(
                                    number,
                                    listening.session(),
                                    turns,
                                    Instant.now(),
                                    exchange.replies().size(),
                                    listening.resumes(),
                                    last(),
                                    exchange.error(),
                                    exchange.closed()));
            return;
        }
        SpokenReply reply = exchange.replies().getLast();
        answeredAfter.add(TimeUnit.NANOSECONDS.toMillis(reply.firstSoundAt() - asked));
        check(reply, sum);
    }

    private String last() {
        if (exchange.replies().isEmpty()) {
            return "none";
        }
        SpokenReply last = exchange.replies().getLast();
        return "%s '%s' %s, heard '%s',"
                .formatted(last.status(), last.words(), last.playback(), exchange.heard());
    }

    private void check(SpokenReply reply, int sum) {
        boolean right =
                reply.words().equals(NextBuild.BEFORE + sum + ".")
                        || reply.words().equals(NextBuild.AFTER + sum + ".");
        if (question == null && !right) {
            faults.add(
                    "conversation %d, turn %d: asked for %d, was told %s"
                            .formatted(number, turns, sum, reply.words()));
        }
        if (reply.soundsAfterItsEnd() > 0) {
            faults.add("conversation %d, turn %d: sound after its end".formatted(number, turns));
        }
    }
}
