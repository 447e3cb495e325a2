package dev.parley.streams.synthesis;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Transform;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says the agent's sentences; the first is heard while the next is made. */
public final class Synthesis implements Transform {
    private static final int MOST_CANCELLED = 64;

    private final SynthesisConfig config;
    private final SpeechSynthesizer synthesizer;
    private final Verbalizer verbalizer;

    public Synthesis(SynthesisConfig config, SpeechSynthesizer synthesizer, Verbalizer verbalizer) {
        this.config = config;
        this.synthesizer = synthesizer;
        this.verbalizer = verbalizer;
    }

    @Override
    public String name() {
        return "synthesis";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.REPLIES, Topics.CANCELLATIONS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.AUDIO_OUT);
    }

    @Override
    public Lane open(SessionId session) {
        return new Voice();
    }

    private final class Voice implements Lane {
        private final Set<ReplyId> cancelled =
                Collections.synchronizedSet(
                        Collections.newSetFromMap(
                                new LinkedHashMap<ReplyId, Boolean>() {
                                    @Override
                                    protected boolean removeEldestEntry(
                                            Map.Entry<ReplyId, Boolean> eldest) {
                                        return size() > MOST_CANCELLED;
                                    }
                                }));

        @Override
        public void on(Delivery delivery, Emitter out) {
            if (delivery.event() instanceof Reply.Sentence sentence) {
                Chunks chunks = new Chunks(sentence, out);
                if (!cancelled.contains(sentence.reply())) {
                    signal(sentence.voicing(), chunks);
                    String text = sentence.text().orElse("");
                    if (!text.isBlank()) {
                        speak(verbalizer.verbalize(text), sentence.voicing(), chunks);
                    }
                    chunks.end();
                }
            }
        }

        private static void signal(Reply.@Nullable Voicing voicing, Chunks chunks) {
            if (voicing != null && voicing.earcon() != null) {
                chunks.accept(Earcons.of(voicing.earcon(), voicing.gain()));
                chunks.wordsSpoken(0);
            }
        }

        private void speak(String words, Reply.@Nullable Voicing voicing, Chunks chunks) {
            if (voicing == null) {
                synthesizer.speak(words, chunks);
            } else {
                Voiced voiced = new Voiced(voicing, chunks);
                synthesizer.speak(words, voiced);
                voiced.end();
            }
        }

        @Override
        public void cancel(Cancellation.ReplyCancelled cancellation) {
            cancelled.add(cancellation.reply());
        }

        /** Cuts a sentence's sound into pieces: of some length, or at the ends of words. */
        private final class Chunks implements SpeechSynthesizer.Sink {
            private final Reply.Sentence sentence;
            private final Emitter out;
            private short[] waiting = new short[0];
            private final boolean byWords = synthesizer.marksWords();
            private int index;
            private int words;
            private long samples;

            Chunks(Reply.Sentence sentence, Emitter out) {
                this.sentence = sentence;
                this.out = out;
            }

            @Override
            public boolean accept(short[] more) {
                if (cancelled.contains(sentence.reply())) {
                    return false;
                }
                int before = waiting.length;
                waiting = Arrays.copyOf(waiting, before + more.length);
                System.arraycopy(more, 0, waiting, before, more.length);
                samples += more.length;
                while (!byWords && waiting.length >= wanted()) {
                    int size = wanted();
                    emit(Arrays.copyOf(waiting, size));
                    waiting = Arrays.copyOfRange(waiting, size, waiting.length);
                }
                return true;
            }

            @Override
            public void wordsSpoken(int spoken) {
                words = spoken;
                if (byWords && waiting.length > 0 && !cancelled.contains(sentence.reply())) {
                    emit(waiting);
                    waiting = new short[0];
                }
            }

            private int wanted() {
                long millis = (index == 0 ? config.firstChunk() : config.chunk()).toMillis();
                return (int) (millis * SpeechSynthesizer.SAMPLE_RATE / 1000);
            }

            private void emit(short[] piece) {
                out.emit(
                        Topics.AUDIO_OUT,
                        new Audio.Chunk(
                                sentence.reply(),
                                sentence.turn(),
                                out.attempt(),
                                sentence.index(),
                                index++,
                                Personal.of(Pcm.toBytes(piece)),
                                byWords ? words : null));
            }

            void end() {
                if (cancelled.contains(sentence.reply())) {
                    return;
                }
                if (waiting.length > 0) {
                    emit(waiting);
                }
                out.emit(
                        Topics.AUDIO_OUT,
                        new Audio.SentenceSpoken(
                                sentence.reply(),
                                sentence.turn(),
                                out.attempt(),
                                sentence.index(),
                                index,
                                samples * 1000 / SpeechSynthesizer.SAMPLE_RATE,
                                sentence.last()));
            }
        }
    }
}
