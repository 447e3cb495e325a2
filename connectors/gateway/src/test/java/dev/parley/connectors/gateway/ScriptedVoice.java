package dev.parley.connectors.gateway;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Speaks each word as a constant tone of its number, so that what is heard can be read off: {@code
 * one two} is some ones, a pause, some twos. How long a word lasts depends on the attempt.
 */
final class ScriptedVoice implements SpeechSynthesizer {
    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "one", 1, "two", 2, "three", 3, "four", 4, "five", 5, "six", 6, "seven", 7,
                    "eight", 8);
    private static final int A_MILLI = SAMPLE_RATE / 1000;

    private final int pace;
    private final boolean marks;

    /**
     * @param pace of which words are longer or shorter
     * @param marks whether it says where words end
     */
    ScriptedVoice(int pace, boolean marks) {
        this.pace = pace;
        this.marks = marks;
    }

    @Override
    public boolean marksWords() {
        return marks;
    }

    @Override
    public void speak(String sentence, Sink sink) {
        String[] words = sentence.split(" ");
        for (int i = 0; i < words.length; i++) {
            int number = number(words[i]);
            int millis = 30 + (number * 37 + pace * 53) % 90;
            short[] word = new short[(millis + 10) * A_MILLI];
            Arrays.fill(word, 0, millis * A_MILLI, (short) number);
            if (!sink.accept(word)) {
                return;
            }
            sink.wordsSpoken(i + 1);
        }
        sink.accept(new short[20 * A_MILLI]);
    }

    static int number(String word) {
        return NUMBERS.containsKey(word) ? NUMBERS.get(word) : Integer.parseInt(word);
    }

    /** Reads words off the sound: a word is over with the pause after it. */
    static final class Ear {
        private final List<Integer> heard;
        private int within;

        Ear(List<Integer> heard) {
            this.heard = heard;
        }

        void hear(byte[] pcm) {
            for (short sample : Pcm.toShorts(pcm)) {
                if (sample != 0 && sample != within) {
                    heard.add((int) sample);
                }
                within = sample;
            }
        }
    }
}
