package dev.parley.streams.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Lanes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoicingTest {
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final TurnId TURN = new TurnId("t1");
    private static final int SECOND = SpeechSynthesizer.SAMPLE_RATE;

    /** Ends of the words of what is spoken, in samples. */
    private static final int[] WORDS = {8_000, 20_000, 36_000};

    private static final int LENGTH = 48_000;

    /** Two seconds of a tone as loud as there is, with the ends of three words. */
    private static final class Tone implements SpeechSynthesizer {
        private final boolean marks;
        private Runnable inTheMiddle = () -> {};

        Tone(boolean marks) {
            this.marks = marks;
        }

        @Override
        public void speak(String sentence, Sink sink) {
            int at = 0;
            for (int word = 0; word <= WORDS.length; word++) {
                int end = word < WORDS.length ? WORDS[word] : LENGTH;
                short[] samples = new short[end - at];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] =
                            (short)
                                    Math.round(
                                            Short.MAX_VALUE
                                                    * Math.sin(
                                                            2 * Math.PI * 150 * (at + i) / SECOND));
                }
                if (!sink.accept(samples)) {
                    return;
                }
                at = end;
                if (word == 1) {
                    inTheMiddle.run();
                }
                if (marks && word < WORDS.length) {
                    sink.wordsSpoken(word + 1);
                }
            }
        }

        @Override
        public boolean marksWords() {
            return marks;
        }
    }

    private static Lanes spoken(SpeechSynthesizer voice, Reply.@Nullable Voicing voicing)
            throws Exception {
        Lanes lanes =
                new Lanes(
                        new Synthesis(SynthesisConfig.defaults(), voice, text -> text),
                        Topics.REPLIES);
        lanes.hear(new Reply.Sentence(REPLY, TURN, 0, Personal.of("one two three"), true, voicing));
        return lanes;
    }

    private static short[] sound(Lanes lanes) {
        List<Short> all = new ArrayList<>();
        for (Audio.Chunk chunk : lanes.said(Audio.Chunk.class)) {
            for (short sample : Pcm.toShorts(chunk.pcm().get())) {
                all.add(sample);
            }
        }
        short[] sound = new short[all.size()];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = all.get(i);
        }
        return sound;
    }

    private static double rms(short[] sound) {
        double sum = 0;
        for (short sample : sound) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / sound.length);
    }

    @Test
    void halfTheGainIsHalfTheAmplitudeAndNothingElse() throws Exception {
        // When
        short[] plain = sound(spoken(new Tone(false), null));
        short[] half = sound(spoken(new Tone(false), new Reply.Voicing(1, 0.5)));

        // Then
        assertThat(half).hasSameSizeAs(plain);
        assertThat(rms(half) / rms(plain)).isCloseTo(0.5, within(0.001));
        for (int i = 0; i < plain.length; i++) {
            assertThat((int) half[i]).isEqualTo((int) Math.round(plain[i] * 0.5));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 1.25, 2})
    void lastsAsLongAsTheRateSaysAndSaysSo(double rate) throws Exception {
        // When
        Lanes lanes = spoken(new Tone(false), new Reply.Voicing(rate, 1));

        // Then
        short[] sound = sound(lanes);
        assertThat(sound.length).isCloseTo((int) (LENGTH / rate), within((int) (LENGTH * 0.05)));
        assertThat(lanes.said(Audio.SentenceSpoken.class))
                .singleElement()
                .satisfies(
                        over ->
                                assertThat(over.durationMillis())
                                        .isEqualTo(sound.length * 1000L / SECOND));
        assertThat(rms(sound)).isCloseTo(Short.MAX_VALUE / Math.sqrt(2), within(1_200.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.25, 2})
    void wordsEndWhereTheyAreHeardToEnd(double rate) throws Exception {
        // When
        Lanes lanes = spoken(new Tone(true), new Reply.Voicing(rate, 0.7));

        // Then
        Map<Integer, Integer> ends = new HashMap<>();
        int at = 0;
        for (Audio.Chunk chunk : lanes.said(Audio.Chunk.class)) {
            at += chunk.pcm().get().length / 2;
            ends.putIfAbsent(chunk.words(), at);
        }
        for (int word = 1; word <= WORDS.length; word++) {
            assertThat(ends.get(word)).isEqualTo((int) Math.round(WORDS[word - 1] / rate));
        }
        assertThat(at).isEqualTo((int) (LENGTH / rate));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, 0, 9, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsOutOfBoundsNeitherFailsNorClips(double wild) throws Exception {
        // When
        short[] sound = sound(spoken(new Tone(false), new Reply.Voicing(wild, wild)));

        // Then
        assertThat(sound.length).isBetween(LENGTH / 2, LENGTH * 2);
        assertThat(rms(sound))
                .isLessThanOrEqualTo(rms(sound(spoken(new Tone(false), null))) + 1_200);
    }

    @Test
    void stopsInMidSentenceOnceTheReplyIsCancelled() throws Exception {
        // Given
        Tone tone = new Tone(false);
        Lanes lanes =
                new Lanes(
                        new Synthesis(SynthesisConfig.defaults(), tone, text -> text),
                        Topics.REPLIES);
        tone.inTheMiddle =
                () -> lanes.lane.cancel(new Cancellation.ReplyCancelled(REPLY, TURN, "test"));

        // When
        lanes.hear(
                new Reply.Sentence(
                        REPLY, TURN, 0, Personal.of("one"), true, new Reply.Voicing(1.25, 1)));

        // Then
        assertThat(sound(lanes).length).isLessThanOrEqualTo((int) (WORDS[1] / 1.25));
        assertThat(lanes.said(Audio.SentenceSpoken.class)).isEmpty();
    }
}
