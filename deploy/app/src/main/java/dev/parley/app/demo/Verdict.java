package dev.parley.app.demo;

import dev.parley.app.client.SpokenReply;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether an answer is right, and was given aloud.
 *
 * @param expected the right answer, for the user to see
 * @param heard what the ear made of the reply's sound
 * @param fault what is wrong; empty if nothing is
 */
public record Verdict(String expected, String heard, String fault) {
    boolean isRight() {
        return fault.isEmpty();
    }

    Verdict withFault(String found) {
        return new Verdict(expected, heard, found);
    }

    /**
     * Judges a reply by its words and by its sound, which must give the same right answer.
     *
     * @param hearings what was recognised of its sound, each time that it was listened to: one must
     *     hold the answer, and none anything that refutes it
     */
    public static Verdict of(
            Expectation expectation,
            Instant asked,
            Instant answered,
            String words,
            List<String> hearings) {
        List<List<Fact>> answers = expectation.between(asked, answered);
        String expected = answers.stream().map(Verdict::shown).collect(Collectors.joining(" or "));
        List<Spoken> sounds = hearings.stream().map(Spoken::of).toList();
        boolean written = false;
        for (List<Fact> answer : answers) {
            if (answer.stream().allMatch(fact -> fact.isWrittenIn(words))) {
                written = true;
                boolean refuted =
                        sounds.stream()
                                .anyMatch(s -> answer.stream().anyMatch(f -> f.isRefutedBy(s)));
                for (int i = 0; !refuted && i < sounds.size(); i++) {
                    Spoken sound = sounds.get(i);
                    if (answer.stream().allMatch(fact -> fact.isHeardIn(sound))) {
                        return new Verdict(expected, hearings.get(i), "");
                    }
                }
            }
        }
        String fault =
                written
                        ? "the answer is not in the reply's sound"
                        : "the answer is not in the reply's words";
        return new Verdict(expected, String.join(" / ", hearings), fault);
    }

    /** Listens once, and if the answer was not to be heard then, once more and slowly. */
    public static Verdict of(
            Expectation expectation, Instant asked, Instant answered, SpokenReply reply, Ear ear) {
        if (!reply.hasSound()) {
            return new Verdict("", "", "the reply made no sound");
        }
        String words = reply.words();
        String first = ear.recognize(reply.sound());
        Verdict verdict = of(expectation, asked, answered, words, List.of(first));
        if (verdict.isRight()) {
            return verdict;
        }
        String second = ear.recognizeSlowly(reply.sound());
        return of(expectation, asked, answered, words, List.of(first, second));
    }

    private static String shown(List<Fact> answer) {
        return answer.stream().map(Fact::shown).collect(Collectors.joining(", "));
    }
}
