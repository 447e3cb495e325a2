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
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration RING_DELAY = Duration.ofSeconds(10);
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration SILENCE_AFTER_CANCEL = Duration.ofMillis(1_000);

    /** The share of a long reply's words that must be heard; some of them no model may know. */
    private static final double WORDS_HEARD = 0.6;

    /** A reply that takes at least this long is long; of a cancelled one less must be heard. */
    private static final long LONG_REPLY_MILLIS = 8_000;

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
    private record Asked(Question question, int times, Exchange exchange, Instant at, long end) {
        String words() {
            return question.wordsAfter(times - 1);
        }
    }

    List<Result> results() {
        return results;
    }

    /** Asks it; if it was misheard, once more in other words. */
    void ask(Question question) throws InterruptedException, IOException {
        askAndJudge(question);
    }

    /** Sets a timer and waits for it to ring. */
    void setTimer(Question question, Duration duration, Expectation ringing)
            throws InterruptedException, IOException {
        Asked asked = askAndJudge(question);
        if (!results.getLast().isRight()) {
            reportRing("it was not set");
            return;
        }
        asking.accept("(nothing: the timer must ring after " + duration.toSeconds() + " s)");
        long ringsBy = asked.end() + duration.plus(RING_DELAY).toNanos();
        boolean rang =
                session.await(asked.exchange(), e -> secondSound(e) != null, ringsBy)
                        && session.await(
                                asked.exchange(),
                                e -> isOver(secondSound(e)),
                                ringsBy + LONGEST_REPLY.toNanos());
        SpokenReply ring = secondSound(asked.exchange());
        if (!rang || ring == null) {
            reportRing("it did not ring");
            return;
        }
        long afterMillis = (ring.firstSoundAt() - asked.end()) / 1_000_000;
        Verdict verdict = Verdict.of(ringing, asked.at(), Instant.now(), ring, ear);
        if (verdict.isRight() && afterMillis < duration.toMillis()) {
            verdict = verdict.withFault("it rang early, after " + afterMillis + " ms");
        } else if (verdict.isRight() && !ring.isHeardToItsEnd()) {
            verdict = verdict.withFault("its ringing was cut");
        }
        report(Result.RING, "(nothing)", "", verdict, 1, afterMillis, ring);
    }

    private void reportRing(String fault) {
        report(Result.RING, "(nothing)", "", new Verdict("", "", fault), 1, -1, null);
    }

    /**
     * Asks for a long reply, takes all of it in, and has what is still to be played cancelled then.
     */
    void takeInAll(Question help) throws InterruptedException, IOException {
        Asked asked = askForHelp(help, "");
        SpokenReply reply = firstSound(asked.exchange());
        if (reply == null) {
            report(asked, unanswered(asked), null);
            return;
        }
        long latest = asked.end() + LONGEST_REPLY.toNanos();
        session.await(asked.exchange(), e -> reply.status() != null, latest);
        String notStopped = reply.isOver() ? "" : stopped(asked, reply);
        String heard = ear.recognize(reply.sound());
        String notHeard = longReplyFault(asked, reply, heard);
        String fault = notHeard.isEmpty() ? notStopped : notHeard;
        report(asked, new Verdict("a long reply", heard, fault), reply);
    }

    private static String longReplyFault(Asked asked, SpokenReply reply, String heard) {
        double share = Spoken.of(heard).shareOf(Spoken.of(reply.words()));
        if (!understoodAs(asked)) {
            return "it was not understood as " + asked.question().intent();
        }
        if (!"completed".equals(reply.status())) {
            return "the reply did not come to its end";
        }
        if (share < WORDS_HEARD) {
            return String.format(Locale.ROOT, "only %.0f %% of the reply was heard", share * 100);
        }
        return reply.soundMillis() < LONG_REPLY_MILLIS ? "the reply is too short" : "";
    }

    /** Asks for a long reply and cancels it as soon as it sounds. */
    void cancel(Question help) throws InterruptedException, IOException {
        Asked asked = askForHelp(help, " (to be cancelled)");
        SpokenReply reply = firstSound(asked.exchange());
        if (reply == null) {
            report(
                    "cancel",
                    asked.words(),
                    heard(asked),
                    unanswered(asked),
                    asked.times(),
                    -1,
                    null);
            return;
        }
        String fault = stopped(asked, reply);
        if (fault.isEmpty() && !understoodAs(asked)) {
            fault = "it was not understood as " + help.intent();
        }
        Verdict verdict = new Verdict("silence", "", fault);
        long waited = waited(asked, reply);
        report("cancel", asked.words(), heard(asked), verdict, asked.times(), waited, reply);
    }

    /** Asks for a long reply until it sounds; if the question was misheard, once more. */
    private Asked askForHelp(Question help, String remark)
            throws InterruptedException, IOException {
        asking.accept(help.words() + remark);
        Asked asked = put(help, 1);
        SpokenReply reply = begun(asked);
        if (reply == null || understoodAs(asked)) {
            return asked;
        }
        long latest = asked.end() + LONGEST_REPLY.toNanos();
        session.await(asked.exchange(), e -> reply.isOver(), latest);
        session.listen(asked.exchange(), PAUSE);
        asking.accept(help.wordsAfter(1) + " (once more)" + remark);
        Asked again = put(help, 2);
        begun(again);
        return again;
    }

    /**
     * Cancels a reply that is being played.
     *
     * @return what went wrong; empty if it fell silent
     */
    private String stopped(Asked asked, SpokenReply reply)
            throws InterruptedException, IOException {
        session.cancel(reply.id());
        session.await(
                asked.exchange(),
                e -> reply.isCancelled() && reply.playback() != null,
                System.nanoTime() + CANCEL_PATIENCE.toNanos());
        session.listen(asked.exchange(), SILENCE_AFTER_CANCEL);
        return cancellationFault(asked.exchange(), reply);
    }

    /**
     * A reply may have been sent whole before the wish to cancel it arrived: then what is left to
     * be played must stop, which the server says by {@code parley.reply.cancelled}.
     */
    static String cancellationFault(Exchange exchange, SpokenReply reply) {
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
        if (playback == null
                || playback.complete()
                || playback.heardMillis() >= Math.max(LONG_REPLY_MILLIS, reply.soundMillis())) {
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
            String words = question.wordsAfter(times - 1);
            asking.accept(times == 1 ? words : words + " (once more)");
            Asked asked = put(question, times);
            SpokenReply reply = begun(asked);
            Verdict verdict = reply == null ? unanswered(asked) : judged(asked, reply);
            boolean misheard = question.wasMisheardAs(asked.exchange().heard());
            boolean again =
                    !verdict.isRight()
                            && times == 1
                            && reply != null
                            && !question.typed()
                            && (misheard || !understood(asked));
            session.listen(asked.exchange(), PAUSE);
            if (!again) {
                report(asked, verdict, reply);
                return asked;
            }
            times++;
        }
    }

    /** Judges a reply while it is played, and hears it to its end. */
    private Verdict judged(Asked asked, SpokenReply reply) throws InterruptedException {
        Exchange exchange = asked.exchange();
        long latest = asked.end() + LONGEST_REPLY.toNanos();
        session.await(exchange, e -> reply.status() != null, latest);
        Verdict verdict =
                Verdict.of(asked.question().expected(), asked.at(), Instant.now(), reply, ear);
        session.await(exchange, e -> reply.isOver(), latest);
        session.await(
                exchange,
                e -> !e.timelines().isEmpty(),
                System.nanoTime() + TIMELINE_PATIENCE.toNanos());
        if (!verdict.isRight()) {
            return verdict;
        }
        if (!reply.isHeardToItsEnd()) {
            return verdict.withFault("the reply did not come to its end");
        }
        return understoodAs(asked)
                ? verdict
                : verdict.withFault("it was not understood as " + asked.question().intent());
    }

    private Asked put(Question question, int times) throws IOException {
        Instant at = Instant.now();
        String words = question.wordsAfter(times - 1);
        long end = question.typed() ? session.type(words) : session.speak(words);
        return new Asked(question, times, new Exchange(), at, end);
    }

    /** Waits for the first sound of the reply. */
    private @Nullable SpokenReply begun(Asked asked) throws InterruptedException {
        session.await(
                asked.exchange(), e -> firstSound(e) != null, asked.end() + PATIENCE.toNanos());
        return firstSound(asked.exchange());
    }

    private static String heard(Asked asked) {
        return asked.exchange().heard();
    }

    private static boolean understood(Asked asked) {
        return asked.exchange().intent().filter(Exchange.Intent::isUnderstood).isPresent();
    }

    private static boolean understoodAs(Asked asked) {
        return asked.exchange()
                .intent()
                .filter(intent -> intent.name().equals(asked.question().intent()))
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
        return (reply.firstSoundAt() - asked.end()) / 1_000_000;
    }

    private void report(Asked asked, Verdict verdict, @Nullable SpokenReply reply) {
        long waited = reply == null ? -1 : waited(asked, reply);
        String kind = asked.question().kind();
        report(kind, asked.words(), heard(asked), verdict, asked.times(), waited, reply);
    }

    private void report(
            String kind,
            String words,
            String understood,
            Verdict verdict,
            int times,
            long waitedMillis,
            @Nullable SpokenReply reply) {
        Path sound = reply == null || !reply.hasSound() ? null : keep(kind, reply);
        Result result =
                new Result(
                        kind,
                        words,
                        understood,
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
