package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Prompt;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A model's stage that answers every prompt with three sentences of two words, each a number: the
 * place of the word, plus a multiple of a hundred that the attempt makes. It stands still in front
 * of one sentence, to be killed there.
 */
final class ScriptedWriter implements Transform {
    static final int SENTENCES = 3;
    private static final int A_TONE_HAS_HUNDREDS = 317;

    private final int standsStillAt;
    final CountDownLatch standsStill = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * @param standsStillAt the sentence in front of which it does, or one beyond the last for never
     */
    ScriptedWriter(int standsStillAt) {
        this.standsStillAt = standsStillAt;
    }

    @Override
    public String name() {
        return "reasoning";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.PROMPTS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.COMPLETIONS);
    }

    @Override
    public Lane open(SessionId session) {
        return (delivery, out) -> {
            Prompt.Asked prompt = (Prompt.Asked) delivery.event();
            int prefix = prompt.said().size();
            for (int i = prefix; i < SENTENCES || i == prefix; i++) {
                if (i == standsStillAt) {
                    standsStill.countDown();
                    never.await();
                }
                int word = 100 * (out.attempt() % A_TONE_HAS_HUNDREDS) + 2 * i + 1;
                out.emit(
                        Topics.COMPLETIONS,
                        new Completion.Sentence(
                                prompt.turn(),
                                out.attempt(),
                                i,
                                Personal.of(i >= SENTENCES ? "" : word + " " + (word + 1)),
                                i >= SENTENCES - 1,
                                prefix == 0 ? null : prefix));
            }
        };
    }
}
