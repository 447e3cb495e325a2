package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.schemas.event.Intent;
import dev.parley.streams.intent.IntentClassifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules first; where none matches, the intent of the nearest example among those whose cue the
 * sentence holds, if it is near enough and its slots can be read; else {@code none}.
 *
 * <p>Confidence: of a rule, the one written beside it; of an example, its cosine similarity mapped
 * from the threshold…1 to 0.5…0.95; of {@code none}, 0. Texts beyond 1,000 characters or 60 words
 * are {@code none}. Safe for use by many threads; a rule answers in well under a millisecond, an
 * example takes the encoder's time. Passes on what the encoder throws, and throws nothing else.
 */
public final class HybridClassifier implements IntentClassifier {
    /** Longer texts are not read. */
    public static final int MAX_CHARACTERS = 1_000;

    /** Sentences of more words are not read. */
    public static final int MAX_WORDS = 60;

    private static final int MAX_WORDS_FOR_EXAMPLES = 30;
    private static final double MEASURED = 0.55;
    private static final Classification NOTHING =
            new Classification(Intent.NONE, 0, "none", Map.of());

    private final List<IntentDefinition> intents;
    private final boolean rules;
    private final Optional<Examples> examples;
    private final double threshold;

    /**
     * Encodes all examples: allow for about a second.
     *
     * @param encoder used by {@link #classify} until the end; the caller closes it
     * @param threshold the least cosine similarity that counts, above 0 and below 1
     */
    public HybridClassifier(SentenceEncoder encoder, double threshold) {
        this(true, Optional.of(encoder), threshold);
    }

    private HybridClassifier(boolean rules, Optional<SentenceEncoder> encoder, double threshold) {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "threshold must be between 0 and 1, not " + threshold);
        }
        this.intents = Intents.all();
        this.rules = rules;
        this.examples =
                encoder.map(
                        each ->
                                new Examples(
                                        Stream.concat(
                                                        intents.stream(),
                                                        Stream.of(Intents.outOfScope()))
                                                .toList(),
                                        each));
        this.threshold = threshold;
    }

    /** With the threshold that was measured for MiniLM and the examples that come along. */
    public HybridClassifier(SentenceEncoder encoder) {
        this(encoder, MEASURED);
    }

    /** What no rule matches is {@code none}. */
    public static HybridClassifier rulesAlone() {
        return new HybridClassifier(true, Optional.empty(), MEASURED);
    }

    /** No rule is asked. */
    public static HybridClassifier examplesAlone(SentenceEncoder encoder) {
        return new HybridClassifier(false, Optional.of(encoder), MEASURED);
    }

    @Override
    public Classification classify(String text) {
        if (text.isBlank() || text.length() > MAX_CHARACTERS) {
            return NOTHING;
        }
        Sentence sentence = Sentence.of(text);
        if (sentence.plain().isBlank() || words(sentence) > MAX_WORDS) {
            return NOTHING;
        }
        Optional<Classification> matched = rules ? byRule(sentence) : Optional.empty();
        return matched.or(() -> byExample(sentence)).orElse(NOTHING);
    }

    private Optional<Classification> byRule(Sentence sentence) {
        Classification best = null;
        for (IntentDefinition intent : intents) {
            for (Rule rule : intent.rules()) {
                if (best != null && rule.confidence() <= best.confidence()) {
                    continue;
                }
                var slots =
                        rule.match(sentence)
                                .flatMap(captured -> intent.slots().in(sentence, captured));
                if (slots.isPresent()) {
                    best =
                            new Classification(
                                    intent.name(),
                                    rule.confidence(),
                                    "rule",
                                    Map.copyOf(slots.get()));
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Optional<Classification> byExample(Sentence sentence) {
        if (words(sentence) > MAX_WORDS_FOR_EXAMPLES) {
            return Optional.empty();
        }
        return examples.flatMap(all -> all.to(sentence))
                .filter(nearest -> nearest.similarity() >= threshold)
                .filter(nearest -> !nearest.intent().name().equals(Intent.NONE))
                .flatMap(nearest -> accepted(nearest, sentence));
    }

    private Optional<Classification> accepted(Examples.Nearest nearest, Sentence sentence) {
        return nearest.intent()
                .slots()
                .in(sentence, Map.of())
                .map(
                        slots ->
                                new Classification(
                                        nearest.intent().name(),
                                        confidence(nearest.similarity()),
                                        "example",
                                        Map.copyOf(slots)));
    }

    private static long words(Sentence sentence) {
        return 1 + sentence.spoken().chars().filter(c -> c == ' ').count();
    }

    private double confidence(double similarity) {
        return 0.5 + 0.45 * Math.clamp((similarity - threshold) / (1 - threshold), 0, 1);
    }
}
