package dev.parley.app.demo;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.SpokenReply;
import dev.parley.streams.audio.Wav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks in one session, one question after the other, and judges what comes back. */
final class Interview {
    /** How long after a question's end its reply may begin. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LONGEST_REPLY = Duration.ofSeconds(60);
    private static final Duration TIMELINE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration RING_DELAY = Duration.ofSeconds(5);
    private static final Duration HEARD_BEFORE_CANCEL = Duration.ofMillis(300);
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(3);
    private static final Duration SILENCE_AFTER_CANCEL = Duration.ofMillis(1_500);

    /** The share of a long reply's words that must be heard; some of them no model may know. */
    private static final double WORDS_HEARD = 0.6;

    private static final long SHORTEST_HELP_MILLIS = 3_000;

    private final VoiceSession session;
    private final Ear ear;
    private final Path folder;
    private final Consumer<Result> judged;
    private final Consumer<String> asking;
    private final List<Result> results = new ArrayList<>();

    /**
     * @param folder where the replies' sound is kept
     * @param asking takes what is asked, before it is
     * @param judged takes what came of it
     */
    Interview(
            VoiceSession session,
            Ear ear,
            Path folder,
            Consumer<String> asking,
            Consumer<Result> judged) {
        this.session = session;
        this.ear = ear;
        this.folder = folder;
        this.asking = asking;
        this.judged = judged;
    }

    /** A question on its way, and what has come of it. */
    private record Asked(Exchange exchange, Instant at, long endNanos) {}

    List<Result> results() {
        return results;
    }

    /** Asks it, and once more if it was misheard. */
    void ask(Question question) throws InterruptedException, IOException {
        askAndJudge(question);
    }

    /** Sets a timer and waits for it to ring. */
    void setTimer(Question question, Duration duration, Expectation ringing)
            throws InterruptedException, IOException {
        Asked asked = askAndJudge(question);
        if (!results.getLast().isRight()) {
            report("timer rings", "(nothing)", new Verdict("", "", "it was not set"), 1, -1, null);
            return;
        }
        asking.accept("(nothing: the timer must ring within " + duration.toSeconds() + " s)");
        long ringsBy = asked.endNanos() + duration.plus(RING_DELAY).toNanos();
        boolean rang =
                session.await(asked.exchange(), e -> secondSound(e) != null, ringsBy)
                        && session.await(
                                asked.exchange(),
                                e -> isOver(secondSound(e)),
                                ringsBy + LONGEST_REPLY.toNanos());
        SpokenReply ring = secondSound(asked.exchange());
        if (!rang || ring == null) {
            report("timer rings", "(nothing)", new Verdict("", "", "it did not ring"), 1, -1, null);
            return;
        }
        long afterMillis = (ring.firstSoundAt() - asked.endNanos()) / 1_000_000;
        Verdict verdict = Verdict.of(ringing, asked.at(), Instant.now(), ring, ear);
        if (verdict.isRight() && afterMillis < duration.toMillis()) {
            verdict = verdict.withFault("it rang early, after " + afterMillis + " ms");
        } else if (verdict.isRight() && !ring.isHeardToItsEnd()) {
            verdict = verdict.withFault("its ringing was cut");
        }
        report("timer rings", "(nothing)", verdict, 1, afterMillis, ring);
        session.listen(asked.exchange(), PAUSE);
    }

    /**
     * Asks for a long reply and hears all of it.
     *
     * @return how long it is, in milliseconds
     */
    long hearAll(Question help) throws InterruptedException, IOException {
        asking.accept(help.words());
        Asked asked = put(help);
        SpokenReply reply = answer(asked);
        if (reply == null) {
            report(help.kind(), help.words(), unanswered(asked), 1, -1, null);
            return 0;
        }
        String heard = ear.recognize(reply.sound());
        double share = Spoken.of(heard).shareOf(Spoken.of(reply.words()));
        String fault = "";
        if (!understoodAs(help, asked)) {
            fault = "it was not understood as " + help.intent();
        } else if (share < WORDS_HEARD) {
            fault = String.format(Locale.ROOT, "only %.0f %% of the reply was heard", share * 100);
        } else if (reply.soundMillis() < SHORTEST_HELP_MILLIS) {
            fault = "the reply is too short to be cancelled";
        }
        Verdict verdict = new Verdict("a long reply", heard, fault);
        report(help.kind(), help.words(), verdict, 1, waited(asked, reply), reply);
        return reply.soundMillis();
    }

    /**
     * Asks for a long reply and cancels it in the middle.
     *
     * @param wholeMillis how long it is
     */
    void cancel(Question help, long wholeMillis) throws InterruptedException, IOException {
        asking.accept(help.words() + " (to be cancelled)");
        Asked asked = put(help);
        boolean begun =
                session.await(
                        asked.exchange(),
                        e -> firstSound(e) != null,
                        asked.endNanos() + PATIENCE.toNanos());
        SpokenReply reply = firstSound(asked.exchange());
        if (!begun || reply == null) {
            report("cancel", help.words(), unanswered(asked), 1, -1, null);
            return;
        }
        session.listen(asked.exchange(), HEARD_BEFORE_CANCEL);
        session.cancel(reply.id());
        session.await(
                asked.exchange(),
                e -> reply.isOver(),
                System.nanoTime() + CANCEL_PATIENCE.toNanos());
        session.listen(asked.exchange(), SILENCE_AFTER_CANCEL);
        Verdict verdict =
                new Verdict("silence", "", cancellationFault(asked.exchange(), reply, wholeMillis));
        report("cancel", help.words(), verdict, 1, waited(asked, reply), reply);
    }

