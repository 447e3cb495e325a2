package dev.parley.schemas.event;

import org.jspecify.annotations.Nullable;

/** Sound, in ({@code audio.in}) and out ({@code audio.out}). PCM is 16-bit little-endian mono. */
public sealed interface Audio extends Event {
    /**
     * Some 60 ms of a client's microphone.
     *
     * @param sequence grows by one with each record of {@code audio.in} in a session, from 0
     * @param startMillis where it begins, in audio time since the session's first sample
     * @param pcm at 16 kHz
     * @param detection how it is to be heard; null for the installation's own way. Each record says
     *     it, so that whoever takes over knows
     */
    record Frames(
            long sequence, long startMillis, Personal<byte[]> pcm, @Nullable Detection detection)
            implements Audio {
        public Frames(long sequence, long startMillis, Personal<byte[]> pcm) {
            this(sequence, startMillis, pcm, null);
        }
    }

    /**
     * How speech is told from silence.
     *
     * @param manual whether all sound belongs to one utterance, up to the next {@code Stalled} that
     *     was committed
     * @param threshold the probability, 0 to 1, at which sound is speech; null for the detector's
     *     own
     * @param prefixPaddingMillis sound before the first speech that belongs to an utterance; null
     *     for the installation's own
     * @param silenceMillis that ends an utterance; null for the installation's own
     */
    record Detection(
            boolean manual,
            @Nullable Double threshold,
            @Nullable Integer prefixPaddingMillis,
            @Nullable Integer silenceMillis) {}

    /**
     * No more sound for now: the client said that it is done ({@code committed}), or it went quiet.
     */
    record Stalled(long sequence, long startMillis, boolean committed) implements Audio {}

    /** The client takes back what it sent and didn't commit yet. */
    record Cleared(long sequence, long startMillis) implements Audio {}

    /**
     * A piece of a reply's voice.
     *
     * @param attempt the generation of the synthesiser; a higher one replaces what is unheard of a
     *     lower
     * @param sentence the sentence it belongs to, from 0
     * @param index its place in the sentence, from 0
     * @param pcm at 24 kHz
     * @param words how many words of the sentence are over with this piece, and then it ends with a
     *     word; null if the synthesiser doesn't say
     */
    record Chunk(
            ReplyId reply,
            TurnId turn,
            int attempt,
            int sentence,
            int index,
            Personal<byte[]> pcm,
            @Nullable Integer words)
            implements Audio, OfTurn, MadeUp {
        public Chunk(
                ReplyId reply,
                TurnId turn,
                int attempt,
                int sentence,
                int index,
                Personal<byte[]> pcm) {
            this(reply, turn, attempt, sentence, index, pcm, null);
        }
    }

    /**
     * A sentence's last chunk was written.
     *
     * @param chunks how many there were
     * @param last whether the reply ends with it
     */
    record SentenceSpoken(
            ReplyId reply,
            TurnId turn,
            int attempt,
            int sentence,
            int chunks,
            long durationMillis,
            boolean last)
            implements Audio, OfTurn, MadeUp {}
}
