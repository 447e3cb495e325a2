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
    public boolean isRight() {
        return fault.isEmpty();
    }

    Verdict withFault(String found) {
        return new Verdict(expected, heard, found);
    }

    /**
     * Judges a reply by its words and by its sound, which must give the same right answer.
     *
     * @param sound what was recognised of its sound
     */
    public static Verdict of(
            Expectation expectation, Instant asked, Instant answered, String words, String sound) {
        List<List<Fact>> answers = expectation.between(asked, answered);
        String expected = answers.stream().map(Verdict::shown).collect(Collectors.joining(" or "));
        Spoken spoken = Spoken.of(sound);
        boolean written = false;
        for (List<Fact> answer : answers) {
            if (answer.stream().allMatch(fact -> fact.isWrittenIn(words))) {
                written = true;
                if (answer.stream().allMatch(fact -> fact.isHeardIn(spoken))) {
                    return new Verdict(expected, sound, "");
                }
            }
        }
        String fault =
                written
                        ? "the answer is not in the reply's sound"
                        : "the answer is not in the reply's words";
        return new Verdict(expected, sound, fault);
    }

    public static Verdict of(
            Expectation expectation, Instant asked, Instant answered, SpokenReply reply, Ear ear) {
        if (!reply.hasSound()) {
            return new Verdict("", "", "the reply made no sound");
        }
        return of(expectation, asked, answered, reply.words(), ear.recognize(reply.sound()));
    }

    private static String shown(List<Fact> answer) {
        return answer.stream().map(Fact::shown).collect(Collectors.joining(", "));
    }
}
