package dev.parley.connectors.speech;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Text as a speech engine can take it: no markup, no control characters, no lone symbols. */
final class SpeakableText {
    private static final Pattern MARKUP = Pattern.compile("<[/!?]?[A-Za-z][^<>]{0,200}>");
    private static final Pattern NOT_SPOKEN = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}.,;:!?'\\- ]");
    private static final Pattern SPACES = Pattern.compile(" {2,}");

    private SpeakableText() {}

    /**
     * @return empty if there is no letter and no digit
     */
    static String of(String text) {
        String flat = Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u2019', '\'');
        flat = MARKUP.matcher(flat).replaceAll(" ");
        flat = NOT_SPOKEN.matcher(flat).replaceAll(" ");
        flat = SPACES.matcher(flat).replaceAll(" ").strip();
        return flat.codePoints().anyMatch(Character::isLetterOrDigit) ? flat : "";
    }
}
