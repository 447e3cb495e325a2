package dev.parley.load.scale;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.stage.InMemoryTransform;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Spoken commands with a second of silence after each; what must be heard of them is what the same
 * engines hear in this process, where nothing is lost.
 */
record Recordings(short[] samples, List<Heard> finals) implements Script {
    private static final int RATE = 16_000;

    /**
     * @param names files of the speech engines' test set, 16 kHz
     */
    static Recordings of(List<String> names, Hearing hearing) throws IOException {
        short[] samples = new short[0];
        for (String name : names) {
            short[] spoken = read(name);
            int length = (samples.length + spoken.length + RATE) / RECORD * RECORD;
            short[] longer = Arrays.copyOf(samples, length);
            System.arraycopy(spoken, 0, longer, samples.length, spoken.length);
            samples = longer;
        }
        Recordings unheard = new Recordings(samples, List.of());
        return new Recordings(samples, heard(unheard, hearing));
    }

    private static short[] read(String name) throws IOException {
        try (InputStream file = Recordings.class.getResourceAsStream("/testset/" + name)) {
            if (file == null) {
                throw new FileNotFoundException("the test set holds no " + name);
            }
            Wav wav = Wav.read(file);
            if (wav.sampleRate() != RATE) {
                throw new IOException(name + " has " + wav.sampleRate() + " samples a second");
            }
            return wav.mono();
        }
    }

    private static List<Heard> heard(Recordings script, Hearing hearing) {
        SessionId session = SessionId.on(0, "reference");
        List<Heard> finals = new ArrayList<>();
        try (InMemoryTransform lane = new InMemoryTransform(hearing, session)) {
            for (int i = 0; i < script.records(); i++) {
                lane.on(Topics.AUDIO_IN, 0, i, Speakers.record(session, script, i)).stream()
                        .map(written -> written.envelope().event())
                        .filter(Speech.Final.class::isInstance)
                        .map(event -> Listener.heard((Speech.Final) event))
                        .forEach(finals::add);
            }
        }
        return finals;
    }

    @Override
    public int records() {
        return samples.length / RECORD;
    }

    @Override
    public short[] record(int number) {
        return Arrays.copyOfRange(samples, number * RECORD, (number + 1) * RECORD);
    }
}
