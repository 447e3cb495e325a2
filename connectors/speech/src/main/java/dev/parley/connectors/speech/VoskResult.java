package dev.parley.connectors.speech;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Vosk says in JSON: {@code {"partial": text}} while it listens, and {@code {"text": text,
 * "result": [{"word", "start", "end", "conf"}]}} at an end of speech, with times in seconds since
 * the recogniser's first sample.
 */
record VoskResult(List<Speech.Word> words) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OUTSIDE_THE_VOCABULARY = "[unk]";

    static String partial(String json) {
        String text = tree(json).path("partial").asText();
        return text.contains("[") ? text.replace(OUTSIDE_THE_VOCABULARY, " ").strip() : text;
    }

    static VoskResult last(String json) {
        List<Speech.Word> words = new ArrayList<>();
        for (JsonNode word : tree(json).path("result")) {
            String text = word.path("word").asText();
            if (!text.equals(OUTSIDE_THE_VOCABULARY)) {
                words.add(
                        new Speech.Word(
                                text,
                                Math.round(word.path("start").asDouble() * 1000),
                                Math.round(word.path("end").asDouble() * 1000),
                                Math.clamp(word.path("conf").asDouble(), 0.0, 1.0)));
            }
        }
        return new VoskResult(words);
    }

    static String text(List<VoskResult> segments, String partial) {
        return Stream.concat(
                        segments.stream().flatMap(s -> s.words.stream()).map(Speech.Word::text),
                        Stream.of(partial))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static Transcript transcript(List<VoskResult> segments) {
        List<Speech.Word> words = segments.stream().flatMap(s -> s.words.stream()).toList();
        double confidence = words.stream().mapToDouble(Speech.Word::confidence).average().orElse(0);
        return new Transcript(text(segments, ""), words, confidence);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalStateException("Vosk's result is no JSON");
        }
    }
}