    static String cancellationFault(Exchange exchange, SpokenReply reply, long wholeMillis) {
        Received.PlaybackEnded playback = reply.playback();
        if (!reply.isCancelled()) {
            String status = reply.status();
            return status == null
                    ? "the reply went on after it was cancelled"
                    : "the reply to be cancelled ended as " + status;
        }
        if (reply.soundsAfterItsEnd() > 0) {
            return "the cancelled reply's sound went on";
        }
        if (playback == null || playback.complete() || reply.soundMillis() >= wholeMillis) {
            return "the cancelled reply was not cut";
        }
        if (exchange.replies().size() > 1) {
            return "another reply followed the cancelled one";
        }
        return "";
    }

    private Asked askAndJudge(Question question) throws InterruptedException, IOException {
        int times = 1;
        while (true) {
            asking.accept(times == 1 ? question.words() : question.words() + " (once more)");
            Asked asked = put(question);
            SpokenReply reply = answer(asked);
            Verdict verdict =
                    reply == null
                            ? unanswered(asked)
                            : Verdict.of(
                                    question.expected(), asked.at(), Instant.now(), reply, ear);
            boolean misheard = question.wasMisheardAs(asked.exchange().heard());
            if (verdict.isRight() && !understoodAs(question, asked)) {
                verdict = verdict.withFault("it was not understood as " + question.intent());
            }
            boolean again =
                    !verdict.isRight()
                            && times == 1
                            && reply != null
                            && !question.typed()
                            && (misheard || !understood(asked));
            session.listen(asked.exchange(), PAUSE);
            if (!again) {
                long waited = reply == null ? -1 : waited(asked, reply);
                report(question.kind(), question.words(), verdict, times, waited, reply);
                return asked;
            }
            times++;
        }
    }

    private Asked put(Question question) throws IOException {
        Instant at = Instant.now();
        long end =
                question.typed() ? session.type(question.words()) : session.speak(question.words());
        return new Asked(new Exchange(), at, end);
    }

    /** Waits for the reply and for the turn's timeline. */
    private @Nullable SpokenReply answer(Asked asked) throws InterruptedException {
        Exchange exchange = asked.exchange();
        boolean begun =
                session.await(
                        exchange,
                        e -> firstSound(e) != null,
                        asked.endNanos() + PATIENCE.toNanos());
        if (!begun) {
            return null;
        }
        session.await(
                exchange, e -> e.answer().isPresent(), asked.endNanos() + LONGEST_REPLY.toNanos());
        session.await(
                exchange,
                e -> !e.timelines().isEmpty(),
                System.nanoTime() + TIMELINE_PATIENCE.toNanos());
        return exchange.answer().orElse(null);
    }

    private static boolean understood(Asked asked) {
        return asked.exchange().intent().filter(Exchange.Intent::isUnderstood).isPresent();
    }

    private static boolean understoodAs(Question question, Asked asked) {
        return asked.exchange()
                .intent()
                .filter(intent -> intent.name().equals(question.intent()))
                .isPresent();
    }

    private static Verdict unanswered(Asked asked) {
        Exchange exchange = asked.exchange();
        if (exchange.closed().isPresent()) {
            return new Verdict("", "", "the server closed the session");
        }
        if (exchange.error().isPresent()) {
            return new Verdict("", "", "the server reported: " + exchange.error().get());
        }
        if (firstSound(exchange) != null) {
            return new Verdict("", "", "the reply did not come to its end");
        }
        String heard = exchange.heard().isEmpty() ? "nothing was heard" : "but it was heard";
        return new Verdict(
                "", "", "no reply aloud within " + PATIENCE.toSeconds() + " s; " + heard);
    }

    private static @Nullable SpokenReply firstSound(Exchange exchange) {
        return exchange.replies().stream().filter(SpokenReply::hasSound).findFirst().orElse(null);
    }

    private static @Nullable SpokenReply secondSound(Exchange exchange) {
        return exchange.replies().stream()
                .filter(SpokenReply::hasSound)
                .skip(1)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOver(@Nullable SpokenReply reply) {
        return reply != null && reply.isOver();
    }

    private static long waited(Asked asked, SpokenReply reply) {
        return (reply.firstSoundAt() - asked.endNanos()) / 1_000_000;
    }

    private void report(
            String kind,
            String words,
            Verdict verdict,
            int times,
            long waitedMillis,
            @Nullable SpokenReply reply) {
        Path sound = reply == null || !reply.hasSound() ? null : keep(kind, reply);
        Result result =
                new Result(
                        kind,
                        words,
                        verdict.expected(),
                        verdict.heard(),
                        verdict.fault(),
                        times,
                        waitedMillis,
                        sound);
        results.add(result);
        judged.accept(result);
    }

    private Path keep(String kind, SpokenReply reply) {
        String name =
                String.format(
                        Locale.ROOT, "%02d-%s.wav", results.size() + 1, kind.replace(' ', '-'));
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Wav.write(file, RealtimeClient.REPLY_RATE, reply.sound());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
