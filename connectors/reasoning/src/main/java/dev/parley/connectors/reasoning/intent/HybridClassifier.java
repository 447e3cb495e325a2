package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.schemas.event.Intent;
import dev.parley.streams.intent.IntentClassifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rules first; where none matches, the intent that the model which was trained from the examples
 * holds for the likeliest, if it is likely enough; else {@code none}.
 *
 * <p>Confidence: of a rule, the one written beside it; of an example, the likelihood; of {@code
 * none}, 0. Texts beyond 1,000 characters or 60 words are {@code none}. Safe for use by many
 * threads; a rule answers in well under a millisecond, an example takes the encoder's time. Passes
 * on what the encoder throws, and throws nothing else.
 */
public final class HybridClassifier implements IntentClassifier {
    /** Longer texts are not read. */
    public static final int MAX_CHARACTERS = 1_000;

    /** Of texts up to this long the words are mentioned still. */
    public static final int MAX_CHARACTERS_OF_MENTIONS = 10_000;

    /** Sentences of more words are not read. */
    public static final int MAX_WORDS = 60;

    private static final int MAX_WORDS_FOR_EXAMPLES = 40;
    private static final double MEASURED = 0.25;

    /**
     * What is out of scope is held for less likely than the examples make it: chosen on the
     * development set.
     */
    private static final double DOUBT = 0.6;

    private static final Classification NOTHING =
            new Classification(Intent.NONE, 0, "none", Map.of(), Map.of());

    private final List<IntentDefinition> intents = Intents.all();
    private final Map<String, IntentDefinition> byName =
            intents.stream().collect(Collectors.toMap(IntentDefinition::name, each -> each));
    private final boolean rules;
    private final Optional<SentenceEncoder> encoder;
    private final LinearModel.Reader model;
    private final double threshold;

    /**
     * @param encoder used by {@link #classify} until the end; the caller closes it
     * @param threshold the least likelihood that counts, above 0 and below 1
     */
    public HybridClassifier(SentenceEncoder encoder, double threshold) {
        this(true, Optional.of(encoder), LearnedModel.learned(), threshold);
    }

    HybridClassifier(
            boolean rules, Optional<SentenceEncoder> encoder, LinearModel model, double threshold) {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "threshold must be between 0 and 1, not " + threshold);
        }
        this.rules = rules;
        this.encoder = encoder;
        this.model = model.reader();
        this.threshold = threshold;
    }

    /** With the threshold that was measured for MiniLM and the examples that come along. */
    public HybridClassifier(SentenceEncoder encoder) {
        this(encoder, MEASURED);
    }

    /** What no rule matches is {@code none}. */
    public static HybridClassifier rulesAlone() {
        return new HybridClassifier(true, Optional.empty(), LearnedModel.learned(), MEASURED);
    }

    /** No rule is asked. */
    public static HybridClassifier examplesAlone(SentenceEncoder encoder) {
        return new HybridClassifier(false, Optional.of(encoder), LearnedModel.learned(), MEASURED);
    }

    @Override
    public Classification classify(String text) {
        if (text.isBlank() || text.length() > MAX_CHARACTERS_OF_MENTIONS) {
            return NOTHING;
        }
        if (text.length() > MAX_CHARACTERS) {
            return nothing(Mentions.ofLong(text));
        }
        Sentence sentence = Sentence.of(text);
        if (sentence.plain().isBlank() || words(sentence) > MAX_WORDS) {
            return nothing(Mentions.ofLong(text));
        }
        Mentions mentions = Mentions.of(sentence);
        Sentence meant = mentions.meant(sentence);
        Optional<Classification> matched = rules ? byRule(meant, mentions) : Optional.empty();
        return matched.or(() -> byExample(meant, mentions))
                .orElseGet(() -> nothing(mentions.values()));
    }

    private static Classification nothing(Map<String, String> mentions) {
        return new Classification(Intent.NONE, 0, "none", Map.of(), mentions);
    }

    private Optional<Classification> byRule(Sentence sentence, Mentions mentions) {
        Optional<Classification> matched = byRule(sentence, mentions.values());
        if (matched.isPresent()) {
            return matched;
        }
        double fragment = mentions.fragment();
        return fragment > 0
                ? Optional.of(
                        new Classification(
                                Intent.NONE, fragment, "rule", Map.of(), mentions.values()))
                : Optional.empty();
    }

    private Optional<Classification> byRule(Sentence sentence, Map<String, String> mentions) {
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
                                    Map.copyOf(slots.get()),
                                    mentions);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Optional<Classification> byExample(Sentence sentence, Mentions mentions) {
        if (words(sentence) > MAX_WORDS_FOR_EXAMPLES || encoder.isEmpty()) {
            return Optional.empty();
        }
        double[] likelihoods = model.likelihoods(encoder.get().encode(sentence.spoken()), sentence);
        int none = model.model().intents().indexOf(Intent.NONE);
        likelihoods[none] *= DOUBT;
        int likeliest = 0;
        for (int k = 1; k < likelihoods.length; k++) {
            likeliest = likelihoods[k] > likelihoods[likeliest] ? k : likeliest;
        }
        IntentDefinition intent = byName.get(model.model().intents().get(likeliest));
        double likelihood = likelihoods[likeliest];
        if (intent == null || likelihood < threshold) {
            return Optional.empty();
        }
        return Optional.of(
                new Classification(
                        intent.name(),
                        likelihood,
                        "example",
                        intent.slots().in(sentence, Map.of()).map(Map::copyOf).orElse(Map.of()),
                        mentions.values()));
    }

    private static long words(Sentence sentence) {
        return 1 + sentence.spoken().chars().filter(c -> c == ' ').count();
    }
}
