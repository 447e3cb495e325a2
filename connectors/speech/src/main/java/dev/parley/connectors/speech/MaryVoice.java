package dev.parley.connectors.speech;

import dev.parley.connectors.speech.RankedThreads.Rank;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import marytts.LocalMaryInterface;
import marytts.exceptions.MaryConfigurationException;

/**
 * The voice that needs nothing but a JVM: MaryTTS 5.2 with its voice {@code cmu-slt-hsmm}. One
 * thread makes all sound, since the engine is not safe for several; sentences wait their turn. The
 * sound comes while it is still being made, of a long sentence phrase by phrase, and the sink is
 * called by the thread that asked.
 *
 * <p>A sentence of somebody who can wait gives way to a conversation's even in its middle, and goes
 * on after it: the engine makes the same samples of the same sentence each time, so it is made anew
 * and what was given already is left out.
 */
public final class MaryVoice implements SpeechSynthesizer {
    private static final String VOICE = "cmu-slt-hsmm";

    /** 80 ms of the engine's 48 kHz sound. */
    private static final int PIECE_BYTES = 7_680;

    /** What the engine needs before a sentence's first sound grows as the sentence does. */
    private static final int LONG = 60;

    /** For the sentences before this one, and for its first sound. */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final RankedThreads thread = new RankedThreads("mary", 1);
    private final LocalMaryInterface mary;

    /**
     * Loads the voice and lets it say something nobody hears, so that the first sentence comes as
     * fast as the others; takes a few seconds.
     *
     * @throws SpeechModelException if the voice isn't on the class path
     */
    public MaryVoice() throws SpeechModelException {
        if (System.getProperty("log4j.logger.marytts") == null) {
            System.setProperty("log4j.logger.marytts", "OFF");
        }
        try {
            MaryParts.leaveOutUnused();
            mary = new LocalMaryInterface();
            mary.setLocale(Locale.US);
            mary.setVoice(VOICE);
            mary.setStreamingAudio(true);
        } catch (MaryConfigurationException | IllegalArgumentException e) {
            thread.stop();
            throw new SpeechModelException("the voice " + VOICE + " can't be loaded", e);
        }
        speak("It is ten past four.", samples -> true);
    }

    /**
     * Speaks a sentence; one without letters or digits makes no sound. If the calling thread is
     * interrupted, it stops early and stays interrupted.
     */
    @Override
    public void speak(String sentence, Sink sink) {
        speak(Rank.LIVE, sentence, sink);
    }

    @Override
    public SpeechSynthesizer patient() {
        return (sentence, sink) -> speak(Rank.PATIENT, sentence, sink);
    }

    private void speak(Rank rank, String sentence, Sink sink) {
        String text = SpeakableText.of(sentence);
        List<String> parts = text.length() > LONG ? Phrases.of(text) : List.of(text);
        for (String part : parts) {
            if (part.isEmpty()) {
                return;
            }
            Voicing voicing = new Voicing(part, rank);
            try {
                thread.execute(rank, voicing);
            } catch (RejectedExecutionException e) {
                throw new IllegalStateException("the voice is closed", e);
            }
            if (!voicing.pourInto(sink)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.stopNow();
    }

    private sealed interface Piece {
        record Sound(short[] samples) implements Piece {}

        record End() implements Piece {}

        record Failure(Throwable cause) implements Piece {}
    }

    /** One sentence on its way from the engine's thread to the caller's. */
    private final class Voicing implements Runnable {
        private final String text;
        private final Rank rank;
        private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
        private volatile boolean wanted = true;

        /** Samples that were made, in all goes. */
        private long made;

        Voicing(String text, Rank rank) {
            this.text = text;
            this.rank = rank;
        }

        @Override
        public void run() {
            if (!wanted) {
                return;
            }
            try (AudioInputStream sound = mary.generateAudio(text)) {
                AudioFormat format = sound.getFormat();
                Resampler resampler = new Resampler((int) format.getSampleRate(), SAMPLE_RATE);
                byte[] piece = new byte[PIECE_BYTES];
                int held = 0;
                int got = 0;
                long given = made;
                made = 0;
                while (wanted && got >= 0) {
                    if (rank == Rank.PATIENT && thread.liveWaits()) {
                        made = Math.max(made, given);
                        thread.execute(rank, this);
                        return;
                    }
                    got = sound.read(piece, held, piece.length - held);
                    held += Math.max(0, got);
                    if (held == piece.length || got < 0) {
                        short[] samples = Pcm.toShorts(Arrays.copyOf(piece, held & ~1));
                        give(resampler.accept(samples), given);
                        held = 0;
                    }
                }
                give(resampler.flush(), given);
                pieces.add(new Piece.End());
            } catch (Throwable e) {
                pieces.add(new Piece.Failure(e));
            }
        }

        /**
         * @param before how many samples of the sentence were given in an earlier go
         */
        private void give(short[] samples, long before) {
            int left = (int) Math.clamp(before - made, 0, samples.length);
            made += samples.length;
            pieces.add(new Piece.Sound(Arrays.copyOfRange(samples, left, samples.length)));
        }

        /**
         * @return whether the sound came to its end and more is wanted
         */
        boolean pourInto(Sink sink) {
            try {
                while (true) {
                    Piece piece = pieces.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                    switch (piece) {
                        case null ->
                                throw new PassingFaultException(
                                        "the voice made no sound for "
                                                + LONGEST_WAIT_SECONDS
                                                + " seconds");
                        case Piece.Sound(short[] samples) -> {
                            if (samples.length > 0 && !sink.accept(samples)) {
                                return false;
                            }
                        }
                        case Piece.End() -> {
                            return true;
                        }
                        case Piece.Failure(Throwable cause) ->
                                throw new PassingFaultException(
                                        "the voice failed: " + cause.getClass().getSimpleName());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                wanted = false;
            }
        }
    }
}
