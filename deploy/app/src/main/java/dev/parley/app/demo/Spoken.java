package dev.parley.app.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Words as they sound, to be searched for a phrase. Words that sound the same are the same ("to",
 * "two", "too"), and so are spellings of one thing ("a m", "am"; "oh", "zero"; "hundred and five",
 * "hundred five").
 */
final class Spoken {
    private static final Map<String, String> SOUNDS_LIKE =
            Map.ofEntries(
                    Map.entry("to", "two"),
                    Map.entry("too", "two"),
                    Map.entry("for", "four"),
                    Map.entry("fore", "four"),
                    Map.entry("won", "one"),
                    Map.entry("ate", "eight"),
                    Map.entry("oh", "zero"),
                    Map.entry("o", "zero"),
                    Map.entry("hour", "our"),
                    Map.entry("hours", "ours"),
                    Map.entry("week", "weak"),
                    Map.entry("feat", "feet"));

    /** A recogniser may write "set four five seconds"; no number has them before another. */
    private static final Set<String> MAYBE_PREPOSITIONS = Set.of("two", "four");

    private static final Set<String> NUMBERS = numbers();
    private static final Pattern NOT_SPOKEN = Pattern.compile("[^a-z0-9']+");
    private static final Pattern DOTS = Pattern.compile("(?<=\\b[ap])\\.\\s*m\\b\\.?");

    private final List<String> words;
    private final List<String> sounds;

    private Spoken(List<String> words) {
        this.words = words;
        this.sounds = words.stream().map(w -> SOUNDS_LIKE.getOrDefault(w, w)).toList();
    }

    static Spoken of(String text) {
        String lower = DOTS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("m");
        List<String> words = new ArrayList<>();
        for (String word : NOT_SPOKEN.split(lower.strip())) {
            String last = words.isEmpty() ? "" : words.getLast();
            if (word.equals("m") && (last.equals("a") || last.equals("p"))) {
                words.set(words.size() - 1, last + "m");
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return new Spoken(withoutAndInNumbers(words));
    }

    /**
     * Whether the phrase stands in it as a whole. A number that is only part of a longer one does
     * not count: "eighty four" isn't in "one hundred eighty four" nor in "eighty four point five".
     */
    boolean holds(String phrase) {
        Spoken wanted = of(phrase);
        int length = wanted.sounds.size();
        return length > 0
                && IntStream.rangeClosed(0, sounds.size() - length)
                        .anyMatch(
                                at ->
                                        sounds.subList(at, at + length).equals(wanted.sounds)
                                                && !isInsideANumber(at, length));
    }

    /** The share of these words that are in it too, 0 to 1; 0 if there are none. */
    double shareOf(Spoken other) {
        Set<String> wanted = new HashSet<>(other.sounds);
        if (wanted.isEmpty()) {
            return 0;
        }
        Set<String> here = new HashSet<>(sounds);
        return (double) wanted.stream().filter(here::contains).count() / wanted.size();
    }

    private boolean isInsideANumber(int at, int length) {
        boolean before =
                at > 0
                        && isNumber(at - 1)
                        && !MAYBE_PREPOSITIONS.contains(words.get(at - 1))
                        && NUMBERS.contains(sounds.get(at));
        int next = at + length;
        boolean after =
                next < words.size() && isNumber(next) && NUMBERS.contains(sounds.get(next - 1));
        return before || after;
    }

    /** By the word as it was written: "for five" has only one number in it. */
    private boolean isNumber(int at) {
        return NUMBERS.contains(words.get(at)) || words.get(at).equals("oh");
    }

    private static List<String> withoutAndInNumbers(List<String> words) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean within =
                    words.get(i).equals("and")
                            && !kept.isEmpty()
                            && Set.of("hundred", "thousand").contains(kept.getLast())
                            && i + 1 < words.size()
                            && NUMBERS.contains(words.get(i + 1));
            if (!within) {
                kept.add(words.get(i));
            }
        }
        return kept;
    }

    private static Set<String> numbers() {
        Set<String> numbers = new HashSet<>(Set.of("hundred", "thousand", "point", "minus"));
        for (int i = 0; i < 100; i++) {
            numbers.addAll(List.of(EnglishNumber.cardinal(i).split(" ")));
        }
        for (int day = 1; day <= 31; day++) {
            numbers.addAll(List.of(EnglishNumber.ordinal(day).split(" ")));
        }
        return Set.copyOf(numbers);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
