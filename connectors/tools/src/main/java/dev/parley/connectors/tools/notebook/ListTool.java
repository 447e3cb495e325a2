package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's to-do list and shopping list.
 *
 * <p>Arguments: {@code list}, {@code todo} or {@code shopping}; {@code action}; {@code items}, a
 * line an item, or {@code id}, of one that is there. The actions and their results, whose lists
 * have a line an item:
 *
 * <ul>
 *   <li>{@code add}: {@code added}, their {@code ids}, and {@code present}, those that were there
 *   <li>{@code remove}: {@code removed}; {@code missing}, those that aren't there; {@code unclear},
 *       those by which several could be meant, and {@code choices}, these
 *   <li>{@code check}, {@code uncheck}: {@code checked}, {@code missing}, {@code unclear}, {@code
 *       choices}
 *   <li>{@code clear}: {@code removed}
 *   <li>{@code read}: {@code items}, {@code ids}, {@code done} ({@code true} or {@code false}
 *       each), of those that {@code which} names: {@code open}, or {@code all} if it is left out;
 *       {@code from} and {@code most} as {@link Slice} has them
 * </ul>
 *
 * Each also tells the {@code list} and the {@code count} of what is on it; for {@code read} the
 * count of those that were asked for.
 */
public final class ListTool implements Tool {
    static final int LONGEST_ITEM = 200;
    static final int MOST_ITEMS = 500;
    static final int MOST_AT_ONCE = 100;
    private static final Set<String> LISTS = Set.of("todo", "shopping");

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("list", "Keeps the user's to-do list and shopping list.")
                    .takes(
                            Schema.required("list", "which").oneOf("todo", "shopping"),
                            Schema.required("action", "what to do with it")
                                    .oneOf("read", "add", "remove", "check", "uncheck", "clear"),
                            Schema.optional("items", "a line an item"),
                            Schema.optional("id", "an item's"),
                            Schema.optional("which", "to be read").oneOf("open", "all"),
                            Slice.FROM,
                            Slice.AT_MOST)
                    .gives(
                            Schema.required("list", "which"),
                            Schema.required("count", "how many are on it"),
                            Schema.optional("items", "read: a line an item"),
                            Schema.optional("ids", "a line an item"),
                            Schema.optional("done", "read: true or false, a line an item"),
                            Schema.optional("added", "a line an item"),
                            Schema.optional("present", "those that were there"),
                            Schema.optional("removed", "a line an item"),
                            Schema.optional("checked", "a line an item"),
                            Schema.optional("missing", "those that aren't there"),
                            Schema.optional("unclear", "by which several could be meant"),
                            Schema.optional("choices", "those that could be meant"))
                    .when(Map.of("action", "read"), Access.READ, Sensitivity.PERSONAL)
                    .when(
                            Map.of("action", "clear", "list", "todo"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I delete everything on your to-do list?")
                    .when(
                            Map.of("action", "clear"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I delete everything on your {list} list?")
                    .when(
                            Map.of("action", "add"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "list",
                                    Map.of(
                                            "list", "{list}", "action", "remove", "items",
                                            "{added}")))
                    .when(
                            Map.of("action", "remove"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "list",
                                    Map.of(
                                            "list",
                                            "{list}",
                                            "action",
                                            "add",
                                            "items",
                                            "{removed}")))
                    .when(
                            Map.of("action", "check"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "list",
                                    Map.of(
                                            "list",
                                            "{list}",
                                            "action",
                                            "uncheck",
                                            "items",
                                            "{checked}")))
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(10))
                    .build();

    private final Keeper<ListItem> keeper;

    /**
     * @param lists opened when they are first asked
     */
    public ListTool(Supplier<Notebook<ListItem>> lists) {
        this.keeper = new Keeper<>(lists, "lists");
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        String list = arguments.required("list");
        if (!LISTS.contains(list)) {
            throw Arguments.refused("I keep a to-do list and a shopping list.");
        }
        return switch (arguments.required("action")) {
            case "read" -> read(list, arguments, circumstances);
            case "add" -> {
                List<String> items = items(arguments);
                yield keeper.once(circumstances, all -> added(all, list, items, circumstances));
            }
            case "clear" -> keeper.once(circumstances, all -> cleared(all, list));
            case "remove" -> change(list, arguments, circumstances, "removed", found -> null);
            case "check" ->
                    change(list, arguments, circumstances, "checked", item -> item.checked(true));
            case "uncheck" ->
                    change(list, arguments, circumstances, "checked", item -> item.checked(false));
            default -> throw Arguments.refused("I don't know how to do that with a list.");
        };
    }

    private Map<String, String> read(String list, Arguments arguments, Circumstances circumstances)
            throws ToolFailureException {
        boolean open = arguments.optional("which").equals(Optional.of("open"));
        List<ListItem> wanted =
                keeper.of(circumstances).stream()
                        .filter(item -> item.list().equals(list))
                        .filter(item -> !open || !item.done())
                        .toList();
        Slice<ListItem> slice = Slice.of(wanted, arguments);
        Map<String, String> result = new LinkedHashMap<>(Map.of("list", list));
        slice.tell(result, "items");
        result.put("done", slice.lines(item -> String.valueOf(item.done())));
        return result;
    }

    private static List<String> items(Arguments arguments) throws ToolFailureException {
        List<String> items = new ArrayList<>();
        for (String said : Line.lines(arguments.required("items"))) {
            String item = Line.of(said, "an item", LONGEST_ITEM);
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        if (items.isEmpty()) {
            throw Arguments.refused("I need to know the items for that.");
        }
        if (items.size() > MOST_AT_ONCE) {
            throw Arguments.refused(
                    "That is too much at once. I can take up to " + MOST_AT_ONCE + " items.");
        }
        return items;
    }

    private static Notebook.Edited<ListItem> added(
            List<ListItem> all, String list, List<String> items, Circumstances circumstances)
            throws ToolFailureException {
        Map<String, Integer> known = new HashMap<>();
        List<ListItem> after = new ArrayList<>(all);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).list().equals(list)) {
                known.put(Line.folded(all.get(i).text()), i);
            }
        }
        List<ListItem> added = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (String item : items) {
            Integer there = known.get(Line.folded(item));
            if (there == null) {
                String id = circumstances.call().value() + "." + added.size();
                added.add(new ListItem(id, list, item, false));
                known.put(Line.folded(item), after.size());
                after.add(added.getLast());
            } else if (after.get(there).done()) {
                after.set(there, after.get(there).checked(false));
                added.add(after.get(there));
            } else if (added.stream().noneMatch(after.get(there)::equals)) {
                present.add(after.get(there).text());
            }
        }
        int count = count(after, list);
        if (count > MOST_ITEMS) {
            throw Arguments.refused(
                    "Your %s list is full. It can hold %d items."
                            .formatted(list.equals("todo") ? "to-do" : list, MOST_ITEMS));
        }
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("list", list);
        answer.put("added", texts(added));
        answer.put("ids", String.join("\n", added.stream().map(ListItem::id).toList()));
        answer.put("present", String.join("\n", present));
        answer.put("count", String.valueOf(count));
        return new Notebook.Edited<>(after, answer);
    }

    private static Notebook.Edited<ListItem> cleared(List<ListItem> all, String list) {
        List<ListItem> after = all.stream().filter(item -> !item.list().equals(list)).toList();
        List<ListItem> removed = all.stream().filter(item -> item.list().equals(list)).toList();
        return new Notebook.Edited<>(
                after,
                Map.of(
                        "list",
                        list,
                        "removed",
                        texts(removed.subList(0, Math.min(removed.size(), Slice.MOST))),
                        "cleared",
                        String.valueOf(removed.size()),
                        "count",
                        "0"));
    }

    private interface Change {
        /** Null for an item that shall be gone. */
        @Nullable ListItem of(ListItem item);
    }

    private Map<String, String> change(
            String list,
            Arguments arguments,
            Circumstances circumstances,
            String told,
            Change change)
            throws ToolFailureException {
        Optional<String> id = arguments.optional("id");
        List<String> said = id.isPresent() ? List.of() : items(arguments);
        return keeper.once(
                circumstances,
                all -> {
                    Found found = new Found(all, list);
                    id.ifPresentOrElse(found::byId, () -> said.forEach(found::byText));
                    List<ListItem> after = new ArrayList<>();
                    for (ListItem item : all) {
                        ListItem changed = found.items.contains(item) ? change.of(item) : item;
                        if (changed != null) {
                            after.add(changed);
                        }
                    }
                    Map<String, String> answer = new LinkedHashMap<>();
                    answer.put("list", list);
                    answer.put(told, texts(found.items));
                    answer.put("missing", String.join("\n", found.missing));
                    answer.put("unclear", String.join("\n", found.unclear));
                    answer.put("choices", String.join("\n", found.choices));
                    answer.put("count", String.valueOf(count(after, list)));
                    return new Notebook.Edited<>(after, answer);
                });
    }

    /** Which items of a list are meant. */
    private static final class Found {
        private final List<ListItem> list;
        private final List<ListItem> items = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> unclear = new ArrayList<>();
        private final List<String> choices = new ArrayList<>();

        Found(List<ListItem> all, String list) {
            this.list = all.stream().filter(item -> item.list().equals(list)).toList();
        }

        void byId(String id) {
            list.stream()
                    .filter(item -> item.id().equals(id))
                    .findFirst()
                    .ifPresentOrElse(items::add, () -> missing.add(id));
        }

        /** The item itself, else the one that it is a part of. */
        void byText(String said) {
            String wanted = Line.folded(said);
            List<ListItem> same =
                    list.stream().filter(item -> Line.folded(item.text()).equals(wanted)).toList();
            List<ListItem> meant =
                    same.isEmpty()
                            ? list.stream().filter(item -> Line.names(said, item.text())).toList()
                            : same;
            if (meant.isEmpty()) {
                missing.add(said);
            } else if (meant.size() > 1 && same.isEmpty()) {
                unclear.add(said);
                meant.forEach(item -> choices.add(item.text()));
            } else if (!items.contains(meant.getFirst())) {
                items.add(meant.getFirst());
            }
        }
    }

    private static int count(List<ListItem> all, String list) {
        return (int) all.stream().filter(item -> item.list().equals(list)).count();
    }

    private static String texts(List<ListItem> items) {
        return String.join("\n", items.stream().map(ListItem::text).toList());
    }
}
