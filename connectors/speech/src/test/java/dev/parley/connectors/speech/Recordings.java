package dev.parley.connectors.speech;

import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The 60 recordings of the test set: synthetic voices that the starter model was not trained on,
 * with what they say. Open to the tests of other modules.
 */
public final class Recordings {
    private static final String FOLDER = "/testset/";

    private Recordings() {}

    /**
     * @param file such as {@code espeak-01.wav}
     * @param text what is said, in lower case
     * @param voice which synthesiser spoke
     */
    public record Recording(String file, String text, String voice) {
        /** 16 kHz mono. */
        public short[] samples() {
            try (InputStream in = open(file)) {
                Wav wav = Wav.read(in);
                return Resampler.convert(wav.mono(), wav.sampleRate(), 16_000);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** The WAV file itself. */
        public byte[] wav() {
            try (InputStream in = open(file)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    public static List<Recording> all() {
        try (InputStream in = open("transcripts.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\t"))
                    .map(columns -> new Recording(columns[0], columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Recordings.class.getResourceAsStream(FOLDER + name), name);
    }
}
