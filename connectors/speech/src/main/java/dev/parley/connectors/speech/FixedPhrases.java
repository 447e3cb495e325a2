package dev.parley.connectors.speech;

import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A voice that needn't make the agent's fixed phrases twice: their sound is kept once it was heard
 * to its end, and what was used longest ago goes where there isn't room for all.
 *
 * <p>Nothing but the phrases that this is made with is ever kept. Whatever else is said may hold
 * what belongs to a user, and its sound must not outlive the user's key; a sentence that merely
 * looks common is no exception.
 *
 * <p>Safe for use by many threads.
 */
public final class FixedPhrases implements SpeechSynthesizer {
    private static final String LIST = "fixed-phrases.txt";

    private final SpeechSynthesizer voice;
    private final SpeechSynthesizer patientVoice;
    private final Set<String> phrases;
    private final Kept kept;

    /**
     * @param voice says what isn't known yet; closed with this
     * @param phrases the only sentences whose sound is kept, as they are given to be spoken
     * @param bytes of sound that are kept at most, in all
     */
    public FixedPhrases(SpeechSynthesizer voice, Set<String> phrases, long bytes) {
        this(voice, voice.patient(), Set.copyOf(phrases), new Kept(bytes));
    }

    private FixedPhrases(
            SpeechSynthesizer voice,
            SpeechSynthesizer patientVoice,
            Set<String> phrases,
            Kept kept) {
        this.voice = voice;
        this.patientVoice = patientVoice;
        this.phrases = phrases;
        this.kept = kept;
    }

    /** What the agent says to everybody in the same words, as the verbalizer puts it. */
    public static Set<String> ofTheAgent(Verbalizer verbalizer) {
        try (InputStream in = FixedPhrases.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException("missing: " + LIST);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(verbalizer::verbalize)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void speak(String sentence, Sink sink) {
        if (!phrases.contains(sentence)) {
            voice.speak(sentence, sink);
            return;
        }
        List<Step> known = kept.of(sentence);
        if (known == null) {
            Recording recording = new Recording(sink);
            voice.speak(sentence, recording);
            if (recording.whole && !Thread.currentThread().isInterrupted()) {
                kept.keep(sentence, List.copyOf(recording.steps));
            }
            return;
        }
        for (Step step : known) {
            switch (step) {
                case Step.Sound(short[] samples) -> {
                    if (!sink.accept(samples.clone())) {
                        return;
                    }
                }
                case Step.Words(int words) -> sink.wordsSpoken(words);
            }
        }
    }

    @Override
    public boolean marksWords() {
        return voice.marksWords();
    }

    /** Knows the same sounds. */
    @Override
    public SpeechSynthesizer patient() {
        FixedPhrases patient = new FixedPhrases(patientVoice, patientVoice, phrases, kept);
        return new SpeechSynthesizer() {
            @Override
            public void speak(String sentence, Sink sink) {
                patient.speak(sentence, sink);
            }

            @Override
            public boolean marksWords() {
                return patient.marksWords();
            }
        };
    }

    @Override
    public void close() {
        voice.close();
    }

    /** What a voice tells a sink. */
    private sealed interface Step {
        record Sound(short[] samples) implements Step {}

        record Words(int words) implements Step {}
    }

    private static final class Recording implements Sink {
        private final Sink sink;
        private final List<Step> steps = new ArrayList<>();
        private boolean whole = true;

        Recording(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean accept(short[] samples) {
            steps.add(new Step.Sound(samples.clone()));
            boolean wanted = sink.accept(samples);
            whole &= wanted;
            return wanted;
        }

        @Override
        public void wordsSpoken(int words) {
            steps.add(new Step.Words(words));
            sink.wordsSpoken(words);
        }
    }

    private static final class Kept {
        private final long most;
        private final Map<String, List<Step>> sounds = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        Kept(long most) {
            if (most < 0) {
                throw new IllegalArgumentException("bytes must not be negative: " + most);
            }
            this.most = most;
        }

        synchronized @Nullable List<Step> of(String phrase) {
            return sounds.get(phrase);
        }

        synchronized void keep(String phrase, List<Step> sound) {
            if (size(sound) > most || sounds.putIfAbsent(phrase, sound) != null) {
                return;
            }
            bytes += size(sound);
            Iterator<List<Step>> oldest = sounds.values().iterator();
            while (bytes > most) {
                bytes -= size(oldest.next());
                oldest.remove();
            }
        }

        private static long size(List<Step> sound) {
            return sound.stream()
                    .mapToLong(step -> step instanceof Step.Sound(short[] s) ? 2L * s.length : 0)
                    .sum();
        }
    }
}
