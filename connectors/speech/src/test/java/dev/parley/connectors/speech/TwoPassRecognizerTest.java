package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.speech.TwoPassRecognizer.Timing;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With two recognisers that understand what they are told to, and a detector that takes every sound
 * for speech that isn't zero. Nothing here goes by the clock: whoever waits, waits as long as it
 * takes, or not at all.
 */
class TwoPassRecognizerTest implements SpeechRecognizerContract {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Longer than any test, so that what must come, comes. */
    private static final Duration EVER = Duration.ofMinutes(2);

    private static final String FIRST = "turn of the light";
    private static final String SECOND = "turn off the light";

    private final VoiceActivityDetector detector = () -> frame -> frame[0] != 0;
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<TwoPassRecognizer> made = new ArrayList<>();

    @AfterEach
    void close() {
        end.countDown();
        made.forEach(TwoPassRecognizer::close);
    }

    @Override
    public SpeechRecognizer hearing() {
        return made.isEmpty() ? recognizer(sound -> SECOND, EVER) : made.getFirst();
    }

    /** A second of speech and 400 ms of silence. */
    @Override
    public short[] speech() {
        return sound(1_000, 400);
    }

    @Test
    void writesWhatTheSecondHeardInThePause() {
        // Given
        TwoPassRecognizer recognizer = recognizer(sound -> SECOND, EVER);

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(transcript.text()).isEqualTo(SECOND);
        assertThat(transcript.words().get(1).confidence()).isEqualTo(0.75);
        assertThat(transcript.words().get(1).startMillis()).isEqualTo(100);
        assertThat(transcript.words().get(1).endMillis()).isEqualTo(200);
        assertThat(transcript.words().get(2).confidence()).isEqualTo(0.5);
    }

    @Test
    void tellsThePartialsOfTheFirst() {
        // Given
        SpeechRecognizer first = new Spelling();
        TwoPassRecognizer recognizer =
                kept(
                        new TwoPassRecognizer(
                                first,
                                ScriptedRecognizer.saying(SECOND),
                                detector,
                                timing(EVER),
                                1));

        // When
        try (Utterance utterance = recognizer.begin()) {
            // Then
            assertThat(utterance.accept(sound(100, 0))).isEqualTo("heard 1");
            assertThat(utterance.accept(sound(100, 0))).isEqualTo("heard 2");
        }
    }

