package dev.parley.app.client.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/** The sound card as Java Sound finds it: ALSA on Linux, Core Audio on macOS, DirectSound. */
public final class JavaSoundCard implements SoundCard {
    private static final int BUFFER_MILLIS = 100;
    private static final int BYTES = 2;

    /** What a device that doesn't convert by itself is asked for after the rate that is wanted. */
    private static final int[] USUAL_RATES = {48_000, 44_100, 16_000};

    @Override
    public List<SoundDevice> devices() {
        List<SoundDevice> devices = new ArrayList<>();
        for (Mixer.Info info : mixers()) {
            Mixer mixer = AudioSystem.getMixer(info);
            boolean records = has(mixer.getTargetLineInfo(), TargetDataLine.class);
            boolean plays = has(mixer.getSourceLineInfo(), SourceDataLine.class);
            if (records || plays) {
                devices.add(new SoundDevice(info.getName(), info.getDescription(), records, plays));
            }
        }
        return devices;
    }

    private static boolean has(Line.Info[] lines, Class<?> kind) {
        for (Line.Info line : lines) {
            if (line.getLineClass() == kind) {
                return true;
            }
        }
        return false;
    }

    /** None where Java can't load what it needs to reach the card. */
    private static Mixer.Info[] mixers() {
        try {
            return AudioSystem.getMixerInfo();
        } catch (LinkageError e) {
            return new Mixer.Info[0];
        }
    }

    @Override
    public Recording record(@Nullable String name, int rate) throws NoSoundDeviceException {
        Opened<TargetDataLine> opened = open(name, rate, TargetDataLine.class, "microphone");
        return new JavaSoundRecording(opened.name(), opened.line(), rate);
    }

    @Override
    public Playback play(@Nullable String name, int rate) throws NoSoundDeviceException {
        Opened<SourceDataLine> opened = open(name, rate, SourceDataLine.class, "loudspeaker");
        return new JavaSoundPlayback(opened.name(), opened.line(), rate);
    }

    private record Opened<L>(String name, L line) {}

    private <L extends DataLine> Opened<L> open(
            @Nullable String name, int rate, Class<L> kind, String what)
            throws NoSoundDeviceException {
        List<Mixer.Info> candidates = new ArrayList<>();
        for (Mixer.Info info : mixers()) {
            Mixer mixer = AudioSystem.getMixer(info);
            Line.Info[] lines =
                    kind == TargetDataLine.class
                            ? mixer.getTargetLineInfo()
                            : mixer.getSourceLineInfo();
            if (has(lines, kind) && (name == null || isCalled(info, name))) {
                candidates.add(info);
            }
        }
        if (candidates.isEmpty()) {
            throw none(name, what);
        }
        String refusal = "";
        for (Mixer.Info info : candidates) {
            for (AudioFormat format : formats(rate)) {
                DataLine.Info wanted = new DataLine.Info(kind, format);
                Mixer mixer = AudioSystem.getMixer(info);
                if (!mixer.isLineSupported(wanted)) {
                    continue;
                }
                try {
                    L line = kind.cast(mixer.getLine(wanted));
                    begin(line, format);
                    return new Opened<>(info.getName(), line);
                } catch (LineUnavailableException | IllegalArgumentException e) {
                    refusal = String.valueOf(e.getMessage());
                }
            }
        }
        throw new NoSoundDeviceException(
                "The "
                        + what
                        + " "
                        + candidates.getFirst().getName()
                        + " can't be opened"
                        + (refusal.isEmpty() ? "" : " (" + refusal + ")")
                        + ". Another program may hold it; end that one, or choose another device"
                        + " from --list-devices.");
    }

    private static boolean isCalled(Mixer.Info info, String name) {
        return (info.getName() + " " + info.getDescription())
                .toLowerCase(Locale.ROOT)
                .contains(name.toLowerCase(Locale.ROOT));
    }

    private NoSoundDeviceException none(@Nullable String name, String what) {
        List<String> there =
                devices().stream()
                        .filter(
                                device ->
                                        what.equals("microphone")
                                                ? device.records()
                                                : device.plays())
                        .map(SoundDevice::name)
                        .toList();
        if (name != null && !there.isEmpty()) {
            return new NoSoundDeviceException(
                    "No "
                            + what
                            + " is called “"
                            + name
                            + "”. There are: "
                            + String.join("; ", there)
                            + ".");
        }
        return new NoSoundDeviceException(
                "This machine has no "
                        + what
                        + " that Java can see. Plug one in and see whether --list-devices names"
                        + " it; on Linux, ALSA must know it (Debian: apt install libasound2"
                        + " libasound2-plugins, and your user in the group audio). Without a sound"
                        + " card, parley talk --wav FILE speaks a recording.");
    }

    private static List<AudioFormat> formats(int rate) {
        List<AudioFormat> formats = new ArrayList<>();
        formats.add(format(rate, 1));
        for (int usual : USUAL_RATES) {
            formats.add(format(usual, 1));
            formats.add(format(usual, 2));
        }
        return formats;
    }

    private static AudioFormat format(int rate, int channels) {
        return new AudioFormat(rate, 8 * BYTES, channels, true, false);
    }

    private static void begin(DataLine line, AudioFormat format) throws LineUnavailableException {
        int buffer = (int) format.getFrameRate() * BUFFER_MILLIS / 1000 * format.getFrameSize();
        switch (line) {
            case TargetDataLine microphone -> microphone.open(format, buffer);
            case SourceDataLine loudspeaker -> loudspeaker.open(format, buffer);
            default -> throw new IllegalArgumentException("neither recorded nor played");
        }
        line.start();
    }
}
