package dev.parley.app.demo;

import java.util.List;

/**
 * Something that the demo asks.
 *
 * @param kind what it is about, such as {@code time}
 * @param words what is said, each a word that the starter model knows unless it is typed
 * @param keyWords the phrases without which it was misheard
 * @param intent the intent that it must be understood as
 * @param typed whether it is written and not spoken
 * @param expected what a right answer says
 */
record Question(
        String kind,
        String words,
        List<String> keyWords,
        String intent,
        boolean typed,
        Expectation expected) {
    /**
     * @param heard what was recognised of it
     */
    boolean wasMisheardAs(String heard) {
        Spoken spoken = Spoken.of(heard);
        return !keyWords.stream().allMatch(spoken::holds);
    }
}
