package dev.parley.streams.stage;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.streams.audio.Pcm;
import java.time.Instant;
import java.util.Arrays;

/** A client's sound as the gateway writes it: 60 ms, every sample as loud. */
final class SoundRecord {
    private static final int SAMPLES = 60 * 16;

    private SoundRecord() {}

    /**
     * @param sequence of the record in its session, from 0
     */
    static Envelope<Audio.Frames> of(SessionId session, long sequence, int loudness) {
        short[] samples = new short[SAMPLES];
        Arrays.fill(samples, (short) loudness);
        Instant now = Instant.now();
        return new Envelope<>(
                EventId.of("gateway", sequence),
                session,
                new Owner.Session(session),
                new Times(now, now),
                null,
                new Audio.Frames(sequence, sequence * 60, Personal.of(Pcm.toBytes(samples))));
    }
}
