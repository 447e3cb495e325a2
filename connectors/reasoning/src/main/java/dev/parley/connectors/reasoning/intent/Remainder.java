package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of a sentence behind the words that lead into it.
 *
 * @param text in the user's own case
 * @param core as {@link Sentence#core()} has it
 * @param answer what it gives as an answer
 */
record Remainder(String text, String core, ShortAnswer answer) {
    private static final int LONGEST_ITEM = 6;
    private static final Pattern SOME = Pattern.compile("^(?:(?:the|some|a|an|my|of) )+");
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:^|.* )(?:(?:in|at|near|around|from|to) (?:the )?|for"
                        + " )(?<name>\\p{L}[\\p{L}\\p{M}'.-]*(?: \\p{L}[\\p{L}\\p{M}'.-]*){0,3})");
    private static final Pattern PREPOSITION =
            Pattern.compile(
                    "^(?:for|in|at|near|around|from|to|on|about|with) ", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT = Pattern.compile("^\\d+ ");

    static Remainder of(String text) {
        Sentence sentence = Sentence.of(text);
        return new Remainder(text, sentence.core(), ShortAnswer.of(sentence.plain()));
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether it says nothing but a length of time, a time, a day, a number or which. */
    boolean isAnswer() {
        return answer.whole();
    }

    /** Whether it is such an answer, the name of something, or a list. */
    boolean isAnswerOrThing() {
        return isAnswer() || isThing() || isListOfThings();
    }

    /** Whether it may be the name of a thing or a place, perhaps with a day or a time. */
    boolean isThing() {
        return SmallWords.mayBeAName(bare(answer.named()));
    }

    /** The name that stands where a place does, or that is all there is; in lower case. */
    Optional<String> place() {
        String named = answer.named();
        Matcher behind = PLACE.matcher(named);
        if (behind.matches() && SmallWords.mayBeAName(behind.group("name"))) {
            return Optional.of(behind.group("name"));
        }
        String name = named.startsWith("the ") ? named.substring(4) : named;
        boolean alone =
                !answer.values().containsKey("label") && !answer.values().containsKey("number");
        boolean plain =
                !name.isEmpty()
                        && !name.contains(" and ")
                        && !name.startsWith("some ")
                        && !name.startsWith("a ");
        return alone && plain && SmallWords.mayBeAName(name) ? Optional.of(name) : Optional.empty();
    }

    /** The things it lists, or the one that it names; empty if it reads as anything else. */
    List<String> items() {
        if (isAnswer()) {
            return List.of();
        }
        List<String> items = SpokenList.of(text);
        if (items.size() > 1) {
            return items.stream().allMatch(Remainder::mayBeAnItem) ? items : List.of();
        }
        boolean placed = PREPOSITION.matcher(text).find();
        return isThing() && !placed ? items : List.of();
    }

    /** Whether it names several things and says nothing else. */
    boolean isListOfThings() {
        List<String> items = SpokenList.of(text);
        return items.size() > 1
                && items.stream()
                        .map(item -> Sentence.of(item).plain())
                        .map(Remainder::bare)
                        .allMatch(item -> words(item) <= 3 && SmallWords.mayBeAName(item));
    }

    private static boolean mayBeAnItem(String item) {
        String[] words = item.toLowerCase(Locale.ROOT).split(" ");
        return words.length <= LONGEST_ITEM
                && !SmallWords.beginsASentence(words[0])
                && !(words.length < 3 && SmallWords.isAReply(words[0]));
    }

    private static String bare(String named) {
        return COUNT.matcher(SOME.matcher(named).replaceFirst("")).replaceFirst("");
    }

    private static int words(String said) {
        return said.split(" ").length;
    }
}
