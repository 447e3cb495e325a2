package dev.parley.connectors.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a Piper voice says of itself, in the JSON file beside its model
 * (github.com/OHF-Voice/piper1-gpl, {@code docs/VOICES.md}).
 *
 * @param sampleRate samples a second of what it makes
 * @param phonemes which alphabet its symbols are of
 * @param espeakVoice the voice of espeak-ng that writes such phonemes, such as {@code en-us}
 * @param speakers how many people it can be
 * @param scales noise, length and noise of the length, as the model's input of that name takes them
 * @param symbols what the model knows each symbol as, by code point
 */
record PiperVoiceFile(
        int sampleRate,
        Phonemes phonemes,
        String espeakVoice,
        int speakers,
        float[] scales,
        Map<Integer, long[]> symbols) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAD = '_';
    private static final int BEGIN = '^';
    private static final int END = '$';

    enum Phonemes {
        /** International Phonetic Alphabet, as espeak-ng writes it. */
        ESPEAK,
        /** The text itself. */
        TEXT
    }

    /**
     * @throws SpeechModelException that names the file and says what is wrong with it
     */
    static PiperVoiceFile read(Path file) throws SpeechModelException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new SpeechModelException(
                    "the description of a Piper voice can't be read: " + file, e);
        }
        int sampleRate = json.at("/audio/sample_rate").asInt();
        String espeakVoice = json.at("/espeak/voice").asText();
        Map<Integer, long[]> symbols = new HashMap<>();
        json.path("phoneme_id_map")
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getKey().codePointCount(0, entry.getKey().length()) == 1) {
                                symbols.put(
                                        entry.getKey().codePointAt(0), numbers(entry.getValue()));
                            }
                        });
        if (sampleRate < 4_000
                || sampleRate > 96_000
                || !espeakVoice.matches("[A-Za-z0-9-]{1,40}")
                || !symbols.keySet().containsAll(List.of(PAD, BEGIN, END))) {
            throw new SpeechModelException("no description of a Piper voice: " + file);
        }
        return new PiperVoiceFile(
                sampleRate,
                switch (json.path("phoneme_type").asText("espeak")) {
                    case "espeak" -> Phonemes.ESPEAK;
                    case "text" -> Phonemes.TEXT;
                    default ->
                            throw new SpeechModelException(
                                    "a Piper voice with phonemes of another kind than espeak's: "
                                            + file);
                },
                espeakVoice,
                Math.max(1, json.path("num_speakers").asInt(1)),
                new float[] {
                    scale(json, "noise_scale", 0.667f),
                    scale(json, "length_scale", 1),
                    scale(json, "noise_w", 0.8f)
                },
                Map.copyOf(symbols));
    }

    /** The model's input for some phonemes; what it doesn't know is left out. */
    long[] input(String spoken) {
        LongStream.Builder input = LongStream.builder();
        add(input, BEGIN);
        add(input, PAD);
        Normalizer.normalize(spoken, Normalizer.Form.NFD)
                .codePoints()
                .filter(symbols::containsKey)
                .forEach(
                        symbol -> {
                            add(input, symbol);
                            add(input, PAD);
                        });
        add(input, END);
        return input.build().toArray();
    }

    private void add(LongStream.Builder input, int symbol) {
        for (long id : symbols.getOrDefault(symbol, new long[0])) {
            input.add(id);
        }
    }

    private static float scale(JsonNode json, String name, float otherwise) {
        return (float) json.path("inference").path(name).asDouble(otherwise);
    }

    private static long[] numbers(JsonNode ids) {
        long[] numbers = new long[ids.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ids.get(i).asLong();
        }
        return numbers;
    }
}
