package dev.parley.streams.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Lanes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EarconsTest {
    private static final short[] SPEECH = new short[4_800];

    static {
        Arrays.fill(SPEECH, (short) 77);
    }

    /** One word, and it says where it ends. */
    private static final class OneWord implements SpeechSynthesizer {
        @Override
        public void speak(String sentence, Sink sink) {
            sink.accept(SPEECH);
            sink.wordsSpoken(1);
        }

        @Override
        public boolean marksWords() {
            return true;
        }
    }

    private static List<Audio.Chunk> spoken(Reply.Voicing voicing) throws Exception {
        Lanes lanes =
                new Lanes(
                        new Synthesis(SynthesisConfig.defaults(), new OneWord(), text -> text),
                        Topics.REPLIES);
        lanes.hear(
                new Reply.Sentence(
                        new ReplyId("r1"),
                        new TurnId("t1"),
                        0,
                        Personal.of("ring"),
                        true,
                        voicing));
        return lanes.said(Audio.Chunk.class);
    }

    private static short[] sound(Audio.Chunk chunk) {
        return Pcm.toShorts(chunk.pcm().get());
    }

    @ParameterizedTest
    @EnumSource(Reply.Earcon.class)
    void isHeardBeforeTheFirstWord(Reply.Earcon earcon) throws Exception {
        // When
        List<Audio.Chunk> chunks = spoken(new Reply.Voicing(1, 1, earcon));

        // Then
        assertThat(chunks).extracting(Audio.Chunk::words).containsExactly(0, 1);
        assertThat(sound(chunks.getFirst())).isEqualTo(Earcons.of(earcon, 1));
        assertThat(sound(chunks.getLast())).isEqualTo(SPEECH);
    }

    @ParameterizedTest
    @EnumSource(Reply.Earcon.class)
    void isShortAndBeginsAndEndsInSilence(Reply.Earcon earcon) {
        // When
        short[] sound = Earcons.of(earcon, 1);

        // Then
        assertThat(sound.length).isLessThan(SpeechSynthesizer.SAMPLE_RATE / 2);
        assertThat(sound[0]).isZero();
        assertThat(sound[sound.length - 1]).isZero();
        assertThat(peak(sound)).isBetween(3_000, 12_000);
    }

    @Test
    void eachIsAnother() {
        assertThat(Reply.Earcon.values())
                .extracting(earcon -> Arrays.hashCode(Earcons.of(earcon, 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void isAsLoudAsTheVoice() throws Exception {
        // When
        short[] loud = Earcons.of(Reply.Earcon.TIMER, 1);
        short[] soft = sound(spoken(new Reply.Voicing(1, 0.25, Reply.Earcon.TIMER)).getFirst());

        // Then
        assertThat(peak(soft)).isBetween(peak(loud) / 4 - 1, peak(loud) / 4 + 1);
        assertThat(peak(Earcons.of(Reply.Earcon.TIMER, 9))).isEqualTo(peak(loud));
        assertThat(peak(Earcons.of(Reply.Earcon.TIMER, Double.NaN))).isEqualTo(peak(loud));
        assertThat(peak(Earcons.of(Reply.Earcon.TIMER, -1))).isZero();
    }

    private static int peak(short[] sound) {
        int peak = 0;
        for (short sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
