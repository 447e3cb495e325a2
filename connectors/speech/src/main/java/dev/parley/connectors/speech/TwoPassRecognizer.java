package dev.parley.connectors.speech;

import dev.parley.connectors.speech.RankedThreads.Rank;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two recognisers for one utterance: the first tells what it understands while somebody speaks, the
 * second writes the final text in the silence that ends the turn. As soon as speech pauses, the
 * second is given all that was said; if speech goes on, that is dropped and asked anew at the next
 * pause. The first's text stands wherever the second's is late, fails, or is held against it by
 * {@link Plausibility}. The second hears on a bounded number of threads of its own, live utterances
 * before those that can wait. Safe for use by many threads.
 */
public final class TwoPassRecognizer implements SpeechRecognizer {
    private static final Logger LOG = LoggerFactory.getLogger(TwoPassRecognizer.class);
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    private static final int FRAME_MILLIS = 20;
    private static final int SAMPLES_A_MILLI = 16;

    private final SpeechRecognizer first;
    private final SpeechRecognizer second;
    private final VoiceActivityDetector detector;
    private final Timing timing;
    private final RankedThreads threads;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param pause silence, in audio time, at which the second recogniser is asked
     * @param latest silence, in audio time, up to which its answer is waited for; where that is
     *     below the silence that ends a turn, nobody waits longer for it
     * @param patience with its answer, of those who can wait
     */
    public record Timing(Duration pause, Duration latest, Duration patience) {
        public Timing {
            if (pause.toMillis() < FRAME_MILLIS) {
                throw new IllegalArgumentException("pause must be at least 20 ms");
            }
            if (latest.isNegative() || patience.isNegative()) {
                throw new IllegalArgumentException("nobody waits for less than no time");
            }
        }
    }

    /**
     * Takes both recognisers, and closes them when it is closed.
     *
     * @param detector tells where speech pauses; stays its owner's
     * @param atOnce how many utterances the second hears at the same moment
     */
    public TwoPassRecognizer(
            SpeechRecognizer first,
            SpeechRecognizer second,
            VoiceActivityDetector detector,
            Timing timing,
            int atOnce) {
        this.first = first;
        this.second = second;
        this.detector = detector;
        this.timing = timing;
        this.threads = new RankedThreads("second-pass", atOnce);
    }

    @Override
    public Utterance begin() {
        return new HeardTwice(first.begin(), detector.open(), Rank.LIVE);
    }

    /** The same, but the second's answer is waited for with patience. */
    @Override
    public SpeechRecognizer patient() {
        SpeechRecognizer patientFirst = first.patient();
        return new SpeechRecognizer() {
            @Override
            public Utterance begin() {
                return new HeardTwice(patientFirst.begin(), detector.open(), Rank.PATIENT);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        threads.stopNow();
        first.close();
        second.close();
    }

    /**
     * What stands of what the two heard.
     *
     * @param heard by the first
     * @param written by the second
     * @param speechMillis how much of the utterance is speech
     * @param millis how long it is
     */
    static Transcript agreed(Transcript heard, String written, long speechMillis, long millis) {
        return Plausibility.objection(heard.text(), written, speechMillis).isPresent()
                ? heard
                : Reconciliation.of(heard, written, millis);
    }

    private Transcript askSecond(short[] sound) {
        try (Utterance utterance = second.begin()) {
            utterance.accept(sound);
            return utterance.finish();
        }
    }

    private final class HeardTwice implements Utterance {
        private final Utterance utterance;
        private final VoiceActivityDetector.Ear ear;
        private final Rank rank;
        private final WholeUtterance whole;
        private short[] rest = new short[0];
        private long speechMillis;
        private long silentMillis;
        private boolean speechSinceAsked;
        private @Nullable FutureTask<Transcript> asked;

        HeardTwice(Utterance utterance, VoiceActivityDetector.Ear ear, Rank rank) {
            this.utterance = utterance;
            this.ear = ear;
            this.rank = rank;
            this.whole =
                    new WholeUtterance(
                            sound -> {
                                throw new IllegalStateException("only kept");
                            });
        }

        @Override
        public @Nullable String accept(short[] samples) {
            whole.accept(samples);
            short[] waiting = Arrays.copyOf(rest, rest.length + samples.length);
            System.arraycopy(samples, 0, waiting, rest.length, samples.length);
            int at = 0;
            for (; at + FRAME <= waiting.length; at += FRAME) {
                listen(ear.isSpeech(Arrays.copyOfRange(waiting, at, at + FRAME)));
            }
            rest = Arrays.copyOfRange(waiting, at, waiting.length);
            if (speechSinceAsked && silentMillis >= timing.pause().toMillis()) {
                ask();
            }
            return utterance.accept(samples);
        }

        private void listen(boolean speech) {
            if (!speech) {
                silentMillis += FRAME_MILLIS;
                return;
            }
            speechMillis += FRAME_MILLIS;
            silentMillis = 0;
            speechSinceAsked = true;
            drop();
        }

        private void ask() {
            speechSinceAsked = false;
            short[] sound = whole.sound();
            FutureTask<Transcript> task = new FutureTask<>(() -> askSecond(sound));
            try {
                threads.execute(rank, task);
                asked = task;
            } catch (RejectedExecutionException e) {
                LOG.debug("The second pass is closed");
            }
        }

        private void drop() {
            FutureTask<Transcript> pending = asked;
            asked = null;
            if (pending != null) {
                pending.cancel(true);
                threads.withdraw(pending);
            }
        }

        @Override
        public Transcript finish() {
            Transcript heard = utterance.finish();
            if (rank == Rank.PATIENT && speechSinceAsked) {
                ask();
            }
            String written = answer();
            drop();
            return written == null
                    ? heard
                    : agreed(heard, written, speechMillis, whole.length() / SAMPLES_A_MILLI);
        }

        private Duration wait(Rank rank) {
            if (rank == Rank.PATIENT) {
                return timing.patience();
            }
            Duration left = timing.latest().minusMillis(silentMillis);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** Null if there is none in time. */
        private @Nullable String answer() {
            FutureTask<Transcript> pending = asked;
            if (pending == null) {
                return null;
            }
            try {
                String text = pending.get(wait(rank).toNanos(), TimeUnit.NANOSECONDS).text();
                if (failing.compareAndSet(true, false)) {
                    LOG.info("The second pass answers again");
                }
                return text;
            } catch (ExecutionException e) {
                if (failing.compareAndSet(false, true)) {
                    LOG.warn(
                            "The second pass failed, and the first's text stands: {}",
                            String.valueOf(e.getCause()));
                }
                return null;
            } catch (TimeoutException e) {
                LOG.debug("The second pass came too late");
                return null;
            } catch (CancellationException e) {
                LOG.debug("The second pass is closed");
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {
            drop();
            whole.close();
            ear.close();
            utterance.close();
        }
    }
}
