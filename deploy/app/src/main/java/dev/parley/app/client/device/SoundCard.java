package dev.parley.app.client.device;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a machine hears and speaks with. */
public interface SoundCard {
    /** The devices that can be named, in the system's order. */
    List<SoundDevice> devices();

    /**
     * Begins to record.
     *
     * @param name part of the device's name, in any case; null for the system's own choice
     * @param rate samples a second
     */
    Recording record(@Nullable String name, int rate) throws NoSoundDeviceException;

    /**
     * Gets ready to play.
     *
     * @param name part of the device's name, in any case; null for the system's own choice
     * @param rate samples a second
     */
    Playback play(@Nullable String name, int rate) throws NoSoundDeviceException;

    /** What a microphone hears, from the moment it is opened. */
    interface Recording extends AutoCloseable {
        /** What it calls itself. */
        String name();

        /**
         * Waits for sound and takes it.
         *
         * @param samples filled to its end
         * @throws IOException if the device is gone or closed
         */
        void read(short[] samples) throws IOException;

        /** How many samples were recorded and not yet read, about. */
        int waiting();

        @Override
        void close();
    }

    /** A loudspeaker. */
    interface Playback extends AutoCloseable {
        /** What it calls itself. */
        String name();

        /** How many samples may be written now without waiting. */
        int space();

        /**
         * Plays it after what was written before.
         *
         * @param samples at most {@link #space()}
         */
        void write(short[] samples);

        /** How many of the samples that were written aren't played yet, about. */
        int unplayed();

        /** Falls silent at once: what isn't played never will be. */
        void discard();

        @Override
        void close();
    }
}
