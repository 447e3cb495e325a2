package dev.parley.connectors.speech;

import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Understands what it is told to: the script gives the text for a whole utterance, and may wait or
 * throw. Each word lasts 100 ms, the first from 0 on.
 */
final class ScriptedRecognizer implements SpeechRecognizer {
    static final double CONFIDENCE = 0.5;

    /** How many samples each utterance had that was finished, or at least begun to be. */
    final List<Integer> heard = new CopyOnWriteArrayList<>();

    private final Function<short[], String> script;
    private volatile boolean closed;

    ScriptedRecognizer(Function<short[], String> script) {
        this.script = script;
    }

    static ScriptedRecognizer saying(String text) {
        return new ScriptedRecognizer(sound -> text);
    }

    @Override
    public Utterance begin() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return new WholeUtterance(
                sound -> {
                    heard.add(sound.length);
                    return transcript(script.apply(sound));
                });
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    static Transcript transcript(String text) {
        List<Speech.Word> words = new ArrayList<>();
        for (String word : WrittenSpeech.words(text)) {
            long start = 100L * words.size();
            words.add(new Speech.Word(word, start, start + 100, CONFIDENCE));
        }
        return new Transcript(text, words, words.isEmpty() ? 0 : CONFIDENCE);
    }
}
