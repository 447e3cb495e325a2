package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                    "can you");

    private final HybridClassifier classifier = new HybridClassifier(sentence -> new float[2]);

    @Provide
    Arbitrary<String> salads() {
        return Arbitraries.of(WORDS).list().ofMaxSize(40).map(words -> String.join(" ", words));
    }

    @Property(tries = 3000)
    void isAnsweredAlways(@ForAll("salads") String salad) {
        var found = classifier.classify(salad);

        assertThat(found.confidence()).isBetween(0.0, 1.0);
        assertThat(found.slots()).allSatisfy((name, value) -> assertThat(value).isNotBlank());
        if (found.intent().equals("calculate")) {
            assertThat(found.slots().get("expression")).matches("(?:sqrt|[-+*/^() .0-9])+");
        }
    }
}