    @Test
    void asksTheSecondAsSoonAsSpeechPausesAndNotBefore() throws Exception {
        // Given
        BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            asked.add(sound.length);
                            return SECOND;
                        },
                        EVER);

        // When
        try (Utterance utterance = recognizer.begin()) {
            utterance.accept(sound(1_000, 180));
            boolean early = !asked.isEmpty();
            utterance.accept(sound(0, 20));

            // Then
            assertThat(early).isFalse();
            assertThat(asked.poll(1, TimeUnit.MINUTES)).isEqualTo(16 * 1_200);
            assertThat(utterance.finish().text()).isEqualTo(SECOND);
        }
    }

    @Test
    void dropsWhatItAskedWhenSpeechGoesOnAndAsksAnewAtTheNextPause() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            if (sound.length > 16 * 2_000) {
                                return SECOND;
                            }
                            begun.countDown();
                            waitUntilInterrupted(cancelled);
                            return "turn off";
                        },
                        EVER);

        // When
        try (Utterance utterance = recognizer.begin()) {
            utterance.accept(sound(1_000, 200));
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            utterance.accept(sound(1_000, 0));

            // Then
            assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
            utterance.accept(sound(0, 200));
            assertThat(utterance.finish().text()).isEqualTo(SECOND);
        }
    }

    @Test
    void asksOnceForOnePauseHoweverLongItIs() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            asked.incrementAndGet();
                            return SECOND;
                        },
                        EVER);

        // When
        SpeechRecognizerContract.heard(recognizer, sound(1_000, 1_500));

        // Then
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksNothingAboutSilence() {
        // Given
        ScriptedRecognizer second = ScriptedRecognizer.saying("thanks for watching");
        TwoPassRecognizer recognizer =
                kept(
                        new TwoPassRecognizer(
                                ScriptedRecognizer.saying(""), second, detector, timing(EVER), 1));

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, sound(0, 2_000));

        // Then
        assertThat(transcript.text()).isEmpty();
        assertThat(second.heard).isEmpty();
    }

    @Test
    void doesNotWaitForTheSecondBeyondTheLatest() {
        // Given
        TwoPassRecognizer recognizer = recognizer(this::never, Duration.ofMillis(400));

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(transcript).isEqualTo(ScriptedRecognizer.transcript(FIRST));
    }

    /** Native work can't be cut off, so the one thread of the second stays taken. */
    @Test
    void aSecondThatHangsTakesTheTextFromNobody() {
        // Given
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            while (end.getCount() > 0) {
                                never(sound);
                                Thread.interrupted();
                            }
                            return SECOND;
                        },
                        Duration.ofMillis(400));

        // When
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heard.add(SpeechRecognizerContract.heard(recognizer, speech()).text());
        }

        // Then
        assertThat(heard).containsOnly(FIRST).hasSize(5);
    }

    @Test
    void doesNotWaitAtAllWhereSpeechDidNotPause() {
        // Given
        TwoPassRecognizer recognizer = recognizer(this::never, EVER);

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, sound(1_000, 100));

        // Then
        assertThat(transcript.text()).isEqualTo(FIRST);
    }

    @Test
    void whoCanWaitIsGivenTheSecondsTextEvenWithoutAPause() {
        // Given
        SpeechRecognizer patient = recognizer(sound -> SECOND, Duration.ZERO).patient();

        // When
        Transcript transcript = SpeechRecognizerContract.heard(patient, sound(1_000, 0));

        // Then
        assertThat(transcript.text()).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "thank you",
                "turn off turn off turn off turn off",
                "light light light light",
                "a b c d e f g h i j k l m n",
                "off"
            })
    void leavesTheFirstsTextWhereTheSecondsCanNotBe(String written) {
        // Given
        TwoPassRecognizer recognizer = recognizer(sound -> written, EVER);

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(transcript).isEqualTo(ScriptedRecognizer.transcript(FIRST));
    }

    @Test
    void leavesTheFirstsTextWhereTheSecondFails() {
        // Given
        AtomicBoolean broken = new AtomicBoolean(true);
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            if (broken.get()) {
                                throw new IllegalStateException("status 401");
                            }
                            return SECOND;
                        },
                        EVER);

        // When
        Transcript failed = SpeechRecognizerContract.heard(recognizer, speech());
        broken.set(false);
        Transcript cured = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(failed.text()).isEqualTo(FIRST);
        assertThat(cured.text()).isEqualTo(SECOND);
    }

    @Test
    void leavesTheFirstsTextToAnInterruptedLaneWhichStaysInterrupted() {
        // Given
        TwoPassRecognizer recognizer = recognizer(this::never, EVER);

        // When
        Thread.currentThread().interrupt();
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transcript.text()).isEqualTo(FIRST);
    }

    @Test
    void hasNoMoreAtOnceThanItMay() throws Exception {
        // Given
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TwoPassRecognizer recognizer =
                kept(
                        new TwoPassRecognizer(
                                ScriptedRecognizer.saying(FIRST),
                                new ScriptedRecognizer(
                                        sound -> {
                                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                            Thread.yield();
                                            now.decrementAndGet();
                                            return SECOND;
                                        }),
                                detector,
                                timing(EVER),
                                2));

        // When
        List<Thread> lanes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lanes.add(
                    Thread.ofVirtual()
                            .start(() -> SpeechRecognizerContract.heard(recognizer, speech())));
        }
        for (Thread lane : lanes) {
            lane.join();
        }

        // Then
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void anUtteranceThatIsClosedCancelsWhatItAsked() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        TwoPassRecognizer recognizer =
                recognizer(
                        sound -> {
                            begun.countDown();
                            waitUntilInterrupted(cancelled);
                            return SECOND;
                        },
                        EVER);
        Utterance utterance = recognizer.begin();
        utterance.accept(speech());
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

        // When
        utterance.close();

        // Then
        assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void closesBothWhenItIsClosed() {
        // Given
        ScriptedRecognizer first = ScriptedRecognizer.saying(FIRST);
        ScriptedRecognizer second = ScriptedRecognizer.saying(SECOND);

        // When
        new TwoPassRecognizer(first, second, detector, timing(EVER), 1).close();

        // Then
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
    }

    private TwoPassRecognizer recognizer(Function<short[], String> second, Duration latest) {
        return kept(
                new TwoPassRecognizer(
                        new ScriptedRecognizer(sound -> sound.length == 0 ? "" : FIRST),
                        new ScriptedRecognizer(second),
                        detector,
                        timing(latest),
                        1));
    }

    private TwoPassRecognizer kept(TwoPassRecognizer recognizer) {
        made.add(recognizer);
        return recognizer;
    }

    private static Timing timing(Duration latest) {
        return new Timing(PAUSE, latest, EVER);
    }

    private String never(short[] sound) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SECOND;
    }

    private void waitUntilInterrupted(CountDownLatch interrupted) {
        try {
            end.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    private static short[] sound(int speechMillis, int silenceMillis) {
        short[] samples = new short[16 * (speechMillis + silenceMillis)];
        Arrays.fill(samples, 0, 16 * speechMillis, (short) 1_000);
        return samples;
    }

    /** Tells a partial for each piece of sound. */
    private static final class Spelling implements SpeechRecognizer {
        @Override
        public Utterance begin() {
            AtomicInteger pieces = new AtomicInteger();
            return new Utterance() {
                @Override
                public String accept(short[] samples) {
                    return "heard " + pieces.incrementAndGet();
                }

                @Override
                public Transcript finish() {
                    return ScriptedRecognizer.transcript("heard");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
