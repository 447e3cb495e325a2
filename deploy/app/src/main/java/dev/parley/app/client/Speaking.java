package dev.parley.app.client;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayOutputStream;

/** What a client says. */
public final class Speaking {
    private Speaking() {}

    /** Speaks a sentence as one piece, at {@link SpeechSynthesizer#SAMPLE_RATE}. */
    public static short[] whole(SpeechSynthesizer voice, String sentence) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        voice.speak(
                sentence,
                samples -> {
                    sound.writeBytes(Pcm.toBytes(samples));
                    return true;
                });
        return Pcm.toShorts(sound.toByteArray());
    }
}
