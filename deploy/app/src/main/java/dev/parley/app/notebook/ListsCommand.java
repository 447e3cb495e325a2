package dev.parley.app.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.text.Table;
import dev.parley.app.users.UserApi;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The to-do list and the shopping list of a running Parley's user. */
@Command(
        name = "lists",
        description = {
            "Show and change your to-do list and your shopping list.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class ListsCommand extends Kept {
    /** The lists that there are. */
    enum ListName {
        TODO,
        SHOPPING;

        String path() {
            return "/api/lists/" + name().toLowerCase(Locale.ROOT) + "/items";
        }
    }

    @Override
    void show() throws InterruptedException {
        UserApi api = api();
        Table table = new Table("LIST", "", "ITEM", "ID");
        for (ListName list : ListName.values()) {
            for (JsonNode item : all(api, list.path(), "items")) {
                table.row(
                        list.name().toLowerCase(Locale.ROOT),
                        item.path("done").asBoolean() ? "x" : "",
                        item.path("text").asText(),
                        item.path("id").asText());
            }
        }
        out().print(table);
        out().flush();
    }

    @Command(name = "show", description = "Show both lists.")
    void showBoth() throws InterruptedException {
        show();
    }

    @Command(name = "add", description = "Put something on a list.")
    void add(
            @Parameters(paramLabel = "LIST", description = "todo or shopping.") ListName list,
            @Parameters(paramLabel = "ITEM", arity = "1..*", description = "What to put on it.")
                    List<String> items)
            throws InterruptedException {
        ObjectNode body = object();
        items.forEach(body.putArray("items")::add);
        JsonNode result = api().ask("POST", list.path(), body);
        result.path("added").forEach(item -> say("Added  " + item.path("text").asText()));
        result.path("present").forEach(item -> say("There already  " + item.asText()));
    }

    @Command(name = "check", description = "Check something off.")
    void check(
            @Parameters(paramLabel = "LIST", description = "todo or shopping.") ListName list,
            @Parameters(paramLabel = "ITEM", description = "By its text or id.") String item)
            throws InterruptedException {
        UserApi api = api();
        api.ask("PUT", path(api, list, item), object().put("done", true));
        say("Checked off.");
    }

    @Command(name = "remove", description = "Take something off a list.")
    void remove(
            @Parameters(paramLabel = "LIST", description = "todo or shopping.") ListName list,
            @Parameters(paramLabel = "ITEM", description = "By its text or id.") String item)
            throws InterruptedException {
        UserApi api = api();
        api.ask("DELETE", path(api, list, item), null);
        say("Removed.");
    }

    @Command(name = "clear", description = "Take everything off a list.")
    void clear(@Parameters(paramLabel = "LIST", description = "todo or shopping.") ListName list)
            throws InterruptedException {
        api().ask("DELETE", list.path(), null);
        say("Cleared.");
    }

    private static String path(UserApi api, ListName list, String item)
            throws InterruptedException {
        return list.path() + "/" + UserApi.segment(idOf(all(api, list.path(), "items"), item));
    }
}
