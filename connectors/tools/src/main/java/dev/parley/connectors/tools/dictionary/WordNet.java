package dev.parley.connectors.tools.dictionary;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;
import org.jspecify.annotations.Nullable;

/** WordNet from the class path. One look-up at a time; each takes some milliseconds. */
final class WordNet {
    private static final Pattern EXAMPLES = Pattern.compile("; *\".*", Pattern.DOTALL);
    private static final Pattern ASIDE = Pattern.compile("\\([^()]*\\)");

    private @Nullable SoftReference<Dictionary> held;

    /**
     * @param useCount how often the sense stands in WordNet's tagged texts
     */
    private record Candidate(IndexWord word, Synset sense, int useCount) {}

    /**
     * The commonest meaning of a word or phrase, inflected or not.
     *
     * @throws IllegalStateException if the data can't be read
     */
    synchronized Optional<Meaning> of(String said) {
        try {
            List<Candidate> candidates = new ArrayList<>();
            for (IndexWord word : opened().lookupAllIndexWords(said).getIndexWordArray()) {
                // a phrase is no inflection of its first word
                if (words(word.getLemma()) == words(said) && !word.getSenses().isEmpty()) {
                    // the list is filled by get alone
                    Synset sense = word.getSenses().get(0);
                    candidates.add(new Candidate(word, sense, useCount(sense, word.getLemma())));
                }
            }
            return candidates.stream()
                    .max(
                            Comparator.comparingInt(Candidate::useCount)
                                    .thenComparing(
                                            each -> each.word().getLemma().equalsIgnoreCase(said))
                                    .thenComparing(each -> -kindOrder(each.word().getPOS())))
                    .map(each -> meaning(each, said));
        } catch (JWNLException unreadable) {
            throw new IllegalStateException("WordNet can't be read", unreadable);
        }
    }

    private Dictionary opened() throws JWNLException {
        Dictionary dictionary = held == null ? null : held.get();
        if (dictionary == null) {
            dictionary = Dictionary.getDefaultResourceInstance();
            held = new SoftReference<>(dictionary);
        }
        return dictionary;
    }

    private static int words(String phrase) {
        return phrase.strip().split("[ _]+").length;
    }

    private static int useCount(Synset sense, String lemma) {
        return sense.getWords().stream()
                .filter(word -> word.getLemma().equalsIgnoreCase(lemma))
                .mapToInt(Word::getUseCount)
                .max()
                .orElse(0);
    }

    private static int kindOrder(POS kind) {
        return List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB).indexOf(kind);
    }

    private static Meaning meaning(Candidate candidate, String said) {
        String lemma = candidate.word().getLemma();
        return new Meaning(
                lemma.equalsIgnoreCase(said) ? said : lemma,
                candidate.word().getPOS().getLabel(),
                inBrief(candidate.sense().getGloss()));
    }

    /** Without examples, asides and what follows the first semicolon. */
    static String inBrief(String gloss) {
        String plain = EXAMPLES.matcher(gloss).replaceFirst("");
        Matcher asides = ASIDE.matcher(plain);
        String brief = asides.replaceAll(" ").replaceAll("\\s+", " ").replace(" ,", ",").strip();
        int semicolon = brief.indexOf(';');
        String first = semicolon < 0 ? brief : brief.substring(0, semicolon).strip();
        return first.isEmpty() ? plain.strip() : first;
    }
}
