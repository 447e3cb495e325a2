package dev.parley.app.running;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A sound card that is none: PulseAudio as a process of its own, with a microphone into which files
 * are played and a loudspeaker from which one records, and ALSA told to use it. All of it is in one
 * folder, and nothing of the system's is changed.
 *
 * <p>Sound is 16-bit mono at 24 kHz.
 */
final class VirtualSoundCard implements AutoCloseable {
    static final int RATE = 24_000;

    private static final String CURE =
            "The virtual sound card needs Debian's packages pulseaudio, pulseaudio-utils and"
                    + " libasound2-plugins: apt-get install --no-install-recommends pulseaudio"
                    + " pulseaudio-utils libasound2-plugins";
    private static final String CARD =
            """
            load-module module-native-protocol-unix auth-anonymous=1 socket=%s
            load-module module-null-sink sink_name=loudspeaker rate=24000 channels=1 format=s16le
            load-module module-null-sink sink_name=voice rate=24000 channels=1 format=s16le
            load-module module-remap-source source_name=microphone master=voice.monitor
            set-default-sink loudspeaker
            set-default-source microphone
            """;

    /** The system's own, but for the device that everybody uses who names none. */
    private static final String ALSA =
            """
            </usr/share/alsa/alsa.conf>
            pcm.!default { type pulse hint { show on description "virtual" } }
            ctl.!default { type pulse }
            """;

    private final Path folder;
    private final Path socket;
    private final Process server;
    private final List<Process> started = new ArrayList<>();

    private VirtualSoundCard(Path folder) throws IOException {
        this.folder = folder;
        this.socket = folder.resolve("native");
        for (String each : List.of("home", "run", "state")) {
            Files.createDirectory(
                    folder.resolve(each),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path card = Files.writeString(folder.resolve("card.pa"), CARD.formatted(socket));
        Files.writeString(folder.resolve("asound.conf"), ALSA);
        this.server =
                start(
                        "pulseaudio",
                        "-n",
                        "-F",
                        card.toString(),
                        "--daemonize=no",
                        "--use-pid-file=no",
                        "--exit-idle-time=-1",
                        "--high-priority=no",
                        "--realtime=no",
                        "--log-target=stderr");
    }

    /**
     * Puts one up.
     *
     * @param folder empty, with a short name
     */
    static VirtualSoundCard in(Path folder) throws IOException, InterruptedException {
        requirePackages();
        VirtualSoundCard card = new VirtualSoundCard(folder);
        try {
            card.awaitReady();
        } catch (IOException | InterruptedException | AssertionError e) {
            card.close();
            throw e;
        }
        return card;
    }

    private static void requirePackages() throws IOException {
        for (String program : List.of("pulseaudio", "pactl", "paplay", "parec")) {
            boolean there =
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
            if (!there) {
                throw new AssertionError("There is no " + program + ". " + CURE);
            }
        }
        try (Stream<Path> libraries =
                Files.find(
                        Path.of("/usr/lib"),
                        3,
                        (file, about) -> file.endsWith("alsa-lib/libasound_module_pcm_pulse.so"))) {
            if (libraries.findAny().isEmpty()) {
                throw new AssertionError("ALSA has no plugin for PulseAudio. " + CURE);
            }
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            if (!server.isAlive()) {
                break;
            }
            if (Files.exists(socket)
                    && control("list", "short", "sources").contains("microphone")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "PulseAudio doesn't start: "
                        + new String(server.getErrorStream().readNBytes(4_000)));
    }

    /** What a process needs to know to use this card and no other. */
    Map<String, String> environment() {
        return Map.of(
                "HOME", folder.resolve("home").toString(),
                "XDG_CONFIG_HOME", folder.resolve("home").toString(),
                "PULSE_RUNTIME_PATH", folder.resolve("run").toString(),
                "PULSE_STATE_PATH", folder.resolve("state").toString(),
                "PULSE_SERVER", "unix:" + socket,
                "ALSA_CONFIG_PATH", folder.resolve("asound.conf").toString());
    }

    /** What the loudspeaker plays from now on comes back into the microphone, as in a room. */
    void joinLoudspeakerAndMicrophone() throws IOException, InterruptedException {
        control(
                "load-module",
                "module-loopback",
                "source=loudspeaker.monitor",
                "sink=voice",
                "latency_msec=60");
    }

    /** Says a recording into the microphone, and waits until it is said. */
    void speak(Path wav) throws IOException, InterruptedException {
        Process player = start("paplay", "--device=voice", wav.toString());
        if (!player.waitFor(30, TimeUnit.SECONDS) || player.exitValue() != 0) {
            throw new AssertionError(
                    "paplay fails: " + new String(player.getErrorStream().readNBytes(2_000)));
        }
    }

    /** Begins to record what the loudspeaker plays. */
    Recording record() throws IOException {
        return new Recording(
                start(
                        "parec",
                        "--device=loudspeaker.monitor",
                        "--format=s16le",
                        "--rate=" + RATE,
                        "--channels=1",
                        "--latency-msec=20"));
    }

    /** What was played since it began. */
    static final class Recording {
        private final Process process;
        private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        private final Thread reader;

        private Recording(Process process) {
            this.process = process;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (InputStream in = process.getInputStream()) {
                byte[] piece = new byte[4_096];
                int count;
                while ((count = in.read(piece)) > 0) {
                    sound.write(piece, 0, count);
                }
            } catch (IOException e) {
                // it was ended
            }
        }

        /** Ends it. */
        byte[] end() throws InterruptedException {
            process.destroy();
            reader.join();
            byte[] all = sound.toByteArray();
            return Arrays.copyOf(all, all.length / 2 * 2);
        }
    }

    private String control(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("pactl"));
        command.addAll(List.of(arguments));
        Process process = start(command.toArray(String[]::new));
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor(10, TimeUnit.SECONDS);
        return said;
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment());
        for (String other : List.of("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK")) {
            builder.environment().remove(other);
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        for (Process each : started.reversed()) {
            each.destroy();
        }
        try {
            for (Process each : started) {
                if (!each.waitFor(3, TimeUnit.SECONDS)) {
                    each.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException e) {
            started.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
