package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Arithmetic;
import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.Units;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sentence gives when it is read as an answer or a supplement to something earlier, whatever
 * its intent. {@code docs/intents.md} has the names and their forms.
 *
 * @param values by name; what wasn't said is absent
 * @param lead the words that take up what was said before, and what follows
 */
record Mentions(Map<String, String> values, LeadIn lead) {
    /** The names that there are, in the order of the document. */
    static final List<String> NAMES =
            List.of(
                    "manner",
                    "duration",
                    "number",
                    "ordinal",
                    "which",
                    "time",
                    "half",
                    "date",
                    "repeat",
                    "shift",
                    "place",
                    "items",
                    "label",
                    "operation",
                    "unit",
                    "deed",
                    "referring",
                    "words");

    private static final Pattern THINGS =
            Pattern.compile(
                    "\\b(?:timers|alarms|reminders|countdowns|lists|notes)\\b"
                        + "|\\b(?:change|move|make|set|switch|push|shift|adjust|update|reset|correct)"
                        + " (?:the|my) (?:\\p{L}+ ){0,2}(?:timer|alarm|reminder)\\b"
                        + "|\\b(?:timer|alarm|reminder)$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE =
            Pattern.compile(
                    "\\b(?:said|meant|mean|saying|asked for|asking for|did say)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CANCELS =
            Pattern.compile("^(?:please )?(?:cancel|delete|remove|stop|drop|turn off)\\b");
    private static final Pattern EXTENDS =
            Pattern.compile(
                    "^(?:please )?(?:add|extend|prolong)\\b|\\bmore"
                            + " (?:minutes?|hours?|seconds?)\\b");
    private static final Pattern THERE =
            Pattern.compile("\\b(?:over )?there\\b(?! (?:is|are|was)\\b)");
    private static final Pattern EDGES = Pattern.compile("^[\\s.,;:!?…–—-]+|[\\s.,;:!?…–—-]+$");

    Mentions {
        values = Map.copyOf(values);
    }

    /** For sentences that are read whole: at most a thousand characters. */
    static Mentions of(Sentence sentence) {
        LeadIn lead = LeadIn.of(sentence.text());
        Remainder rest = lead.rest();
        Map<String, String> values = new HashMap<>();
        if (!lead.head().isBlank()) {
            values.putAll(References.of(Sentence.of(lead.head()).plain()).values());
        }
        values.putAll(rest.answer().values());
        lead.manner().ifPresent(manner -> values.put("manner", manner));
        rest.place().ifPresent(place -> values.put("place", place));
        List<String> items = rest.items();
        if (!items.isEmpty()) {
            values.put("items", String.join("\n", items));
        }
        Arithmetic.onwards(sentence.core()).ifPresent(each -> values.put("operation", each));
        Units.alone(rest.core()).ifPresent(unit -> values.put("unit", unit));
        String plain = sentence.plain();
        if (CANCELS.matcher(plain).find()) {
            values.put("deed", "cancel");
        } else if (EXTENDS.matcher(plain).find()) {
            values.put("deed", "extend");
        }
        if (THERE.matcher(plain).find()) {
            values.put("referring", "there");
        }
        Pronouns.in(plain).ifPresent(pronoun -> values.put("referring", pronoun));
        values.putAll(words(rest.text()));
        return new Mentions(values, lead);
    }

    /** What a text gives that is too long to be read: itself, without fillers. */
    static Map<String, String> ofLong(String text) {
        return words(Sentence.withoutFillers(text));
    }

    private static Map<String, String> words(String text) {
        String words = EDGES.matcher(text).replaceAll("");
        return words.isBlank() ? Map.of() : Map.of("words", words);
    }

    /** What is to be classified: of "no, I said what time is it" only what comes after "said". */
    Sentence meant(Sentence sentence) {
        boolean corrects = lead.manner().equals(Optional.of("correction"));
        return corrects
                        && !lead.rest().isEmpty()
                        && fragment() == 0
                        && WHOLE.matcher(lead.head()).find()
                ? Sentence.of(lead.rest().text())
                : sentence;
    }

    /**
     * How sure it is that the sentence says nothing by itself: 1 if it only gives a length of time,
     * a time, a day, a number or which of several, however it leads in; 0.9 if it is a name or a
     * list with a lead-in, or a list; 0 if it may say something by itself, as with "change the
     * alarm to seven" and "all my timers".
     */
    double fragment() {
        Remainder rest = lead.rest();
        if (THINGS.matcher(lead.head() + " " + rest.text()).find()) {
            return 0;
        }
        if (rest.isAnswer()) {
            return 1;
        }
        boolean taken = lead.manner().isPresent() && (rest.isEmpty() || rest.isAnswerOrThing());
        return taken || rest.isListOfThings() ? 0.9 : 0;
    }
}
