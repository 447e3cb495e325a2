package dev.parley.connectors.reasoning.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A sentence freed of what carries no meaning, its numbers in digits ("um set set a timer for ten
 * minutes please" → {@code set a timer for 10 minutes}).
 *
 * @param plain without fillers, stuttering and the address to Parley; contractions written out
 * @param core {@code plain} without the polite beginning ("can you tell me")
 * @param spoken as {@code plain}, but numbers as they were said
 * @param text as it was said or typed, in its own case and with its punctuation, without fillers,
 *     markup and control characters: where a text of the user's own is read from
 */
public record Sentence(String plain, String core, String spoken, String text) {
    private static final Set<String> FILLERS =
            Set.of("um", "uh", "uhm", "er", "erm", "hmm", "ah", "please", "kindly", "parley");
    private static final Map<String, String> CONTRACTIONS =
            Map.ofEntries(
                    Map.entry("what's", "what is"),
                    Map.entry("whats", "what is"),
                    Map.entry("where's", "where is"),
                    Map.entry("who's", "who is"),
                    Map.entry("how's", "how is"),
                    Map.entry("it's", "it is"),
                    Map.entry("that's", "that is"),
                    Map.entry("i'd", "i would"),
                    Map.entry("i'm", "i am"),
                    Map.entry("you're", "you are"),
                    Map.entry("today's", "todays"),
                    Map.entry("timezone", "time zone"),
                    Map.entry("timezones", "time zones"));
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "^(?:(?:okay|ok|hey|hi|hello|so|well|and|now|oh|excuse me|computer|assistant)"
                            + " |good (?:morning|afternoon|evening) (?=\\S+ \\S+ \\S+))+(?=.)");
    private static final Pattern POLITE =
            Pattern.compile(
                    "^(?:(?:can|could|would|will) you |(?:do|did) you know |(?:i want|i need|i"
                        + " would like|i would love) (?:you )?to (?:know )?|tell me |let me know"
                        + " (?!when)|go ahead and |just |maybe |quickly |for me )+(?=.)");
    private static final Pattern FILLER =
            Pattern.compile(
                    "(?<![\\p{L}'])(?:u+m+|uh+m?|er+m?|hmm+|please|kindly|parley)(?![\\p{L}'])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern MARKUP = Pattern.compile("<[^<>]{0,200}>|[<>]|\\p{Cntrl}");
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Z}]+");
    private static final Set<String> GREETING_WORDS =
            Set.of("hey", "hi", "hello", "okay", "ok", "there", "so", "well", "oh");

    /** Reads a text of any kind; what has no words gives an empty sentence. */
    public static Sentence of(String text) {
        List<String> words = withoutNoise(Words.of(text));
        String spoken = String.join(" ", words);
        String digits = unaddressed(String.join(" ", withDigits(words)));
        return new Sentence(
                digits, POLITE.matcher(digits).replaceFirst(""), spoken, withoutFillers(text));
    }

    /** As {@link #text}, in time that grows with the length of the text alone. */
    public static String withoutFillers(String text) {
        String words = FILLER.matcher(MARKUP.matcher(text).replaceAll(" ")).replaceAll(" ");
        return GAP.matcher(words).replaceAll(" ").replace(" ,", ",").strip();
    }

    private static String unaddressed(String text) {
        String rest = ADDRESS.matcher(text).replaceFirst("");
        boolean onlyGreets = GREETING_WORDS.containsAll(List.of(rest.split(" ")));
        return onlyGreets ? text : rest;
    }

    private static List<String> withoutNoise(List<String> raw) {
        List<String> words = new ArrayList<>();
        for (String word : raw) {
            if (FILLERS.contains(word)) {
                continue;
            }
            for (String plain : CONTRACTIONS.getOrDefault(word, word).split(" ")) {
                boolean stuttered =
                        !words.isEmpty()
                                && words.getLast().equals(plain)
                                && !plain.equals("minus")
                                && plain.length() > 1
                                && Character.isLetter(plain.charAt(0))
                                && SpokenNumber.at(List.of(plain), 0).isEmpty();
                if (!stuttered) {
                    words.add(plain);
                }
            }
        }
        return words.isEmpty() ? raw : words;
    }

    private static List<String> withDigits(List<String> words) {
        List<String> digits = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            var number = SpokenNumber.at(words, i);
            if (number.isPresent()) {
                digits.add(number.get().value().stripTrailingZeros().toPlainString());
                i = number.get().end();
            } else {
                digits.add(words.get(i++));
            }
        }
        return digits;
    }
}
