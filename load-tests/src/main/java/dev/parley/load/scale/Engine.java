package dev.parley.load.scale;

import dev.parley.connectors.speech.SpectralDetector;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.hearing.HearingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** With what {@code hearing} hears; goes to its process as text. */
public sealed interface Engine {
    /**
     * Loads it.
     *
     * @throws IOException if its model can't be read
     */
    Hearing hearing() throws IOException;

    /**
     * Each call occupies one of the threads.
     *
     * @param threads of each process
     */
    record Waits(int threads, int millis) implements Engine {
        @Override
        public Hearing hearing() {
            return new Hearing(
                    HearingConfig.defaults(),
                    () -> frame -> frame[0] != 0,
                    new WaitingEngine(threads, () -> Duration.ofMillis(millis)));
        }

        @Override
        public String toString() {
            return "waits:" + threads + ":" + millis;
        }
    }

    /**
     * The same, but slower while a file exists.
     *
     * @param threads of each process
     * @param times how much longer a call takes then
     */
    record Falters(int threads, int millis, int times, Path whileExists) implements Engine {
        @Override
        public Hearing hearing() {
            Duration quick = Duration.ofMillis(millis);
            Duration slow = quick.multipliedBy(times);
            return new Hearing(
                    HearingConfig.defaults(),
                    () -> frame -> frame[0] != 0,
                    new WaitingEngine(threads, () -> Files.exists(whileExists) ? slow : quick));
        }

        @Override
        public String toString() {
            return "falters:" + threads + ":" + millis + ":" + times + ":" + whileExists;
        }
    }

    /**
     * Vosk, with the detector that needs no model.
     *
     * @param threads of each process
     * @param model its folder
     */
    record Vosk(int threads, Path model) implements Engine {
        @Override
        public Hearing hearing() throws IOException {
            return new Hearing(
                    HearingConfig.defaults(),
                    new SpectralDetector(),
                    new VoskRecognizer(model, threads));
        }

        @Override
        public String toString() {
            return "vosk:" + threads + ":" + model;
        }
    }

    /** Reads what {@code toString} wrote. */
    static Engine parse(String text) {
        String[] parts = text.split(":", 3);
        int threads = Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "waits" -> new Waits(threads, Integer.parseInt(parts[2]));
            case "falters" -> {
                String[] rest = parts[2].split(":", 3);
                yield new Falters(
                        threads,
                        Integer.parseInt(rest[0]),
                        Integer.parseInt(rest[1]),
                        Path.of(rest[2]));
            }
            case "vosk" -> new Vosk(threads, Path.of(parts[2]));
            default -> throw new IllegalArgumentException(text);
        };
    }
}
