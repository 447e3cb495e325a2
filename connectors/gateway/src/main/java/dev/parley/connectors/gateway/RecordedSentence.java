package dev.parley.connectors.gateway;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is played when nobody else speaks: it comes with the gateway, which alone must live for it.
 *
 * @param text what it says
 * @param pieces its sound, 16-bit little-endian at {@link SpeechSynthesizer#SAMPLE_RATE}
 * @param millis how long it lasts
 */
record RecordedSentence(String text, List<byte[]> pieces, long millis) {
    private static final String FOLDER = "silent/";
    private static final int PIECE_SAMPLES = SpeechSynthesizer.SAMPLE_RATE / 5;

    RecordedSentence {
        pieces = List.copyOf(pieces);
    }

    /**
     * @throws UncheckedIOException if the recording can't be read
     */
    static RecordedSentence load() {
        try (InputStream text = resource("sentence.txt");
                InputStream sound = new BufferedInputStream(resource("sentence.wav"))) {
            Wav recording = Wav.read(sound);
            return new RecordedSentence(
                    new String(text.readAllBytes(), StandardCharsets.UTF_8).strip(),
                    pieces(recording),
                    recording.millis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> pieces(Wav recording) {
        Resampler resampler = new Resampler(recording.sampleRate(), SpeechSynthesizer.SAMPLE_RATE);
        List<byte[]> pieces = new ArrayList<>();
        short[] samples = recording.mono();
        for (int from = 0; from < samples.length; from += PIECE_SAMPLES) {
            int to = Math.min(from + PIECE_SAMPLES, samples.length);
            pieces.add(Pcm.toBytes(resampler.accept(Arrays.copyOfRange(samples, from, to))));
        }
        pieces.add(Pcm.toBytes(resampler.flush()));
        return pieces;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = RecordedSentence.class.getResourceAsStream(FOLDER + name);
        if (found == null) {
            throw new IOException(FOLDER + name + " is missing");
        }
        return found;
    }
}
