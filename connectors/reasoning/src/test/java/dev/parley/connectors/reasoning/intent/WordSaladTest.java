package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Words that the rules know, in any order. */
class WordSaladTest {
    private static final List<String> WORDS =
            List.of(
                    "what",
                    "is",
                    "how",
                    "many",
                    "much",
                    "the",
                    "a",
                    "an",
                    "and",
                    "half",
                    "quarter",
                    "point",
                    "oh",
                    "zero",
                    "one",
                    "twenty",
                    "hundred",
                    "thousand",
                    "million",
                    "dozen",
                    "couple",
                    "three quarters",
                    "plus",
                    "minus",
                    "times",
                    "over",
                    "percent",
                    "of",
                    "squared",
                    "square root",
                    "(",
                    ")",
                    "^",
                    "*",
                    "-",
                    "%",
                    "1,000",
                    "2.5",
                    "99999999999999",
                    "timer",
                    "set",
                    "for",
                    "in",
                    "minutes",
                    "hour",
                    "time",
                    "zone",
                    "tokyo",
                    "miles",
                    "kilometers",
                    "to",
                    "celsius",
                    "date",
                    "today",
                    "monday",
                    "hello",
                    "help",
                    "you",
                    "your name",
                    "who",
                    "are",
                    "um",
                    "please",
                    "can you",
                    "remind me",
                    "to",
                    "next",
                    "february",
                    "first",
                    "half past",
                    "at",
                    "add",
                    "milk,",
                    "shopping list",
                    "to do list",
                    "alarm",
                    "note",
                    "spell",
                    "define",
                    "call me",
                    "remember that",
                    "forget",
                    "search the web for",
                    "open",
                    "play",
                    "lights",
                    "text",
                    "translate",
                    "french",
                    "dice",
                    "no",
                    "i said",
                    "make it",
                    "not",
                    "another one",
                    "what about",
                    "same",
                    "the day after",
                    "second one",
                    "all of them",
                    "later",
                    "more",
                    "paris",
                    "volume",
                    "31",
                    "<b>",
                    "\u6771\u4eac",
                    "d20");

    private static final List<IntentDefinition> INTENTS = Intents.all();

    private final HybridClassifier classifier = new HybridClassifier(sentence -> new float[384]);

    @Provide
    Arbitrary<String> salads() {
        return Arbitraries.of(WORDS).list().ofMaxSize(40).map(words -> String.join(" ", words));
    }

    @Property(tries = 2000)
    void isAnsweredAlways(@ForAll("salads") String salad) {
        var found = classifier.classify(salad);

        assertThat(found.confidence()).isBetween(0.0, 1.0);
        assertThat(found.slots()).allSatisfy((name, value) -> assertThat(value).isNotBlank());
        assertThat(found.mentions()).allSatisfy((name, value) -> assertThat(value).isNotBlank());
        assertThat(Mentions.NAMES).containsAll(found.mentions().keySet());
        assertThat(classifier.classify(salad)).isEqualTo(found);
        Sentence sentence = Sentence.of(salad);
        for (IntentDefinition intent : INTENTS) {
            assertThat(intent.slots().in(sentence, Map.of()).orElse(Map.of()))
                    .allSatisfy((name, value) -> assertThat(value).isNotBlank());
        }
        if (found.intent().equals("calculate")) {
            assertThat(found.slots().get("expression")).matches("(?:sqrt|[-+*/^() .0-9])+");
        }
    }
}
