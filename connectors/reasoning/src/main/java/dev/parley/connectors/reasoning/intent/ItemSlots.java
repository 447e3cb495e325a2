package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code items}, what goes onto a list, a line each; {@code action} is {@code add}, {@code remove}
 * or {@code clear}.
 */
final class ItemSlots implements Slots {
    private static final Pattern REMOVING =
            Pattern.compile(
                    "\\b(?:remove|delete|cross|take|erase|check|mark|strike)\\b.*\\b(?:off|from|out|done|list)\\b");
    private static final Pattern CLEARING =
            Pattern.compile(
                    "\\b(?:clear|empty|erase everything|delete everything|remove everything)\\b");
    private static final Pattern NOTHING =
            Pattern.compile(
                    "(?:it|that|this|them|an? (?:new )?(?:item|task|to"
                        + " ?do|thing)|some|something|things|(?:an? )?(?:new )?task|everything)s?",
                    Pattern.CASE_INSENSITIVE);

    private final WordedSlots wordings;

    private ItemSlots(WordedSlots wordings) {
        this.wordings = wordings;
    }

    static ItemSlots shopping() {
        String list =
                "(?:my |the |our )?(?:shopping list|grocery list|store"
                        + " list|groceries|shopping|list(?: of .{1,40}| for .{1,40})?)";
        return new ItemSlots(
                WordedSlots.of(
                        "\\b(?:out of|low on|ran out of|need to (?:buy|get|pick up)|have to"
                            + " (?:buy|get)|(?:need|no more|buy|get)) (?<items>.{1,400}?),? (?:so"
                            + " |and |please |can you )*(?:add|put|stick|write|include)"
                            + " (?:it|that|them|some|those)\\b",
                        "\\b(?:add|put|write|include|stick|throw|append|insert|place|get|need|want|remember"
                            + " to put) (?:down )?(?<items>.{1,400}?) (?:down"
                            + " )?(?:to|on|onto|in|into) "
                                + list,
                        "\\b(?:remove|delete|take|cross|erase|strike) (?<items>.{1,400}?)"
                                + " (?:off|from|out of) (?:of )?"
                                + list,
                        "\\b(?:shopping list|grocery list|groceries)\\W+(?:please"
                                + " )?(?:add|put|write|needs?|with|item|i want|include)?"
                                + " ?(?<items>.{1,400})$",
                        "\\b(?:out of|low on|no more|buy|need to buy|need|add|get) (?:more"
                                + " )?(?<items>.{1,400})$"));
    }

    static ItemSlots tasks() {
        String list =
                "(?:my |the |our )?(?:two ?do|to[ -]?do'?s?|tasks?|chores?|list|things)(?: list|"
                        + " lists)?\\b";
        return new ItemSlots(
                WordedSlots.of(
                        "\\b(?:have to|need to|must|got to) (?<items>.{1,400}?),? (?:so |and"
                                + " |please |can you )*(?:add|put|note) (?:it|that|this)\\b",
                        "\\b(?:remove|delete|take|cross|check off|erase|strike|mark)"
                            + " (?<items>.{1,400}?) (?:off|from|out of|as done on|on|as done) (?:of"
                            + " )?"
                                + list,
                        "\\b(?:add|put|write|include|stick|append|insert|place|get|want|jot) (?:a"
                            + " task |a reminder )?(?:down )?(?<items>(?!to (?:my|the) ).{1,400}?)"
                            + " (?:to|on|onto|in|into) "
                                + list,
                        "\\b(?:to[ -]?do list|to[ -]?dos?|task"
                                + " list|tasks?|chores?|item)\\W+(?:please"
                                + " )?(?:to|add|put|called|needs|that i (?:have|need|must) to|i"
                                + " want|with|:)* ?(?<items>.{1,400})$"));
    }

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>();
        String plain = sentence.plain();
        slots.put(
                "action",
                CLEARING.matcher(plain).find()
                        ? "clear"
                        : REMOVING.matcher(plain).find() ? "remove" : "add");
        List<String> items =
                SpokenList.of(wordings.in(sentence.text()).getOrDefault("items", "")).stream()
                        .filter(item -> !NOTHING.matcher(item).matches())
                        .toList();
        if (!items.isEmpty()) {
            slots.put("items", String.join("\n", items));
        }
        return Optional.of(slots);
    }
}
