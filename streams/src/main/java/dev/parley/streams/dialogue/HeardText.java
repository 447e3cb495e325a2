package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.streams.dialogue.DialogueState.Line;
import dev.parley.streams.dialogue.DialogueState.Said;
import dev.parley.streams.dialogue.DialogueState.Speaking;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which text the client's report stands for. */
final class HeardText {
    private HeardText() {}

    /** All of a complete reply; of one that was cut, the words up to where it was. */
    static Said of(Speaking reply, Control.PlaybackEnded ended) {
        List<Line> lines = reply.lines();
        int whole = ended.complete() ? lines.size() : number(ended.sentences());
        List<Personal<String>> heard = new ArrayList<>();
        for (int i = 0; i < Math.min(whole, lines.size()); i++) {
            heard.add(lines.get(i).text());
        }
        if (whole < lines.size() && number(ended.words()) > 0) {
            heard.add(lines.get(whole).text().map(text -> words(text, number(ended.words()))));
        }
        boolean erased = heard.stream().anyMatch(Personal::isErased);
        Personal<String> text =
                erased
                        ? Personal.erased()
                        : Personal.of(
                                String.join(
                                        " ", heard.stream().map(each -> each.orElse("")).toList()));
        return new Said(reply.reply(), reply.turn(), text);
    }

    private static String words(String text, int most) {
        String[] words = text.strip().split("\\s+");
        return String.join(" ", List.of(words).subList(0, Math.min(most, words.length)));
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
