package dev.parley.connectors.speech;

import dev.parley.connectors.speech.Recordings.Recording;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.hearing.VoiceActivityDetector.Ear;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures detectors on the test set laid out in one stream with pauses of 1.2 s, with noise at a
 * given ratio to the speech. Where speech is, is told from the clean recording: frames within 35 dB
 * of its loudest, gaps under 200 ms filled.
 */
public final class VoiceActivityMeasurement {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    private static final int PAUSE_FRAMES = 60;

    private VoiceActivityMeasurement() {}

    /**
     * @param hits the part of the frames with speech that was found
     * @param falseAlarms the part of the pauses taken for speech, but for 200 ms after speech
     * @param missed recordings in which no speech was found
     * @param split recordings in which speech was interrupted for more than 400 ms
     * @param startLate by how much the first speech was found late, median, ms
     * @param startLateWorst the 95th percentile of that
     * @param endLate by how much the end was found late, median, ms
     * @param microsPerSecond CPU time per second of sound
     */
    public record Result(
            double hits,
            double falseAlarms,
            int missed,
            int split,
            long startLate,
            long startLateWorst,
            long endLate,
            long microsPerSecond) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%5.1f%% | %5.2f%% | %d | %d | %d / %d | %d | %d",
                    hits * 100,
                    falseAlarms * 100,
                    missed,
                    split,
                    startLate,
                    startLateWorst,
                    endLate,
                    microsPerSecond);
        }
    }

    private record Laid(double[] sound, boolean[] speech, List<int[]> recordings, double power) {}

    public static void main(String[] arguments) throws Exception {
        Map<String, VoiceActivityDetector> detectors = new LinkedHashMap<>();
        for (String a : arguments) {
            String[] t = a.split(",");
            if (t[0].equals("silero")) {
                detectors.put(
                        a, new SileroDetector(Float.parseFloat(t[1]), Float.parseFloat(t[2])));
            } else {
                detectors.put(
                        a,
                        new SpectralDetector(Double.parseDouble(t[1]), Double.parseDouble(t[2])));
            }
        }
        System.out.println(
                "detector | noise | hits | false alarms | missed | split | start late"
                        + " median / p95 | end late | CPU");
        for (int decibels : new int[] {100, 20, 10, 5, 0}) {
            for (boolean pink :
                    decibels == 100 ? new boolean[] {true} : new boolean[] {true, false}) {
                for (Map.Entry<String, VoiceActivityDetector> each : detectors.entrySet()) {
                    System.out.println(
                            each.getKey()
                                    + " | "
                                    + (pink ? "pink " : "white ")
                                    + decibels
                                    + " | "
                                    + measure(each.getValue(), decibels, pink, 1));
                }
            }
        }
    }

    /**
     * @param decibels of the speech over the noise; 100 is as good as none
     * @param every takes only each so-manieth recording
     */
    public static Result measure(
            VoiceActivityDetector detector, double decibels, boolean pink, int every) {
        Laid laid = lay(every);
        double[] noise =
                pink ? Sounds.pink(laid.sound.length, 3) : Sounds.white(laid.sound.length, 3);
        double level = Math.sqrt(laid.power / Math.pow(10, decibels / 10));
        short[] samples = new short[noise.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Sounds.clip(laid.sound[i] + level * noise[i]);
        }
        boolean[] heard = new boolean[laid.speech.length];
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (Ear ear = detector.open()) {
            for (int i = 0; i < heard.length; i++) {
                heard[i] = ear.isSpeech(Arrays.copyOfRange(samples, i * FRAME, (i + 1) * FRAME));
            }
        }
        long micros =
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1000;
        return score(laid, heard, micros * 16_000 / samples.length);
    }

    private static Result score(Laid laid, boolean[] heard, long microsPerSecond) {
        int speech = 0;
        int hits = 0;
        int pause = 0;
        int falseAlarms = 0;
        int sinceSpeech = 100;
        for (int i = 0; i < heard.length; i++) {
            sinceSpeech = laid.speech[i] ? 0 : sinceSpeech + 1;
            if (laid.speech[i]) {
                speech++;
                hits += heard[i] ? 1 : 0;
            } else if (sinceSpeech > 10) {
                pause++;
                falseAlarms += heard[i] ? 1 : 0;
            }
        }
        int missed = 0;
        int split = 0;
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (int[] span : laid.recordings) {
            int first = -1;
            int last = -1;
            int gap = 0;
            for (int i = span[0]; i <= span[1] + 20; i++) {
                if (heard[i]) {
                    if (first < 0 && i <= span[1]) {
                        first = i;
                    }
                    if (first >= 0 && i - last > 20 && last >= 0) {
                        gap++;
                    }
                    last = i;
                }
            }
            if (first < 0) {
                missed++;
            } else {
                starts.add((first - span[0]) * 20L);
                ends.add((last - span[1]) * 20L);
                split += gap > 0 ? 1 : 0;
            }
        }
        Collections.sort(starts);
        Collections.sort(ends);
        return new Result(
                (double) hits / speech,
                (double) falseAlarms / pause,
                missed,
                split,
                starts.get(starts.size() / 2),
                starts.get(starts.size() * 95 / 100),
                ends.get(ends.size() / 2),
                microsPerSecond);
    }

    private static Laid lay(int every) {
        List<Recording> recordings = Recordings.all();
        List<short[]> sounds = new ArrayList<>();
        for (int i = 0; i < recordings.size(); i += every) {
            sounds.add(recordings.get(i).samples());
        }
        int frames = PAUSE_FRAMES;
        for (short[] sound : sounds) {
            frames += sound.length / FRAME + PAUSE_FRAMES;
        }
        double[] all = new double[frames * FRAME];
        boolean[] speech = new boolean[frames];
        List<int[]> spans = new ArrayList<>();
        double power = 0;
        long spoken = 0;
        int at = PAUSE_FRAMES;
        for (short[] sound : sounds) {
            double[] energy = new double[sound.length / FRAME];
            double loudest = 0;
            double sum = 0;
            for (int i = 0; i < energy.length * FRAME; i++) {
                energy[i / FRAME] += (double) sound[i] * sound[i] / FRAME;
                sum += (double) sound[i] * sound[i];
            }
            for (double each : energy) {
                loudest = Math.max(loudest, each);
            }
            double gain = 2_000 / Math.sqrt(sum / (energy.length * FRAME));
            int first = -1;
            int last = -1;
            for (int i = 0; i < energy.length; i++) {
                if (energy[i] > loudest * Math.pow(10, -3.5)) {
                    if (last >= 0 && i - last <= 10) {
                        Arrays.fill(speech, at + last, at + i, true);
                    }
                    speech[at + i] = true;
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            spans.add(new int[] {at + first, at + last});
            for (int i = 0; i < energy.length * FRAME; i++) {
                all[at * FRAME + i] = sound[i] * gain;
            }
            for (int i = 0; i < energy.length; i++) {
                if (speech[at + i]) {
                    power += energy[i] * gain * gain;
                    spoken++;
                }
            }
            at += energy.length + PAUSE_FRAMES;
        }
        return new Laid(all, speech, spans, power / spoken);
    }
}
