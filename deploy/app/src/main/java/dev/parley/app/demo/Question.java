package dev.parley.app.demo;

import java.util.List;

/**
 * Something that the demo asks.
 *
 * @param kind what it is about, such as {@code time}
 * @param phrasings what is said, then what is said if that was misheard; each word one that the
 *     starter model knows, unless it is typed
 * @param keyWords the phrases without which it was misheard
 * @param intent the intent that it must be understood as
 * @param typed whether it is written and not spoken
 * @param expected what a right answer says
 */
record Question(
        String kind,
        List<String> phrasings,
        List<String> keyWords,
        String intent,
        boolean typed,
        Expectation expected) {
    Question {
        if (phrasings.isEmpty()) {
            throw new IllegalArgumentException("nothing is asked");
        }
    }

    /** What is said at first. */
    String words() {
        return phrasings.getFirst();
    }

    /**
     * What is said if it was misheard: a person says it otherwise.
     *
     * @param times how often it has been asked
     */
    String wordsAfter(int times) {
        return phrasings.get(Math.min(times, phrasings.size() - 1));
    }

    /**
     * @param heard what was recognised of it
     */
    boolean wasMisheardAs(String heard) {
        Spoken spoken = Spoken.of(heard);
        return !keyWords.stream().allMatch(spoken::holds);
    }
}
