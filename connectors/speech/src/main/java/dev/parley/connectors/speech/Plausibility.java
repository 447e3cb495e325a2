package dev.parley.connectors.speech;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a second recogniser made of an utterance can be what was said. Whisper writes fluent
 * text whatever it hears: it loops, goes on where nothing is said, and fills silence with the
 * sentences that ended its training material. All texts are in the form of {@link WrittenSpeech}.
 */
final class Plausibility {
    /** The fastest speakers reach six or seven words a second, in bursts. */
    private static final int WORDS_A_SECOND = 7;

    private static final int WORDS_BEYOND = 3;
    private static final int LONGEST_PHRASE = 12;
    private static final int WORDS_THAT_DO_NOT_VANISH = 4;

    /** What Whisper is known to write where there is silence or noise. */
    private static final Set<String> WRITTEN_ON_SILENCE =
            Set.of(
                    "you",
                    "thank you",
                    "thank you very much",
                    "thank you so much",
                    "thanks",
                    "thanks for watching",
                    "thank you for watching",
                    "thank you for listening",
                    "please subscribe",
                    "please subscribe to my channel",
                    "like and subscribe",
                    "see you next time",
                    "see you in the next video",
                    "bye",
                    "bye bye",
                    "the end",
                    "so",
                    "oh",
                    "music",
                    "silence",
                    "subtitles by the amara org community");

    /** Why the first text stands. */
    enum Objection {
        EMPTY,
        REPEATED,
        TOO_MANY_WORDS,
        TOO_FEW_WORDS,
        WRITTEN_ON_SILENCE
    }

    private Plausibility() {}

    /**
     * @param first what the first recogniser heard; may be empty
     * @param second what is in question
     * @param speechMillis how much speech, without the silences, there was
     * @return nothing if the second text may stand
     */
    static Optional<Objection> objection(String first, String second, long speechMillis) {
        List<String> heard = WrittenSpeech.words(first);
        List<String> words = WrittenSpeech.words(second);
        if (words.isEmpty()) {
            return Optional.of(Objection.EMPTY);
        }
        if (areTooMany(words, speechMillis)) {
            return Optional.of(Objection.TOO_MANY_WORDS);
        }
        if (loops(words) && !loops(heard)) {
            return Optional.of(Objection.REPEATED);
        }
        if (WRITTEN_ON_SILENCE.contains(second) && heard.stream().noneMatch(words::contains)) {
            return Optional.of(Objection.WRITTEN_ON_SILENCE);
        }
        if (heard.size() >= WORDS_THAT_DO_NOT_VANISH && 3 * words.size() < heard.size()) {
            return Optional.of(Objection.TOO_FEW_WORDS);
        }
        return Optional.empty();
    }

    /** Whether nobody can say so many words in that time. */
    static boolean areTooMany(List<String> words, long millis) {
        return words.size() > WORDS_BEYOND + WORDS_A_SECOND * millis / 1_000;
    }

    /** Whether a phrase comes three times in a row, or a single word four times. */
    private static boolean loops(List<String> words) {
        for (int phrase = 1; phrase <= LONGEST_PHRASE; phrase++) {
            int same = 0;
            int wanted = phrase * (phrase == 1 ? 3 : 2);
            for (int at = phrase; at < words.size(); at++) {
                same = words.get(at).equals(words.get(at - phrase)) ? same + 1 : 0;
                if (same >= wanted) {
                    return true;
                }
            }
        }
        return false;
    }
}
