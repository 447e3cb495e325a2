package dev.parley.streams.dialogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What listeners say to show that they listen, and by which they don't claim the floor.
 *
 * <p>After V. H. Yngve, "On getting a word in edgewise" (1970). "Yes" and "no" are none: they may
 * answer something.
 */
final class BackChannel {
    private static final Set<String> WORDS =
            Set.of(
                    "ah", "aha", "ahh", "alright", "cool", "good", "great", "hm", "hmm", "hmmm",
                    "huh", "mhm", "mm", "mmhm", "mmhmm", "mmm", "oh", "ok", "okay", "right", "sure",
                    "uh", "uhhuh", "uhuh", "um", "wow", "yeah", "yep", "yup");

    private BackChannel() {}

    /** Whether it is nothing else. */
    static boolean is(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\s]", "").split("\\s+");
        return !text.isBlank() && Arrays.stream(words).allMatch(WORDS::contains);
    }
}
