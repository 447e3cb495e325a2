package dev.parley.streams.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Lanes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynthesisTest {
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final TurnId TURN = new TurnId("t1");
    private static final int A_MILLI = 24;

    private final List<String> spoken = new ArrayList<>();
    private Runnable afterHalf = () -> {};
    private final Lanes lanes =
            new Lanes(
                    new Synthesis(SynthesisConfig.defaults(), this::speak, String::toUpperCase),
                    Topics.REPLIES);

    @Test
    void cutsASentenceIntoAShortFirstPieceAndLongerOnes() throws Exception {
        // When: a second of sound
        lanes.hear(sentence(0, "hello", true));

        // Then
        assertThat(spoken).containsExactly("HELLO");
        assertThat(chunks())
                .extracting(chunk -> chunk.pcm().get().length / 2 / A_MILLI)
                .containsExactly(40, 160, 160, 160, 160, 160, 160);
        assertThat(chunks()).extracting(Audio.Chunk::index).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(lanes.said.getLast())
                .isEqualTo(new Audio.SentenceSpoken(REPLY, TURN, 7, 0, 7, 1000, true));
    }

    @Test
    void stopsInMidSentenceOnceTheReplyIsCancelled() throws Exception {
        // Given
        afterHalf = this::cancel;

        // When
        lanes.hear(sentence(0, "hello", false));
        lanes.hear(sentence(1, "and more", true));

        // Then
        assertThat(spoken).containsExactly("HELLO");
        assertThat(chunks()).hasSize(3);
        assertThat(lanes.said(Audio.SentenceSpoken.class)).isEmpty();
    }

    @Test
    void saysNothingOfAReplyThatWasCancelledBefore() throws Exception {
        cancel();
        lanes.hear(sentence(0, "hello", true));

        assertThat(spoken).isEmpty();
        assertThat(lanes.said).isEmpty();
    }

    @Test
    void tellsThatASentenceIsOverThoughItsWordsAreErased() throws Exception {
        lanes.hear(new Reply.Sentence(REPLY, TURN, 0, Personal.erased(), true));

        assertThat(spoken).isEmpty();
        assertThat(lanes.said)
                .containsExactly(new Audio.SentenceSpoken(REPLY, TURN, 7, 0, 0, 0, true));
    }

    private void speak(String sentence, SpeechSynthesizer.Sink sink) {
        spoken.add(sentence);
        if (sink.accept(new short[500 * A_MILLI])) {
            afterHalf.run();
            sink.accept(new short[500 * A_MILLI]);
        }
    }

    private void cancel() {
        lanes.lane.cancel(new Cancellation.ReplyCancelled(REPLY, TURN, "test"));
    }

    private static Reply.Sentence sentence(int index, String text, boolean last) {
        return new Reply.Sentence(REPLY, TURN, index, Personal.of(text), last);
    }

    private List<Audio.Chunk> chunks() {
        return lanes.said(Audio.Chunk.class);
    }
}
