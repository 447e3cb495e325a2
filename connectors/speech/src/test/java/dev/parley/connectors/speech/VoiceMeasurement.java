package dev.parley.connectors.speech;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the table of docs/speaking.md: what the embedded voice and a Piper voice cost, warm, and
 * what of them the starter model mishears. Run with the Piper voice's {@code .onnx} file.
 */
public final class VoiceMeasurement {
    private static final int WARM_UP = 3;
    private static final int TIMES = 9;
    private static final int HEARD = 3;

    private static final List<String> SENTENCES =
            List.of(
                    "Hello!",
                    "It is ten past four.",
                    "Your timer is set for ten minutes.",
                    "Your timer for ten minutes is set, and I will tell you when it is over.",
                    "Your timer for ten minutes is set, and I will tell you when it is over, so"
                            + " do something else until then, or ask me how long it still takes.");

    private static final List<String> REPLIES =
            List.of(
                    "It is 10:04 in Tokyo.",
                    "It is 3:00 in London.",
                    "It is 7:30 in New York.",
                    "Today is November 22, 2026.",
                    "Twelve times seven is 84.",
                    "48 plus 22 is 70.",
                    "Your timer is set for 10 minutes.",
                    "Your timer for 10 seconds is over.",
                    "Your timer for 1 hour and 5 minutes is set.",
                    "3 kilograms is 6.61 pounds.",
                    "50% of 80 is 40.",
                    "10 miles is 16.09 kilometers.",
                    "20 degrees celsius is 68 degrees fahrenheit.");

    private VoiceMeasurement() {}

    private record Cost(List<Long> firstSoundMillis, double cpuPerSecond, WordErrors misheard) {}

    public static void main(String[] arguments) throws Exception {
        OperatingSystemMXBean machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        System.out.printf(Locale.ROOT, "load before: %.1f%n", machine.getSystemLoadAverage());
        Map<String, Cost> costs = new LinkedHashMap<>();
        try (MaryVoice mary = new MaryVoice()) {
            costs.put("MaryTTS", cost(mary, machine));
        }
        try (PiperVoice piper = new PiperVoice(Path.of(arguments[0]), 2)) {
            costs.put("Piper", cost(piper, machine));
        }
        System.out.printf(Locale.ROOT, "load after: %.1f%n", machine.getSystemLoadAverage());
        print(costs);
    }

    private static Cost cost(SpeechSynthesizer voice, OperatingSystemMXBean machine)
            throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            SENTENCES.forEach(sentence -> SpeechSynthesizerContract.spoken(voice, sentence));
        }
        long cpu = machine.getProcessCpuTime();
        long samples = 0;
        List<Long> medians = new ArrayList<>();
        for (String sentence : SENTENCES) {
            List<Long> firsts = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                long begun = System.nanoTime();
                long[] first = new long[1];
                long[] length = new long[1];
                voice.speak(
                        sentence,
                        sound -> {
                            if (first[0] == 0) {
                                first[0] = System.nanoTime() - begun;
                            }
                            length[0] += sound.length;
                            return true;
                        });
                firsts.add(first[0] / 1_000_000);
                samples += length[0];
            }
            medians.add(firsts.stream().sorted().toList().get(TIMES / 2));
        }
        double seconds = (machine.getProcessCpuTime() - cpu) / 1e9;
        return new Cost(
                medians, seconds * SpeechSynthesizer.SAMPLE_RATE / samples, misheard(voice));
    }

    private static WordErrors misheard(SpeechSynthesizer voice) throws Exception {
        Verbalizer verbalizer = new SpokenEnglish();
        Path folder = Files.createTempDirectory("parley-voice");
        WordErrors errors = WordErrors.NONE;
        try (VoskRecognizer recognizer = new VoskRecognizer(StarterModel.unpackInto(folder), 1)) {
            for (int i = 0; i < HEARD; i++) {
                for (String written : REPLIES) {
                    String reply = verbalizer.verbalize(written);
                    short[] sound =
                            Resampler.convert(
                                    SpeechSynthesizerContract.spoken(voice, reply),
                                    SpeechSynthesizer.SAMPLE_RATE,
                                    16_000);
                    try (Utterance utterance = recognizer.begin()) {
                        utterance.accept(sound);
                        errors = errors.plus(WordErrors.between(reply, utterance.finish().text()));
                    }
                }
            }
        }
        return errors;
    }

    private static void print(Map<String, Cost> costs) {
        System.out.println("| said | " + String.join(" | ", costs.keySet()) + " |\n|---|---|---|");
        for (int i = 0; i < SENTENCES.size(); i++) {
            int at = i;
            System.out.printf(
                    "| %d characters | %s |%n",
                    SENTENCES.get(at).length(),
                    costs.values().stream()
                            .map(cost -> cost.firstSoundMillis().get(at) + " ms")
                            .collect(Collectors.joining(" | ")));
        }
        System.out.printf(
                "| processor time for a second of speech | %s |%n",
                costs.values().stream()
                        .map(cost -> String.format(Locale.ROOT, "%.2f s", cost.cpuPerSecond()))
                        .collect(Collectors.joining(" | ")));
        System.out.printf(
                "| misheard | %s |%n",
                costs.values().stream()
                        .map(cost -> cost.misheard().errors() + " of " + cost.misheard().words())
                        .collect(Collectors.joining(" | ")));
    }
}
