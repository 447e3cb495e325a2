package dev.parley.app.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.users.ApiOptions;
import dev.parley.app.users.UserApi;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which Parley is asked, as whom; and how its answers are read whole. */
abstract class Kept implements Runnable {
    private static final int PAGE = 100;

    @Mixin private ApiOptions asked = new ApiOptions();

    @Spec private @Nullable CommandSpec spec;

    abstract void show() throws InterruptedException;

    @Override
    public final void run() {
        try {
            show();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    UserApi api() {
        return asked.api();
    }

    /** All entries, however many requests that takes. */
    static List<JsonNode> all(UserApi api, String path, String entries)
            throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page =
                    api.ask("GET", path + "?from=" + all.size() + "&most=" + PAGE, null)
                            .path(entries);
            page.forEach(all::add);
        } while (page.size() == PAGE);
        return all;
    }

    /**
     * The id of the entry that has it, or has the text.
     *
     * @throws UserError if there is none
     */
    static String idOf(List<JsonNode> entries, String idOrText) {
        return entries.stream()
                .filter(
                        entry ->
                                entry.path("id").asText().equals(idOrText)
                                        || entry.path("text").asText().equalsIgnoreCase(idOrText))
                .map(entry -> entry.path("id").asText())
                .findFirst()
                .orElseThrow(() -> new UserError("There is no \"" + idOrText + "\"."));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
